// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.recommender;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.store.catalog.Recommender;
import org.openpersonalize.store.catalog.RecommenderRepository;
import org.openpersonalize.store.catalog.Resources;
import org.openpersonalize.store.job.JobHandler;
import org.openpersonalize.store.job.JobType;
import org.openpersonalize.store.job.Jobs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Has an ACTIVE recommender trained anew when a week has passed since its last training was asked for. */
@Component
public class RecommenderRetraining implements JobHandler {
  private static final Logger log = LoggerFactory.getLogger(RecommenderRetraining.class);

  private static final Duration INTERVAL = Duration.ofDays(7);
  private static final Duration LOOK_AGAIN = Duration.ofHours(1);

  private final RecommenderRepository recommenders;
  private final Resources resources;
  private final Jobs jobs;
  private final TransactionTemplate transaction;
  private final Clock clock;

  RecommenderRetraining(
      RecommenderRepository recommenders,
      Resources resources,
      Jobs jobs,
      TransactionTemplate transaction,
      Clock clock) {
    this.recommenders = recommenders;
    this.resources = resources;
    this.jobs = jobs;
    this.transaction = transaction;
    this.clock = clock;
  }

  @Override
  public JobType type() {
    return JobType.RETRAIN_RECOMMENDER;
  }

  /** The schedule goes on whatever happens to one of its turns. */
  @Override
  public Optional<Instant> run(Arn recommenderArn) {
    try {
      return Objects.requireNonNull(transaction.execute(status -> turn(recommenderArn)));
    } catch (RuntimeException e) {
      log.error("{} could not be trained anew", recommenderArn, e);
      return Optional.of(clock.instant().plus(LOOK_AGAIN));
    }
  }

  private Optional<Instant> turn(Arn recommenderArn) {
    if (recommenders.findById(recommenderArn).isEmpty()) {
      return Optional.empty();
    }
    Recommender recommender = recommenders.lock(recommenderArn);
    Instant now = clock.instant();
    switch (recommender.status()) {
      case ACTIVE -> {}
      case START_PENDING, START_IN_PROGRESS, CREATE_PENDING, CREATE_IN_PROGRESS -> {
        return Optional.of(now.plus(LOOK_AGAIN));
      }
      default -> {
        return Optional.empty(); // StartRecommender schedules it again
      }
    }
    Instant due = recommender.trainingBegan().plus(INTERVAL);
    if (due.isAfter(now)) {
      return Optional.of(due);
    }
    if (recommender.training().isPresent() || recommender.isSwitching()) {
      return Optional.of(now.plus(LOOK_AGAIN));
    }
    recommender.retrain(now);
    resources.changed(recommenderArn);
    jobs.enqueue(JobType.TRAIN_RECOMMENDER, recommenderArn);
    log.info("Training {} anew on schedule", recommenderArn);
    return Optional.of(now.plus(INTERVAL));
  }

  @Override
  public void giveUp(Arn recommenderArn, Throwable error) {
    log.error("{} is no longer trained anew", recommenderArn, error);
  }
}
