package org.openpersonalize.training.run;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.InteractionLogBuilder;
import org.openpersonalize.core.recommendation.MinimumData;
import org.openpersonalize.core.recommendation.RecipeTrainer;
import org.openpersonalize.core.recommendation.TrainedModel;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.store.catalog.Dataset;
import org.openpersonalize.store.catalog.DatasetNumbers;
import org.openpersonalize.store.catalog.DatasetRepository;
import org.openpersonalize.store.catalog.SolutionVersion;
import org.openpersonalize.store.catalog.SolutionVersionRepository;
import org.openpersonalize.store.change.ChangeFeed;
import org.openpersonalize.store.interaction.InteractionTable;
import org.openpersonalize.store.job.JobHandler;
import org.openpersonalize.store.job.JobType;
import org.openpersonalize.store.job.Jobs;
import org.openpersonalize.store.job.Runs;
import org.openpersonalize.store.model.PublishedModel;
import org.openpersonalize.store.model.PublishedModels;
import org.openpersonalize.store.record.RecordTable;
import org.openpersonalize.training.TrainingSettings;
import org.openpersonalize.training.publish.ModelPublisher;
import org.openpersonalize.training.solution.TrainingPlan;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Trains one solution version: read, evaluate, train, publish, commit. */
@Component
public class TrainingRun implements JobHandler {
  private static final Logger log = LoggerFactory.getLogger(TrainingRun.class);

  /** Always the same, so that the same data and configuration give the same model. */
  private static final long SEED = 20_261_123;

  private final SolutionVersionRepository versions;
  private final DatasetRepository datasets;
  private final DatasetNumbers numbers;
  private final InteractionTable interactions;
  private final RecordTable records;
  private final PublishedModels models;
  private final ModelPublisher publisher;
  private final Runs runs;
  private final Jobs jobs;
  private final ChangeFeed changes;
  private final TrainingMonitor monitor;
  private final TrainingSettings settings;
  private final TransactionTemplate transaction;
  private final MeterRegistry metrics;
  private final Clock clock;

  public TrainingRun(
      SolutionVersionRepository versions,
      DatasetRepository datasets,
      DatasetNumbers numbers,
      InteractionTable interactions,
      RecordTable records,
      PublishedModels models,
      ModelPublisher publisher,
      Runs runs,
      Jobs jobs,
      ChangeFeed changes,
      TrainingMonitor monitor,
      TrainingSettings settings,
      TransactionTemplate transaction,
      MeterRegistry metrics,
      Clock clock) {
    this.versions = versions;
    this.datasets = datasets;
    this.numbers = numbers;
    this.interactions = interactions;
    this.records = records;
    this.models = models;
    this.publisher = publisher;
    this.runs = runs;
    this.jobs = jobs;
    this.changes = changes;
    this.monitor = monitor;
    this.settings = settings;
    this.transaction = transaction;
    this.metrics = metrics;
    this.clock = clock;
  }

  @Override
  public JobType type() {
    return JobType.TRAIN_SOLUTION_VERSION;
  }

  /** What the user can mend: becomes the version's {@code failureReason}. */
  private static final class TrainingRefused extends Exception {
    TrainingRefused(String reason) {
      super(reason);
    }
  }

  /** Does what of the job a crash has left to do: all of it, or only the last step. */
  @Override
  public Optional<Instant> run(Arn versionArn) {
    begin(versionArn).ifPresent(this::train);
    deleteRemains(versionArn);
    return Optional.empty();
  }

  private void train(SolutionVersion version) {
    Arn versionArn = version.arn();
    Instant started = clock.instant();
    UUID run = runs.begin(versionArn, started);
    try (TrainingMonitor.Watch watch = monitor.watch(versionArn, settings.timeout())) {
      TrainingPlan plan = TrainingPlan.of(version);
      InteractionLog interactionLog = read(version);
      requireEnough(interactionLog, plan);
      TrainedModel model = RecipeTrainer.train(
          plan.recipe(),
          interactionLog,
          plan.hyperparameters(),
          plan.events(),
          SEED,
          settings.threads(),
          watch);
      String prefix = publisher.publish(versionArn, run, model);
      commit(versionArn, run, prefix, model, started);
      logEnd(versionArn, interactionLog, model, started);
      count("success", started);
    } catch (TrainingRefused | PersonalizeException e) {
      fail(versionArn, run, e.getMessage());
      count("refused", started);
    } catch (TrainingMonitor.TimedOut e) {
      fail(versionArn, run, "Create failed. " + e.getMessage());
      count("timeout", started);
    } catch (IOException e) {
      throw new IllegalStateException("The model of " + versionArn + " could not be published", e);
    }
  }

