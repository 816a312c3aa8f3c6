package org.openpersonalize.training.run;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.openpersonalize.core.evaluation.EvaluationReport;
import org.openpersonalize.core.kernel.Kernels;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.recommendation.RecipeTrainer;
import org.openpersonalize.core.recommendation.TrainedModel;
import org.openpersonalize.core.recommendation.Training;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.tuning.Trial;
import org.openpersonalize.store.catalog.SolutionVersion;
import org.openpersonalize.store.catalog.SolutionVersionRepository;
import org.openpersonalize.store.job.CreationJob;
import org.openpersonalize.store.job.JobRefused;
import org.openpersonalize.store.job.JobType;
import org.openpersonalize.training.TrainingSettings;
import org.openpersonalize.training.publish.CheckpointStore;
import org.openpersonalize.training.publish.ModelPublisher;
import org.openpersonalize.training.solution.TrainingPlan;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Trains one solution version: read, evaluate, train, publish, commit. */
@Component
public class TrainingRun extends CreationJob<SolutionVersion> {
  private static final Logger log = LoggerFactory.getLogger(TrainingRun.class);

  /** Always the same, so that the same data and configuration give the same model. */
  private static final long SEED = 20_261_123;

  private final InteractionReader reader;
  private final ForecastCheck forecasts;
  private final CheckpointStore checkpoints;
  private final ModelPublisher publisher;
  private final TrainingEngine engine;
  private final VersionPublication publication;
  private final TrainingMonitor monitor;
  private final TrainingSettings settings;

  TrainingRun(
      SolutionVersionRepository versions,
      InteractionReader reader,
      ForecastCheck forecasts,
      CheckpointStore checkpoints,
      ModelPublisher publisher,
      TrainingEngine engine,
      VersionPublication publication,
      TrainingMonitor monitor,
      TrainingSettings settings,
      Means means) {
    super(JobType.TRAIN_SOLUTION_VERSION, versions, means);
    this.reader = reader;
    this.forecasts = forecasts;
    this.checkpoints = checkpoints;
    this.publisher = publisher;
    this.engine = engine;
    this.publication = publication;
    this.monitor = monitor;
    this.settings = settings;
  }

  @Override
  protected void work(SolutionVersion version, Run run) throws JobRefused {
    try (TrainingMonitor.Watch watch = monitor.watch(version.arn())) {
      try {
        train(version, run, watch);
        watch.ended("success");
      } catch (JobRefused | PersonalizeException e) {
        watch.ended("refused");
        throw e;
      } catch (TrainingMonitor.TimedOut e) {
        watch.ended("timeout");
        throw new JobRefused("Create failed. " + e.getMessage(), e);
      }
    } catch (IOException e) {
      throw new IllegalStateException(
          "The model of " + version.arn() + " could not be published", e);
    }
  }

  private void train(SolutionVersion version, Run run, TrainingMonitor.Watch watch)
      throws JobRefused, IOException {
    Arn versionArn = version.arn();
    TrainingPlan plan = TrainingPlan.of(version);
    InteractionLog interactions = reader
        .read(version.datasetGroupArn(), plan.events(), watch)
        .asOf(version.creationDateTime());
    requireEnough(interactions, plan);
    Training training = plan.prepare(interactions, SEED, settings.threads());
    watch.expect(forecasts.forecast(versionArn, training, watch));
    watch.keep(checkpoints.of(versionArn, identity(plan, interactions), watch));
    TrainedModel model = engine.train(training, watch);
    String prefix = publisher.publish(versionArn, run.id(), model, watch);
    Duration taken = run.elapsed();
    run.complete(row -> publication.publish(row, prefix, model, taken, watch.used()));
    logEnd(versionArn, interactions, model, taken);
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
      throws JobRefused {
    Optional<String> reason = plan.recipe().minimumData().missingFrom(interactions, plan.events());
    if (reason.isPresent()) {
      throw new JobRefused(reason.get());
    }
  }

  /** Deletes what runs have written that died before they could publish it; the version's end is settled by now. */
  @Override
  protected void cleanUp(Arn versionArn) {
    try {
      publisher.deleteAllBut(publication.publishedPrefix(versionArn), versionArn);
    } catch (IOException e) {
      throw new IllegalStateException("The remains of " + versionArn + " could not be deleted", e);
    }
  }

  @Override
  protected String gaveUp(Throwable error) {
    return "Create failed. The service failed several times while training: %s. Its log says more; then try again."
        .formatted(error.getMessage());
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
        ndcg(model.report()),
        ndcg(model.popularityBaseline()));
  }

  private static Double ndcg(Optional<EvaluationReport> report) {
    return report.map(it -> it.metric(TrainingMonitor.NDCG)).orElse(Double.NaN);
  }
}
