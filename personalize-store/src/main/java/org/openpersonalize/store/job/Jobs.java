// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.job;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.store.change.ChangeFeed;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Puts work into the queue.
 *
 * <p>A job is enqueued in the caller's transaction, so that it exists exactly if the row does that it is about. The
 * workers are told at commit.
 */
@Component
public class Jobs {
  /** How long a resource is at least DELETE PENDING. */
  private static final Duration NOTICE = Duration.ofSeconds(1);

  private final Map<JobRole, SchedulerClient> queues = new EnumMap<>(JobRole.class);
  private final ChangeFeed changes;
  private final Clock clock;

  public Jobs(DataSource dataSource, ChangeFeed changes, Clock clock) {
    DataSource inTransaction = new TransactionAwareDataSourceProxy(dataSource);
    for (JobRole role : JobRole.values()) {
      queues.put(
          role,
          SchedulerClient.Builder.create(inTransaction).tableName(role.table()).build());
    }
    this.changes = changes;
    this.clock = clock;
  }

  /** Has {@code subject} worked on as soon as a worker is free, once more than it has been asked for already. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void enqueue(JobType type, Arn subject) {
    queue(type).scheduleIfNotExists(JobInstance.oneOfMany(type, subject), clock.instant());
    changes.announceJob(type.role().table());
  }

  /**
   * Has {@code subject} deleted in a second or two, and not at once: scripts wait for a resource to go once they have found
   * it, and those that begin by finding nothing wait for ever.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void enqueueDeletion(JobType type, Arn subject) {
    queue(type)
        .scheduleIfNotExists(
            JobInstance.oneOfMany(type, subject), clock.instant().plus(NOTICE));
  }

  /** Has {@code subject} worked on at the given time, and not at the time it was scheduled for before. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void schedule(JobType type, Arn subject, Instant at) {
    queue(type)
        .schedule(
            JobInstance.only(type, subject),
            at,
            SchedulerClient.ScheduleOptions.WHEN_EXISTS_RESCHEDULE);
    changes.announceJob(type.role().table());
  }

  /** Takes back what was {@link #schedule}d, unless it is being done already. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void cancel(JobType type, Arn subject) {
    TaskInstanceId job = JobInstance.only(type, subject);
    queue(type)
        .getScheduledExecution(job)
        .filter(execution -> !execution.isPicked())
        .ifPresent(execution -> queue(type).cancel(job));
  }

  private SchedulerClient queue(JobType type) {
    return Objects.requireNonNull(queues.get(type.role()), type::name);
  }
}