  /** Deletes what runs have written that died before they could publish it; the version's end is settled by now. */
  private void deleteRemains(Arn versionArn) {
    try {
      publisher.deleteAllBut(models.find(versionArn).map(PublishedModel::prefix), versionArn);
    } catch (IOException e) {
      throw new IllegalStateException("The remains of " + versionArn + " could not be deleted", e);
    }
  }

  /** Marks the version as in training; empty if there is nothing to train any more. */
  private Optional<SolutionVersion> begin(Arn versionArn) {
    return transaction.execute(status -> {
      versions.move(
          versionArn,
          Set.of(Status.CREATE_PENDING, Status.CREATE_IN_PROGRESS),
          Status.CREATE_IN_PROGRESS,
          clock.instant());
      return versions
          .findById(versionArn)
          .filter(version -> version.status() == Status.CREATE_IN_PROGRESS);
    });
  }

  /** All interactions, and the items that so far only the Items dataset knows. */
  private InteractionLog read(SolutionVersion version) throws TrainingRefused {
    Dataset dataset = datasets
        .findByDatasetGroupArnAndDatasetType(version.datasetGroupArn(), DatasetType.INTERACTIONS)
        .orElseThrow(
            () -> new TrainingRefused(
                "Create failed. The dataset group has no Interactions dataset. Create one and import interactions."));
    InteractionLogBuilder builder = new InteractionLogBuilder();
    interactions.stream(
        numbers.of(dataset.arn()),
        (user, item, type, value, epochMillis) ->
            builder.add(user, item, type, (float) value, epochMillis));
    datasets
        .findByDatasetGroupArnAndDatasetType(version.datasetGroupArn(), DatasetType.ITEMS)
        .ifPresent(items -> records.streamIds(numbers.of(items.arn()), builder::addItem));
    return builder.build();
  }

  private static void requireEnough(InteractionLog interactionLog, TrainingPlan plan)
      throws TrainingRefused {
    Optional<String> reason = MinimumData.check(interactionLog, plan.events());
    if (reason.isPresent()) {
      throw new TrainingRefused(reason.get());
    }
  }

  private void commit(
      Arn versionArn, UUID run, String prefix, TrainedModel model, Instant started) {
    transaction.executeWithoutResult(status -> {
      runs.requireCurrent(versionArn, run);
      Instant now = clock.instant();
      models.publish(new PublishedModel(
          versionArn,
          settings.bucket(),
          prefix,
          model.model().sizeInBytes(),
          model.report().metrics(),
          model.popularityBaseline().metrics(),
          now));
      versions.lock(versionArn).complete(Duration.between(started, now), now);
      runs.end(versionArn);
      jobs.enqueue(JobType.SYNC_CAMPAIGNS, versionArn);
      changes.announce(versionArn);
    });
  }

  private void fail(Arn versionArn, UUID run, String reason) {
    log.warn("Training {} failed: {}", versionArn, reason);
    transaction.executeWithoutResult(status -> {
      runs.requireCurrent(versionArn, run);
      endFailed(versionArn, reason);
    });
  }

  private void endFailed(Arn versionArn, String reason) {
    versions.lock(versionArn).fail(reason, clock.instant());
    runs.end(versionArn);
    changes.announce(versionArn);
  }

  @Override
  public void giveUp(Arn versionArn, Throwable error) {
    transaction.executeWithoutResult(status -> versions
        .findById(versionArn)
        .filter(version -> Status.UNDER_WAY.contains(version.status()))
        .ifPresent(version -> endFailed(
            versionArn,
            "Create failed. The service failed several times while training: %s. Its log says more; then try again."
                .formatted(error.getMessage()))));
  }

  private void logEnd(
      Arn versionArn, InteractionLog interactionLog, TrainedModel model, Instant started) {
    log.info(
        "Trained {} in {}: {} users, {} items, {} interactions, ndcg@10 {} (popularity {})",
        versionArn,
        Duration.between(started, clock.instant()),
        interactionLog.users().size(),
        interactionLog.items().size(),
        interactionLog.size(),
        model.report().metric("normalized_discounted_cumulative_gain_at_10"),
        model.popularityBaseline().metric("normalized_discounted_cumulative_gain_at_10"));
  }

  private void count(String outcome, Instant started) {
    Timer.builder("personalize.jobs")
        .description("Jobs done, by kind and outcome")
        .tags("job", "training", "outcome", outcome)
        .register(metrics)
        .record(Duration.between(started, clock.instant()));
  }
}
