package org.openpersonalize.training.run;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.openpersonalize.core.recommendation.TrainedModel;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.store.catalog.SolutionRepository;
import org.openpersonalize.store.catalog.SolutionVersion;
import org.openpersonalize.store.catalog.SolutionVersionRepository;
import org.openpersonalize.store.change.ChangeFeed;
import org.openpersonalize.store.job.JobType;
import org.openpersonalize.store.job.Jobs;
import org.openpersonalize.store.job.Runs;
import org.openpersonalize.store.model.PublishedModel;
import org.openpersonalize.store.model.PublishedModels;
import org.openpersonalize.store.model.TrainingForecasts;
import org.openpersonalize.store.model.TrainingTrials;
import org.openpersonalize.training.TrainingSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Moves a solution version from its queue to its end, one transaction a step.
 *
 * <p>A version can be stopped at any moment and from any node, and a run can be taken over. So each step holds the
 * version's row and does only what the row's status still allows.
 */
@Component
class VersionLifeCycle {
  private static final Logger log = LoggerFactory.getLogger(VersionLifeCycle.class);

  private final SolutionRepository solutions;
  private final SolutionVersionRepository versions;
  private final PublishedModels models;
  private final TrainingTrials trials;
  private final TrainingForecasts forecasts;
  private final Runs runs;
  private final Jobs jobs;
  private final ChangeFeed changes;
  private final TrainingSettings settings;
  private final TransactionTemplate transaction;
  private final Clock clock;

  VersionLifeCycle(
      SolutionRepository solutions,
      SolutionVersionRepository versions,
      PublishedModels models,
      TrainingTrials trials,
      TrainingForecasts forecasts,
      Runs runs,
      Jobs jobs,
      ChangeFeed changes,
      TrainingSettings settings,
      TransactionTemplate transaction,
      Clock clock) {
    this.solutions = solutions;
    this.versions = versions;
    this.models = models;
    this.trials = trials;
    this.forecasts = forecasts;
    this.runs = runs;
    this.jobs = jobs;
    this.changes = changes;
    this.settings = settings;
    this.transaction = transaction;
    this.clock = clock;
  }

  /** Marks the version as in training, if there is anything to train still; ends it if it is to be stopped. */
  Optional<SolutionVersion> begin(Arn versionArn) {
    stopped(versionArn);
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

  /**
   * Makes the version ACTIVE with a model whose files are in place.
   *
   * @param training from its first step to its last
   * @param used what stands beside the forecast
   * @throws TrainingStopped if the version was stopped before
   * @throws IllegalStateException if another worker has taken over
   */
  void publish(
      Arn versionArn,
      UUID run,
      String prefix,
      TrainedModel model,
      Duration training,
      TrainingMonitor.Used used) {
    transaction.executeWithoutResult(status -> {
      SolutionVersion version = inTraining(versionArn, run);
      Instant now = clock.instant();
      models.publish(new PublishedModel(
          versionArn,
          settings.bucket(),
          prefix,
          model.model().sizeInBytes(),
          model.report().metrics(),
          model.popularityBaseline().metrics(),
          now));
      forecasts.compare(
          versionArn, used.seconds(), used.heapBytes(), model.model().sizeInBytes());
      trials.add(versionArn, model.choice().trials(), model.choice().parameters());
      if (!model.choice().tuned().isEmpty()) {
        version.tuned(model.choice().tuned());
      }
      if (version.performAutoML()) {
        version.chose(model.choice().recipe().arn());
        solutions.lock(version.solutionArn()).chose(version.recipeArn(), now);
      }
      version.complete(training, now);
      runs.end(versionArn);
      jobs.enqueue(JobType.SYNC_CAMPAIGNS, versionArn);
      changes.announce(versionArn);
    });
  }

  /**
   * Ends the version without a model.
   *
   * @throws TrainingStopped if the version was stopped before
   * @throws IllegalStateException if another worker has taken over
   */
  void fail(Arn versionArn, UUID run, String reason) {
    transaction.executeWithoutResult(status -> {
      inTraining(versionArn, run).fail(reason, clock.instant());
      runs.end(versionArn);
      changes.announce(versionArn);
    });
    log.warn("Training {} failed: {}", versionArn, reason);
  }

  /** The version, locked, if this run is the one that trains it. */
  private SolutionVersion inTraining(Arn versionArn, UUID run) {
    SolutionVersion version = versions.lock(versionArn);
    if (version.status() != Status.CREATE_IN_PROGRESS) {
      throw new TrainingStopped(versionArn);
    }
    runs.requireCurrent(versionArn, run);
    return version;
  }

  /** Ends a version that was to be stopped; any other stays as it is. */
  void stopped(Arn versionArn) {
    transaction.executeWithoutResult(status -> {
      if (versions.move(
          versionArn, Set.of(Status.CREATE_STOPPING), Status.CREATE_STOPPED, clock.instant())) {
        runs.end(versionArn);
        changes.announce(versionArn);
      }
    });
  }

  /** What the keys of the version's model start with; empty while it has none. */
  Optional<String> publishedPrefix(Arn versionArn) {
    return models.find(versionArn).map(PublishedModel::prefix);
  }

  /** Ends a version whose training the service itself failed. */
  void giveUp(Arn versionArn, String reason) {
    stopped(versionArn);
    transaction.executeWithoutResult(status -> {
      if (versions.findById(versionArn).isPresent()) {
        SolutionVersion version = versions.lock(versionArn);
        if (Status.UNDER_WAY.contains(version.status())) {
          version.fail(reason, clock.instant());
          runs.end(versionArn);
          changes.announce(versionArn);
        }
      }
    });
  }
}
