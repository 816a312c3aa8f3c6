// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.recommender;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.store.catalog.Recommender;
import org.openpersonalize.store.catalog.RecommenderRepository;
import org.openpersonalize.store.catalog.Resources;
import org.openpersonalize.store.job.JobType;
import org.openpersonalize.store.job.Jobs;
import org.openpersonalize.training.schedule.ScheduledTraining;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Has an ACTIVE recommender trained anew when a week has passed since its last training was asked for. */
@Component
public class RecommenderRetraining extends ScheduledTraining {
  private static final Logger log = LoggerFactory.getLogger(RecommenderRetraining.class);

  private final RecommenderRepository recommenders;
  private final Resources resources;
  private final Jobs jobs;

  RecommenderRetraining(
      RecommenderRepository recommenders,
      Resources resources,
      Jobs jobs,
      TransactionTemplate transaction,
      Clock clock) {
    super(JobType.RETRAIN_RECOMMENDER, transaction, clock);
    this.recommenders = recommenders;
    this.resources = resources;
    this.jobs = jobs;
  }

  @Override
  protected Optional<Instant> turn(Arn recommenderArn, Instant now) {
    if (recommenders.findById(recommenderArn).isEmpty()) {
      return Optional.empty();
    }
    Recommender recommender = recommenders.lock(recommenderArn);
    switch (recommender.status()) {
      case ACTIVE -> {}
      case START_PENDING, START_IN_PROGRESS, CREATE_PENDING, CREATE_IN_PROGRESS -> {
        return Optional.of(later(now));
      }
      default -> {
        return Optional.empty(); // StartRecommender schedules it again
      }
    }
    if (recommender.nextTraining().isAfter(now)) {
      return Optional.of(recommender.nextTraining());
    }
    if (recommender.training().isPresent() || recommender.isSwitching()) {
      return Optional.of(later(now));
    }
    recommender.retrain(now);
    resources.changed(recommenderArn);
    jobs.enqueue(JobType.TRAIN_RECOMMENDER, recommenderArn);
    log.info("Training {} anew on schedule", recommenderArn);
    return Optional.of(recommender.nextTraining());
  }
}
