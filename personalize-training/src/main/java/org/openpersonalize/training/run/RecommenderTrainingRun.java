// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.run;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.store.catalog.Recommender;
import org.openpersonalize.store.catalog.RecommenderRepository;
import org.openpersonalize.store.catalog.Resources;
import org.openpersonalize.store.job.CreationJob;
import org.openpersonalize.store.job.JobRefused;
import org.openpersonalize.store.job.JobType;
import org.openpersonalize.store.model.PublishedModels;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Trains a recommender, for the first time or anew, and has it answer with the model. */
@Component
public class RecommenderTrainingRun extends CreationJob<Recommender> {
  private static final Logger log = LoggerFactory.getLogger(RecommenderTrainingRun.class);

  /** The model that answers, and the one before: a gateway may have read its name and not its files yet. */
  private static final int KEPT_MODELS = 2;

  private final RecommenderRepository recommenders;
  private final PublishedModels models;
  private final ModelTraining training;
  private final TrainingResults results;
  private final TrainingMonitor monitor;
  private final Resources resources;

  RecommenderTrainingRun(
      RecommenderRepository recommenders,
      PublishedModels models,
      ModelTraining training,
      TrainingResults results,
      TrainingMonitor monitor,
      Means means) {
    super(JobType.TRAIN_RECOMMENDER, recommenders, means);
    this.recommenders = recommenders;
    this.models = models;
    this.training = training;
    this.results = results;
    this.monitor = monitor;
    this.resources = means.resources();
  }

  /** An ACTIVE recommender may be trained anew. */
  @Override
  protected boolean isWanted(Recommender recommender) {
    return recommender.training().isPresent();
  }

  @Override
  protected boolean isSame(Recommender begun, Recommender now) {
    return begun.training().equals(now.training());
  }

  @Override
  protected void begin(Recommender recommender, Instant now) {
    recommender.begin(now);
  }

  @Override
  protected void work(Recommender recommender, Run run) throws JobRefused {
    Recommender.Training wanted = recommender.training().orElseThrow();
    try (TrainingWatch watch =
        monitor.watch(wanted.arn(), run.id(), () -> isWanted(recommender.arn(), wanted))) {
      try {
        FinishedTraining finished = training.train(wanted, run.id(), watch);
        run.complete(row -> {
          Instant now = resources.now();
          results.keep(wanted.arn(), finished, watch.used(), now);
          row.trained(now);
        });
        watch.ended("success");
        log.info("Trained {} in {}", wanted.arn(), run.elapsed());
      } catch (JobRefused | PersonalizeException e) {
        watch.ended("refused");
        throw e;
      } catch (Cancellation.TimedOut e) {
        watch.ended("timeout");
        throw new JobRefused("Create failed. " + e.getMessage(), e);
      }
    } catch (IOException e) {
      throw new IllegalStateException(
          "The model of " + wanted.arn() + " could not be published", e);
    }
  }

  private boolean isWanted(Arn recommenderArn, Recommender.Training wanted) {
    return recommenders
        .findById(recommenderArn)
        .flatMap(Recommender::training)
        .filter(wanted::equals)
        .isPresent();
  }

  /** Deletes the models that have been replaced, and what runs have written that came to nothing. */
  @Override
  protected void cleanUp(Arn recommenderArn) {
    List<Arn> kept =
        new ArrayList<>(models.below(recommenderArn).stream().limit(KEPT_MODELS).toList());
    recommenders
        .findById(recommenderArn)
        .flatMap(Recommender::training)
        .ifPresent(next -> kept.add(next.arn()));
    try {
      results.deleteBelow(recommenderArn, kept);
    } catch (IOException e) {
      throw new IllegalStateException(
          "The remains of " + recommenderArn + " could not be deleted", e);
    }
  }

  @Override
  protected String gaveUp(Throwable error) {
    return "Create failed. The service failed several times while training: %s. Its log says more; then try again."
        .formatted(error.getMessage());
  }
}
