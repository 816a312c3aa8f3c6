package org.openpersonalize.serving.model;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.recommendation.RecommendationModel;
import org.openpersonalize.core.recommendation.ServedRecipes;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.store.catalog.Campaign;
import org.openpersonalize.store.catalog.CampaignRepository;
import org.openpersonalize.store.catalog.DatasetNumbers;
import org.openpersonalize.store.catalog.DatasetRepository;
import org.openpersonalize.store.catalog.SolutionVersion;
import org.openpersonalize.store.catalog.SolutionVersionRepository;
import org.openpersonalize.store.change.ChangeFeed;
import org.openpersonalize.store.model.PublishedModels;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * The models that answer requests, in memory.
 *
 * <p>A campaign that is asked for the first time is loaded once, however many requests wait for it. When a campaign changes,
 * the new model is loaded beside the old one and one reference is swapped; a request keeps the {@link Deployment} it
 * started with. If the new model cannot be loaded, the old one goes on serving, and {@link #failures} says so.
 */
@Component
public final class ModelCache implements ChangeFeed.ChangeListener, DisposableBean {
  private static final Logger log = LoggerFactory.getLogger(ModelCache.class);

  private final CampaignRepository campaigns;
  private final SolutionVersionRepository versions;
  private final DatasetRepository datasets;
  private final DatasetNumbers numbers;
  private final PublishedModels publishedModels;
  private final ModelLoader loader;
  private final MeterRegistry metrics;
  private final Clock clock;

  private final Map<Arn, Entry> entries = new ConcurrentHashMap<>();
  private final ExecutorService refreshing = Executors.newSingleThreadExecutor(task -> {
    Thread thread = new Thread(task, "model-cache");
    thread.setDaemon(true);
    return thread;
  });

  public ModelCache(
      CampaignRepository campaigns,
      SolutionVersionRepository versions,
      DatasetRepository datasets,
      DatasetNumbers numbers,
      PublishedModels publishedModels,
      ModelLoader loader,
      ChangeFeed changes,
      MeterRegistry metrics,
      Clock clock) {
    this.campaigns = campaigns;
    this.versions = versions;
    this.datasets = datasets;
    this.numbers = numbers;
    this.publishedModels = publishedModels;
    this.loader = loader;
    this.metrics = metrics;
    this.clock = clock;
    changes.subscribe(this);
  }

  /** One campaign's place; its lock makes loading a single flight. */
  private static final class Entry {
    volatile @Nullable Deployment deployment;
    volatile @Nullable String failure;
    List<Meter> meters = List.of();
  }

  /**
   * What a campaign answers with.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#RESOURCE_NOT_FOUND} if there is no such
   *     campaign, {@link ErrorCode#INVALID_INPUT} if it is not ACTIVE
   */
  public Deployment deployment(Arn campaignArn) {
    Entry entry = entries.get(campaignArn);
    Deployment deployment = entry == null ? null : entry.deployment;
    return deployment != null ? deployment : loadFirst(campaignArn);
  }

  private Deployment loadFirst(Arn campaignArn) {
    active(campaignArn); // who is unknown gets no place
    Entry entry = entries.computeIfAbsent(campaignArn, arn -> new Entry());
    synchronized (entry) {
      if (entry.deployment == null) {
        try {
          // The row is read once more: a change before there was an entry found nobody to tell.
          replace(entry, load(active(campaignArn), null));
        } catch (IOException e) {
          throw new IllegalStateException("The model of " + campaignArn + " cannot be loaded", e);
        }
      }
      return Objects.requireNonNull(entry.deployment);
    }
  }

  private Campaign active(Arn campaignArn) {
    Campaign campaign = campaigns.get(campaignArn);
    if (Status.DELETING.contains(campaign.status())) {
      throw ErrorCode.INVALID_INPUT.because("Campaign %s is %s and answers no more."
          .formatted(campaignArn, campaign.status().wire()));
    }
    if (campaign.status() != Status.ACTIVE) {
      throw ErrorCode.INVALID_INPUT.because("Campaign %s is %s. Wait until it is ACTIVE."
          .formatted(campaignArn, campaign.status().wire()));
    }
    return campaign;
  }

  private Deployment load(Campaign campaign, @Nullable Deployment old) throws IOException {
    long started = System.nanoTime();
    SolutionVersion version = versions.get(campaign.solutionVersionArn());
    RecommendationModel model = old != null && old.solutionVersionArn().equals(version.arn())
        ? old.model()
        : loader.load(version.arn());
    int dataset = datasets
        .findByDatasetGroupArnAndDatasetType(version.datasetGroupArn(), DatasetType.INTERACTIONS)
        .map(interactions -> numbers.of(interactions.arn()))
        .orElseThrow(
            () -> new IOException("The dataset group has no Interactions dataset any more"));
    Deployment deployment = new Deployment(
        campaign.arn(),
        version.arn(),
        ServedRecipes.find(version.recipeArn()).orElseThrow(),
        dataset,
        model,
        publishedModels.find(version.arn()).orElseThrow().publishedAt());
    log.info(
        "{} serves {} ({} items, {} bytes), loaded in {}",
        campaign.arn(),
        version.arn(),
        model.items().size(),
        model.sizeInBytes(),
        Duration.ofNanos(System.nanoTime() - started));
    return deployment;
  }

  private void replace(Entry entry, Deployment deployment) {
    entry.deployment = deployment;
    entry.failure = null;
    if (entry.meters.isEmpty()) {
      String name = deployment.campaignArn().id();
      entry.meters = List.of(
          gauge(
              "personalize.model.age",
              "seconds",
              "Since the model was published",
              name,
              entry,
              each -> Duration.between(each.publishedAt(), clock.instant()).toMillis() / 1e3),
          gauge(
              "personalize.model.size",
              "bytes",
              "Memory that the model takes",
              name,
              entry,
              each -> each.model().sizeInBytes()));
    }
  }

  private Meter gauge(
      String name,
      String unit,
      String description,
      String campaign,
      Entry entry,
      ToDoubleFunction<Deployment> value) {
    return Gauge.builder(name, entry, each -> {
          Deployment deployment = each.deployment;
          return deployment == null ? Double.NaN : value.applyAsDouble(deployment);
        })
        .baseUnit(unit)
        .description(description)
        .tag("campaign", campaign)
        .register(metrics);
  }

  @Override
  public void changed(Arn resource) {
    if (entries.containsKey(resource)) {
      refreshLater(resource);
    }
  }

  @Override
  public void resync() {
    entries.keySet().forEach(this::refreshLater);
  }

  private void refreshLater(Arn campaignArn) {
    try {
      refreshing.execute(() -> refresh(campaignArn));
    } catch (RejectedExecutionException e) {
      log.debug("The service is stopping, {} is not refreshed", campaignArn);
    }
  }

  /** Brings a campaign's entry up to date with its row. */
  private void refresh(Arn campaignArn) {
    Entry entry = entries.get(campaignArn);
    if (entry == null) {
      return;
    }
    synchronized (entry) {
      try {
        Optional<Campaign> campaign = campaigns.findById(campaignArn);
        Deployment old = entry.deployment;
        if (campaign.isEmpty() || Status.DELETING.contains(campaign.get().status())) {
          entries.remove(campaignArn);
          entry.deployment = null;
          entry.meters.forEach(metrics::remove);
        } else if (old == null
            || !old.solutionVersionArn().equals(campaign.get().solutionVersionArn())) {
          replace(entry, load(campaign.get(), old));
        }
      } catch (IOException | RuntimeException e) {
        if (refreshing.isShutdown()) {
          log.debug("The service is stopping, {} is not refreshed", campaignArn, e);
          return;
        }
        entry.failure = e.getMessage();
        log.error("{} goes on with the model it has: the new one cannot be loaded", campaignArn, e);
      }
    }
  }

  /** The campaigns whose newest model could not be loaded, and why. */
  public Map<Arn, String> failures() {
    Map<Arn, String> failures = new ConcurrentHashMap<>();
    entries.forEach((campaign, entry) -> {
      String failure = entry.failure;
      if (failure != null) {
        failures.put(campaign, failure);
      }
    });
    return failures;
  }

  /** How many campaigns are in memory. */
  public int size() {
    return entries.size();
  }

  @Override
  public void destroy() {
    refreshing.shutdownNow();
  }
}
