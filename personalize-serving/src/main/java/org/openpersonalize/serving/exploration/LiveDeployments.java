// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.exploration;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;
import org.openpersonalize.core.exploration.ExplorationConfig;
import org.openpersonalize.core.recipe.Hyperparameters;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.recipe.Recipe.Feature;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.serving.catalog.Catalogs;
import org.openpersonalize.serving.model.Deployment;
import org.openpersonalize.store.deletion.DeletionFeed;
import org.openpersonalize.store.interaction.EventFeed;
import org.openpersonalize.store.interaction.EventTable;
import org.openpersonalize.store.interaction.EventTable.Happening;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Deployments as they are at this moment: with the items that were put, or that an event was about, since their models were
 * trained, and with what the models learn of events ({@link EventRefresh}). Those of recipes that take in nothing between trainings stay as they are.
 * When users are deleted, all is learned anew of the events that are left.
 */
@Component
public final class LiveDeployments implements DisposableBean {
  private static final Logger log = LoggerFactory.getLogger(LiveDeployments.class);

  private final Catalogs catalogs;
  private final EventTable events;
  private final Clock clock;

  /** By deployments, with which they go: the keys are weak, and the values do not hold them. */
  private final Cache<Deployment, LiveDeployment> live =
      Caffeine.newBuilder().weakKeys().build();

  private final ExecutorService reading = Executors.newSingleThreadExecutor(task -> {
    Thread thread = new Thread(task, "new-items");
    thread.setDaemon(true);
    return thread;
  });

  public LiveDeployments(
      Catalogs catalogs, EventTable events, EventFeed feed, DeletionFeed deletions, Clock clock) {
    this.catalogs = catalogs;
    this.events = events;
    this.clock = clock;
    feed.subscribe(this::happened);
    deletions.subscribe(live::invalidateAll);
  }

  /** A deployment at this moment. Never waits: what is not in memory yet is known a moment later. */
  public Live of(Deployment deployment) {
    if (!deployment.deployable().takesInNewItems()) {
      return Live.of(deployment);
    }
    return live.get(deployment, this::first)
        .now(catalogs
            .inMemory(deployment.deployable().datasetGroup(), DatasetType.ITEMS)
            .orElse(null));
  }

  /** The same with all that came so far, as far as there is room for it: may take seconds, and is for who wants to know what is missing. */
  public Live caughtUp(Deployment deployment) {
    if (!deployment.deployable().takesInNewItems()) {
      return Live.of(deployment);
    }
    LiveDeployment known = live.get(deployment, this::first);
    readEvents(known);
    known.refresh(clock.instant());
    return known.caughtUp(catalogs
        .inMemory(deployment.deployable().datasetGroup(), DatasetType.ITEMS)
        .orElse(null));
  }

  private LiveDeployment first(Deployment deployment) {
    LiveDeployment first = new LiveDeployment(deployment, config(deployment), this::later, clock);
    later(() -> readEvents(first));
    return first;
  }

  private void later(Runnable task) {
    try {
      reading.execute(task);
    } catch (RejectedExecutionException e) {
      log.debug("The service is stopping, new items are not looked for");
    }
  }

  /** Items of events that came before this node heard of them. */
  private void readEvents(LiveDeployment deployment) {
    try {
      deployment.heard(events.itemsSince(
          deployment.trained().interactionsDataset(),
          deployment.trained().model().newestInteraction()));
    } catch (RuntimeException e) {
      log.warn(
          "New items of which only events are known are missing from {}",
          deployment.trained().arn(),
          e);
    }
  }

  private static ExplorationConfig config(Deployment deployment) {
    Recipe recipe = deployment.recipe();
    if (recipe.supports(Feature.COLD_ITEMS)) {
      return ExplorationConfig.ofColdItems(Hyperparameters.ofGiven(
          recipe, deployment.model().manifest().subject().hyperparameters()));
    }
    if (recipe.supports(Feature.BUILT_IN_EXPLORATION)) {
      return ExplorationConfig.BUILT_IN;
    }
    return recipe.supports(Feature.EXPLORATION)
        ? ExplorationConfig.of(deployment.deployable().exploration())
        : ExplorationConfig.NONE;
  }

  private void happened(Collection<Happening> happenings) {
    if (live.estimatedSize() > 0) {
      Map<Integer, List<Happening>> ofDatasets = happenings.stream()
          .filter(each -> each.itemId() != null)
          .collect(Collectors.groupingBy(each -> each.visitor().datasetId()));
      live.asMap()
          .values()
          .forEach(each -> each.happened(
              ofDatasets.getOrDefault(each.trained().interactionsDataset(), List.of())));
    }
  }

  /** Those that learn of events. */
  List<LiveDeployment> learning() {
    return live.asMap().values().stream().filter(LiveDeployment::learns).toList();
  }

  /** Those that explore. */
  List<LiveDeployment> exploring() {
    return live.asMap().values().stream().filter(LiveDeployment::explores).toList();
  }

  @Override
  public void destroy() {
    reading.shutdownNow();
  }
}
