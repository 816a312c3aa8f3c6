// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.schedule;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.store.job.JobHandler;
import org.openpersonalize.store.job.JobType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Has something trained by the clock. One job a resource, which asks to be run again; the schedule goes on whatever happens to one
 * of its turns.
 */
public abstract class ScheduledTraining implements JobHandler {
  private static final Logger log = LoggerFactory.getLogger(ScheduledTraining.class);

  /** How soon to look again: for first interactions, for an end of what is under way, after an unexpected failure. */
  private static final Duration LOOK_AGAIN = Duration.ofHours(1);

  private final JobType type;
  private final TransactionTemplate transaction;
  private final Clock clock;

  protected ScheduledTraining(JobType type, TransactionTemplate transaction, Clock clock) {
    this.type = type;
    this.transaction = transaction;
    this.clock = clock;
  }

  /**
   * Enqueues a training if it is time, in a transaction.
   *
   * @return when to look again; empty if the schedule has ended
   */
  protected abstract Optional<Instant> turn(Arn resource, Instant now);

  @Override
  public final JobType type() {
    return type;
  }

  @Override
  public final Optional<Instant> run(Arn resource) {
    try {
      return Objects.requireNonNull(transaction.execute(status -> turn(resource, clock.instant())));
    } catch (RuntimeException e) {
      log.error("{} could not be trained on schedule", resource, e);
      return Optional.of(later(clock.instant()));
    }
  }

  /** When to look again for what can change at any time. */
  protected static Instant later(Instant now) {
    return now.plus(LOOK_AGAIN);
  }

  @Override
  public final void giveUp(Arn resource, Throwable error) {
    log.error("{} is no longer trained on schedule", resource, error);
  }
}
