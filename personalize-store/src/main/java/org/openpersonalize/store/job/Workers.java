// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.job;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.store.change.ChangeFeed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Takes jobs from the queues and has them done, one queue and one pool of threads a role.
 *
 * <p>A worker that does not give a sign of life for ten seconds is taken for dead and its job started again elsewhere.
 */
public final class Workers implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(Workers.class);

  /** Workers start after the feeds that wake them up and before the web server, and stop in the opposite order. */
  public static final int PHASE = ChangeFeed.PHASE + 1024;

  private static final Duration POLLING = Duration.ofSeconds(1);
  private static final Duration HEARTBEAT = Duration.ofSeconds(2);
  private static final int MISSED_HEARTBEATS = 5;
  private static final Duration[] RETRIES = {
    Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(30)
  };

  /** Jobs that are being done at most get this long to end when the service stops; they start again afterwards. */
  private static final Duration STOPPING = Duration.ofSeconds(2);

  private final Map<JobRole, Scheduler> schedulers = new EnumMap<>(JobRole.class);
  private final JdbcClient jdbc;
  private final ChangeFeed changes;
  private final boolean alone;
  private final MeterRegistry metrics;
  private final Clock clock;
  private @Nullable ClockWatch watch;
  private volatile boolean running;

  /**
   * @param handlers what this node does; a role without a handler is left to other nodes
   * @param threads how many jobs of one role this node does at a time
   * @param alone no other node shares the database, so that what is claimed at start was claimed by a dead one
   */
  public Workers(
      DataSource dataSource,
      JdbcClient jdbc,
      ChangeFeed changes,
      List<JobHandler> handlers,
      Map<JobRole, Integer> threads,
      boolean alone,
      MeterRegistry metrics,
      Clock clock) {
    this.jdbc = jdbc;
    this.metrics = metrics;
    this.changes = changes;
    this.alone = alone;
    this.clock = clock;
    String node = "node-" + UUID.randomUUID();
    for (JobRole role : JobRole.values()) {
      List<Task<?>> tasks = handlers.stream()
          .filter(handler -> handler.type().role() == role)
          .<Task<?>>map(this::task)
          .toList();
      if (!tasks.isEmpty()) {
        schedulers.put(
            role,
            Scheduler.create(dataSource, tasks)
                .tableName(role.table())
                .clock(clock::instant)
                .schedulerName(new SchedulerName.Fixed(node))
                .threads(threads.getOrDefault(role, 1))
                .pollingInterval(POLLING)
                .heartbeatInterval(HEARTBEAT)
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .shutdownMaxWait(STOPPING)
                .failureLogging(LogLevel.OFF, false)
                .build());
      }
    }
  }

  private Task<Void> task(JobHandler handler) {
    return Tasks.custom(handler.type().name(), Void.class)
        .onFailure((complete, operations) -> afterFailure(handler, complete, operations))
        .onDeadExecutionRevive()
        .execute((instance, context) -> {
          Arn subject = JobInstance.subject(instance.getId());
          long started = System.nanoTime();
          String outcome = "failed";
          try {
            Optional<Instant> next = handler.run(subject);
            outcome = "done";
            return next.map(Workers::again).orElseGet(CompletionHandler.OnCompleteRemove::new);
          } catch (RuntimeException e) {
            if (context.getSchedulerState().isShuttingDown()) {
              outcome = "interrupted";
              return interrupted(handler.type(), subject, e);
            }
            throw e;
          } finally {
            count(handler.type(), outcome, System.nanoTime() - started);
          }
        });
  }

  private void count(JobType type, String outcome, long nanos) {
    Timer.builder("personalize.jobs")
        .description(
            "Jobs of the queues, by kind; a job that fails is tried again, and counted again")
        .tags("job", type.name().toLowerCase(Locale.ROOT), "outcome", outcome)
        .register(metrics)
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  /**
   * Gives a job back that ended only because the service stops, which is not a failure that counts. If even that comes too
   * late, the job is one of a dead worker's.
   */
  private static CompletionHandler<Void> interrupted(JobType type, Arn subject, Throwable cause) {
    log.info("{} of {} goes on after the next start", type, subject);
    log.debug("It was interrupted here", cause);
    Thread.interrupted(); // or the connection pool would not give a connection
    return (complete, operations) -> {
      try {
        operations.reschedule(complete, complete.getTimeDone());
      } catch (RuntimeException databaseIsGone) {
        log.debug("{} of {} could not be given back", type, subject, databaseIsGone);
      }
    };
  }

  private static CompletionHandler<Void> again(Instant time) {
    return (complete, operations) -> operations.reschedule(complete, time);
  }

  private static void afterFailure(
      JobHandler handler, ExecutionComplete complete, ExecutionOperations<Void> operations) {
    int failures = complete.getExecution().consecutiveFailures;
    Arn subject = JobInstance.subject(complete.getExecution().getId());
    Throwable error = complete
        .getCause()
        .orElseGet(() -> new IllegalStateException("The worker was interrupted"));
    if (failures < RETRIES.length) {
      log.warn(
          "{} of {} failed and is tried again in {}",
          handler.type(),
          subject,
          RETRIES[failures],
          error);
      operations.reschedule(complete, complete.getTimeDone().plus(RETRIES[failures]));
    } else {
      log.error("{} of {} failed for good", handler.type(), subject, error);
      handler.giveUp(subject, error);
      operations.remove();
    }
  }

  @Override
  public int getPhase() {
    return PHASE;
  }

  @Override
  public void start() {
    schedulers.forEach((role, scheduler) -> {
      if (alone) {
        releaseClaims(role);
      }
      scheduler.start();
      changes.onJob(role.table(), scheduler::triggerCheckForDueExecutions);
    });
    watch = new ClockWatch(
        clock, () -> schedulers.values().forEach(Scheduler::triggerCheckForDueExecutions));
    running = true;
  }

  private void releaseClaims(JobRole role) {
    jdbc.sql("UPDATE %s SET picked = false, picked_by = NULL, last_heartbeat = NULL WHERE picked"
            .formatted(role.table()))
        .update();
  }

  @Override
  public void stop() {
    if (watch != null) {
      watch.close();
    }
    schedulers.values().forEach(Scheduler::stop);
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
