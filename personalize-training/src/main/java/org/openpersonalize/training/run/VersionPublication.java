// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.run;

import java.time.Duration;
import java.time.Instant;
import org.openpersonalize.core.recommendation.ParameterChoice;
import org.openpersonalize.store.catalog.Resources;
import org.openpersonalize.store.catalog.SolutionRepository;
import org.openpersonalize.store.catalog.SolutionVersion;
import org.openpersonalize.store.job.JobType;
import org.openpersonalize.store.job.Jobs;
import org.openpersonalize.store.model.PublishedModel;
import org.openpersonalize.training.run.ForecastComparison.Used;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Makes known what the training of a version gave, in the transaction that ends it. */
@Component
class VersionPublication {
  private final SolutionRepository solutions;
  private final TrainingResults results;
  private final Resources resources;
  private final Jobs jobs;

  VersionPublication(
      SolutionRepository solutions, TrainingResults results, Resources resources, Jobs jobs) {
    this.solutions = solutions;
    this.results = results;
    this.resources = resources;
    this.jobs = jobs;
  }

  /**
   * Makes the version ACTIVE with a model whose files are in place.
   *
   * @param version in training, and locked
   * @param taken by the training, from its first step to its last
   * @param used what stands beside the forecast
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void publish(
      SolutionVersion version, FinishedTraining finished, Duration taken, Used used) {
    Instant now = resources.now();
    ParameterChoice choice = finished.model().choice();
    results.keep(version.arn(), finished, used, now);
    if (!choice.tuned().isEmpty()) {
      version.tuned(choice.tuned());
    }
    if (version.performAutoML()) {
      version.chose(choice.recipe().arn());
      solutions.lock(version.solutionArn()).chose(version.recipeArn(), now);
      resources.changed(version.solutionArn());
    }
    complete(version, taken, now);
  }

  /**
   * Makes the version ACTIVE with the copy of a model.
   *
   * @param version in training, and locked
   * @param prefix what the keys of the copy's files start with, which are in place
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void publishCopy(
      SolutionVersion version, PublishedModel model, String prefix, Duration taken) {
    Instant now = resources.now();
    results.keepCopy(version.arn(), model, prefix, now);
    complete(version, taken, now);
  }

  private void complete(SolutionVersion version, Duration taken, Instant now) {
    version.complete(taken, now);
    jobs.enqueue(JobType.SYNC_CAMPAIGNS, version.arn());
  }
}
