package org.openpersonalize.training.run;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.openpersonalize.core.evaluation.EvaluationReport;
import org.openpersonalize.core.recommendation.TrainedModel;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.store.catalog.Resources;
import org.openpersonalize.store.catalog.SolutionRepository;
import org.openpersonalize.store.catalog.SolutionVersion;
import org.openpersonalize.store.job.JobType;
import org.openpersonalize.store.job.Jobs;
import org.openpersonalize.store.model.PublishedModel;
import org.openpersonalize.store.model.PublishedModels;
import org.openpersonalize.store.model.TrainingForecasts;
import org.openpersonalize.store.model.TrainingTrials;
import org.openpersonalize.training.TrainingSettings;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Makes known what a training gave, in the transaction that ends it. */
@Component
class VersionPublication {
  private final SolutionRepository solutions;
  private final PublishedModels models;
  private final TrainingTrials trials;
  private final TrainingForecasts forecasts;
  private final Resources resources;
  private final Jobs jobs;
  private final TrainingSettings settings;

  VersionPublication(
      SolutionRepository solutions,
      PublishedModels models,
      TrainingTrials trials,
      TrainingForecasts forecasts,
      Resources resources,
      Jobs jobs,
      TrainingSettings settings) {
    this.solutions = solutions;
    this.models = models;
    this.trials = trials;
    this.forecasts = forecasts;
    this.resources = resources;
    this.jobs = jobs;
    this.settings = settings;
  }

  /**
   * Makes the version ACTIVE with a model whose files are in place.
   *
   * @param version in training, and locked
   * @param training from its first step to its last
   * @param used what stands beside the forecast
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void publish(
      SolutionVersion version,
      String prefix,
      TrainedModel model,
      Duration training,
      TrainingMonitor.Used used) {
    Instant now = resources.now();
    models.publish(new PublishedModel(
        version.arn(),
        settings.bucket(),
        prefix,
        model.model().sizeInBytes(),
        metrics(model.report()),
        metrics(model.popularityBaseline()),
        now));
    forecasts.compare(
        version.arn(), used.seconds(), used.heapBytes(), model.model().sizeInBytes());
    trials.add(version.arn(), model.choice().trials(), model.choice().parameters());
    if (!model.choice().tuned().isEmpty()) {
      version.tuned(model.choice().tuned());
    }
    if (version.performAutoML()) {
      version.chose(model.choice().recipe().arn());
      solutions.lock(version.solutionArn()).chose(version.recipeArn(), now);
      resources.changed(version.solutionArn());
    }
    version.complete(training, now);
    jobs.enqueue(JobType.SYNC_CAMPAIGNS, version.arn());
  }

  private static Map<String, Double> metrics(Optional<EvaluationReport> report) {
    return report.map(EvaluationReport::metrics).orElse(Map.of());
  }

  /** What the keys of the version's model start with; empty while it has none. */
  public Optional<String> publishedPrefix(Arn versionArn) {
    return models.find(versionArn).map(PublishedModel::prefix);
  }
}
