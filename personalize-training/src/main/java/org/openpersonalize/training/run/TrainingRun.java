package org.openpersonalize.training.run;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.openpersonalize.core.kernel.Kernels;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.recommendation.RecipeTrainer;
import org.openpersonalize.core.recommendation.TrainedModel;
import org.openpersonalize.core.recommendation.Training;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.tuning.Trial;
import org.openpersonalize.store.catalog.SolutionVersion;
import org.openpersonalize.store.job.JobHandler;
import org.openpersonalize.store.job.JobType;
import org.openpersonalize.store.job.Runs;
import org.openpersonalize.training.TrainingSettings;
import org.openpersonalize.training.publish.CheckpointStore;
import org.openpersonalize.training.publish.ModelPublisher;
import org.openpersonalize.training.solution.TrainingPlan;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Trains one solution version: read, evaluate, train, publish, commit. */
@Component
public class TrainingRun implements JobHandler {
  private static final Logger log = LoggerFactory.getLogger(TrainingRun.class);

  /** Always the same, so that the same data and configuration give the same model. */
  private static final long SEED = 20_261_123;

  private final VersionLifeCycle lifeCycle;
  private final InteractionReader reader;
  private final ForecastCheck forecasts;
  private final CheckpointStore checkpoints;
  private final ModelPublisher publisher;
  private final TrainingEngine engine;
  private final TrainingMonitor monitor;
  private final Runs runs;
  private final TrainingSettings settings;
  private final Clock clock;

  TrainingRun(
      VersionLifeCycle lifeCycle,
      InteractionReader reader,
      ForecastCheck forecasts,
      CheckpointStore checkpoints,
      ModelPublisher publisher,
      TrainingEngine engine,
      TrainingMonitor monitor,
      Runs runs,
      TrainingSettings settings,
      Clock clock) {
    this.lifeCycle = lifeCycle;
    this.reader = reader;
    this.forecasts = forecasts;
    this.checkpoints = checkpoints;
    this.publisher = publisher;
    this.engine = engine;
    this.monitor = monitor;
    this.runs = runs;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public JobType type() {
    return JobType.TRAIN_SOLUTION_VERSION;
  }

  /** Does what of the job a crash has left to do: all of it, or only the last step. */
  @Override
  public Optional<Instant> run(Arn versionArn) {
    try {
      lifeCycle.begin(versionArn).ifPresent(this::train);
    } catch (TrainingStopped e) {
      lifeCycle.stopped(versionArn);
      log.info("Stopped training {}", versionArn);
    }
    deleteRemains(versionArn);
    return Optional.empty();
  }

  private void train(SolutionVersion version) {
    Arn versionArn = version.arn();
    Instant started = clock.instant();
    UUID run = runs.begin(versionArn, started);
    try (TrainingMonitor.Watch watch = monitor.watch(versionArn)) {
      try {
        TrainingPlan plan = TrainingPlan.of(version);
        InteractionLog interactions = reader
            .read(version.datasetGroupArn(), plan.events(), watch)
            .asOf(version.creationDateTime());
        requireEnough(interactions, plan);
        Training training = plan.prepare(interactions, SEED, settings.threads());
        watch.expect(forecasts.forecast(versionArn, training, watch));
        watch.keep(checkpoints.of(versionArn, identity(plan, interactions), watch));
        TrainedModel model = engine.train(training, watch);
        String prefix = publisher.publish(versionArn, run, model, watch);
        Duration taken = Duration.between(started, clock.instant());
        lifeCycle.publish(versionArn, run, prefix, model, taken, watch.used());
        watch.ended("success");
        logEnd(versionArn, interactions, model, taken);
      } catch (TrainingRefused | PersonalizeException e) {
        lifeCycle.fail(versionArn, run, e.getMessage());
        watch.ended("refused");
      } catch (TrainingMonitor.TimedOut e) {
        lifeCycle.fail(versionArn, run, "Create failed. " + e.getMessage());
        watch.ended("timeout");
      }
    } catch (IOException e) {
      throw new IllegalStateException("The model of " + versionArn + " could not be published", e);
    }
  }

  /** All that decides which model comes out: a run goes on from the checkpoints of one that agrees in it. */
  private static String identity(TrainingPlan plan, InteractionLog interactions) {
    return String.join(
        " ",
        RecipeTrainer.libraryVersion(),
        Kernels.best().name(),
        Long.toString(SEED),
        interactions.digest(),
        plan.recipe().name(),
        plan.hyperparameters().given().toString(),
        plan.search().toString(),
        plan.events().toString());
  }

  private static void requireEnough(InteractionLog interactions, TrainingPlan plan)
      throws TrainingRefused {
    Optional<String> reason = plan.recipe().minimumData().missingFrom(interactions, plan.events());
    if (reason.isPresent()) {
      throw new TrainingRefused(reason.get());
    }
  }

  /** Deletes what runs have written that died before they could publish it; the version's end is settled by now. */
  private void deleteRemains(Arn versionArn) {
    try {
      publisher.deleteAllBut(lifeCycle.publishedPrefix(versionArn), versionArn);
    } catch (IOException e) {
      throw new IllegalStateException("The remains of " + versionArn + " could not be deleted", e);
    }
  }

  @Override
  public void giveUp(Arn versionArn, Throwable error) {
    lifeCycle.giveUp(
        versionArn,
        "Create failed. The service failed several times while training: %s. Its log says more; then try again."
            .formatted(error.getMessage()));
  }

  private static void logEnd(
      Arn versionArn, InteractionLog interactions, TrainedModel model, Duration training) {
    for (Trial trial : model.choice().trials()) {
      log.info(
          "Tried for {}: {}, {} {}{}, {} s, {}",
          versionArn,
          trial.stage(),
          trial.family(),
          trial.score(),
          trial.collapsed() ? " (collapsed)" : "",
          Math.round(10 * trial.seconds()) / 10.0,
          trial.settings());
    }
    log.info(
        "Trained {} in {}: {} users, {} items, {} interactions, ndcg@10 {} (popularity {})",
        versionArn,
        training,
        interactions.users().size(),
        interactions.items().size(),
        interactions.size(),
        model.report().metric(TrainingMonitor.NDCG),
        model.popularityBaseline().metric(TrainingMonitor.NDCG));
  }
}
