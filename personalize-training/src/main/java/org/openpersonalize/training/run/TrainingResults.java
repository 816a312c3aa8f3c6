// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.run;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openpersonalize.core.evaluation.EvaluationReport;
import org.openpersonalize.core.recommendation.TrainedModel;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.store.model.PublishedModel;
import org.openpersonalize.store.model.PublishedModels;
import org.openpersonalize.store.model.TrainedResources;
import org.openpersonalize.store.model.TrainingForecasts;
import org.openpersonalize.store.model.TrainingTrials;
import org.openpersonalize.training.TrainingSettings;
import org.openpersonalize.training.publish.ModelPublisher;
import org.openpersonalize.training.run.ForecastComparison.Used;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** Notes what trainings gave, whatever kind of resource it was that was trained. */
@Component
class TrainingResults {
  private final PublishedModels models;
  private final TrainingTrials trials;
  private final TrainingForecasts forecasts;
  private final ModelPublisher publisher;
  private final TrainingSettings settings;
  private final TrainedResources trained;
  private final TransactionTemplate transaction;

  TrainingResults(
      PublishedModels models,
      TrainingTrials trials,
      TrainingForecasts forecasts,
      ModelPublisher publisher,
      TrainingSettings settings,
      TrainedResources trained,
      TransactionTemplate transaction) {
    this.models = models;
    this.trials = trials;
    this.forecasts = forecasts;
    this.publisher = publisher;
    this.settings = settings;
    this.trained = trained;
    this.transaction = transaction;
  }

  /**
   * Notes the model, how it was found and what it took, in the transaction that makes ACTIVE what was trained.
   *
   * @param used what stands beside the forecast
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void keep(Arn trainedArn, FinishedTraining finished, Used used, Instant now) {
    TrainedModel model = finished.model();
    long size = model.model().sizeInBytes();
    models.publish(new PublishedModel(
        trainedArn,
        settings.bucket(),
        finished.prefix(),
        size,
        metrics(model.report()),
        metrics(model.popularityBaseline()),
        now));
    forecasts.compare(trainedArn, used.seconds(), used.heapBytes(), size);
    trials.add(trainedArn, model.choice().trials(), model.choice().parameters());
  }

  /** Notes a model that is the copy of another, in the transaction that makes ACTIVE what it is for. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void keepCopy(Arn trainedArn, PublishedModel model, String prefix, Instant now) {
    models.publish(new PublishedModel(
        trainedArn,
        settings.bucket(),
        prefix,
        model.sizeInBytes(),
        model.metrics(),
        model.baselineMetrics(),
        now));
  }

  private static Map<String, Double> metrics(Optional<EvaluationReport> report) {
    return report.map(EvaluationReport::metrics).orElse(Map.of());
  }

  /** Deletes the files of a resource that are not those of its model; none of its runs may be under way. */
  public void deleteRemains(Arn trainedArn) throws IOException {
    publisher.deleteAllBut(models.find(trainedArn).map(PublishedModel::prefix), trainedArn);
  }

  /** Forgets the trainings of a resource that is trained again and again, all but some, and deletes their files. */
  void deleteBelow(Arn resource, List<Arn> kept) throws IOException {
    transaction.executeWithoutResult(status -> trained.forgetBelow(resource, kept));
    publisher.deleteBelow(resource, kept);
  }
}
