// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.run;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.openpersonalize.core.evaluation.EvaluationReport;
import org.openpersonalize.core.recommendation.ModelManifest.Counts;
import org.openpersonalize.core.recommendation.TrainedModel;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.core.tuning.Trial;
import org.openpersonalize.store.catalog.SolutionVersion;
import org.openpersonalize.store.catalog.SolutionVersionRepository;
import org.openpersonalize.store.catalog.TrainingMode;
import org.openpersonalize.store.job.CreationJob;
import org.openpersonalize.store.job.JobRefused;
import org.openpersonalize.store.job.JobType;
import org.openpersonalize.store.model.PublishedModel;
import org.openpersonalize.store.model.PublishedModels;
import org.openpersonalize.training.publish.ModelPublisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Trains one solution version and makes it ACTIVE with its model. */
@Component
public class TrainingRun extends CreationJob<SolutionVersion> {
  private static final Logger log = LoggerFactory.getLogger(TrainingRun.class);

  private final SolutionVersionRepository versions;
  private final ModelTraining training;
  private final PublishedModels models;
  private final ModelPublisher publisher;
  private final VersionPublication publication;
  private final TrainingResults results;
  private final TrainingMonitor monitor;

  TrainingRun(
      SolutionVersionRepository versions,
      ModelTraining training,
      PublishedModels models,
      ModelPublisher publisher,
      VersionPublication publication,
      TrainingResults results,
      TrainingMonitor monitor,
      Means means) {
    super(JobType.TRAIN_SOLUTION_VERSION, versions, means);
    this.versions = versions;
    this.training = training;
    this.models = models;
    this.publisher = publisher;
    this.publication = publication;
    this.results = results;
    this.monitor = monitor;
  }

  @Override
  protected void work(SolutionVersion version, Run run) throws JobRefused {
    Arn versionArn = version.arn();
    try (TrainingWatch watch = monitor.watch(versionArn, run.id(), () -> isUnderWay(versionArn))) {
      try {
        if (version.trainingMode() == TrainingMode.UPDATE) {
          update(version, run, watch);
        } else {
          train(version, run, watch);
        }
        watch.ended("success");
      } catch (JobRefused | PersonalizeException e) {
        watch.ended("refused");
        throw e;
      } catch (Cancellation.TimedOut e) {
        watch.ended("timeout");
        throw new JobRefused("Create failed. " + e.getMessage(), e);
      }
    } catch (IOException e) {
      throw new IllegalStateException("The model of " + versionArn + " could not be published", e);
    }
  }

  private boolean isUnderWay(Arn versionArn) {
    return versions
        .findById(versionArn)
        .filter(version -> version.status() == Status.CREATE_IN_PROGRESS)
        .isPresent();
  }

  /** Has the version answer with the newest model there is, which takes in new items wherever it is deployed. */
  private void update(SolutionVersion version, Run run, TrainingWatch watch)
      throws JobRefused, IOException {
    PublishedModel model = versions
        .newestFullyTrained(version.solutionArn())
        .flatMap(trained -> models.find(trained.arn()))
        .orElseThrow(
            () -> new JobRefused(
                "Create failed. The solution has no ACTIVE version that was trained with trainingMode FULL. Create one first."));
    String prefix = publisher.copy(model, version.arn(), run.id(), watch);
    Duration taken = run.elapsed();
    run.complete(row -> publication.publishCopy(row, model, prefix, taken));
    log.info("{} answers with the model of {}", version.arn(), model.trainedArn());
  }

  private void train(SolutionVersion version, Run run, TrainingWatch watch)
      throws JobRefused, IOException {
    FinishedTraining finished = training.train(version, run.id(), watch);
    Duration taken = run.elapsed();
    run.complete(row -> publication.publish(row, finished, taken, watch.used()));
    logEnd(version.arn(), finished.model(), taken);
  }

  /** Deletes what runs have written that died before they could publish it; the version's end is settled by now. */
  @Override
  protected void cleanUp(Arn versionArn) {
    monitor.cleanUp(versionArn);
    try {
      results.deleteRemains(versionArn);
    } catch (IOException e) {
      throw new IllegalStateException("The remains of " + versionArn + " could not be deleted", e);
    }
  }

  @Override
  protected String gaveUp(Throwable error) {
    return "Create failed. The service failed several times while training: %s. Its log says more; then try again."
        .formatted(error.getMessage());
  }

  private static void logEnd(Arn versionArn, TrainedModel model, Duration taken) {
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
    Counts counts = model.model().manifest().lesson().counts();
    log.info(
        "Trained {} in {}: {} users, {} items, {} interactions, ndcg@10 {} (popularity {})",
        versionArn,
        taken,
        counts.users(),
        counts.items(),
        counts.interactions(),
        ndcg(model.report()),
        ndcg(model.popularityBaseline()));
  }

  private static Double ndcg(Optional<EvaluationReport> report) {
    return report.map(it -> it.metrics().get(ReportedProgress.NDCG)).orElse(Double.NaN);
  }
}
