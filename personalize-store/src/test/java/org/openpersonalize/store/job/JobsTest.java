// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.store.change.ChangeFeed;
import org.openpersonalize.store.copy.Timestamps;
import org.openpersonalize.store.testing.SettableClock;
import org.openpersonalize.store.testing.StoreTestConfiguration;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@SpringBootTest(classes = StoreTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class JobsTest {
  private static final Arn SUBJECT =
      Arn.parse("arn:aws:personalize:us-east-1:000000000000:solution/als/0123abcd");
  private static final Arn LATER =
      Arn.parse("arn:aws:personalize:us-east-1:000000000000:solution/als/4567cdef");

  @Autowired
  Jobs jobs;

  @Autowired
  Runs runs;

  @Autowired
  DataSource dataSource;

  @Autowired
  JdbcClient jdbc;

  @Autowired
  ChangeFeed changes;

  @Autowired
  TransactionTemplate transaction;

  @Autowired
  SettableClock clock;

  private final BlockingQueue<Arn> runsSeen = new LinkedBlockingQueue<>();
  private final BlockingQueue<Throwable> givenUp = new LinkedBlockingQueue<>();
  private final MeterRegistry metrics = new SimpleMeterRegistry();
  private @Nullable Workers workers;

  @AfterEach
  void stop() {
    if (workers != null) {
      workers.stop();
    }
  }

  @Test
  void a_job_of_a_committed_transaction_runs_at_once() throws InterruptedException {
    start(subject -> Optional.empty());

    long begun = System.nanoTime();
    transaction.executeWithoutResult(
        status -> jobs.enqueue(JobType.TRAIN_SOLUTION_VERSION, SUBJECT));

    assertThat(runsSeen.poll(60, TimeUnit.SECONDS)).isEqualTo(SUBJECT);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMillis(900));
  }

  @Test
  void a_deletion_waits_long_enough_to_be_seen() throws InterruptedException {
    start(subject -> Optional.empty());

    long begun = System.nanoTime();
    transaction.executeWithoutResult(
        status -> jobs.enqueueDeletion(JobType.TRAIN_SOLUTION_VERSION, SUBJECT));

    assertThat(runsSeen.poll(60, TimeUnit.SECONDS)).isEqualTo(SUBJECT);
    assertThat(Duration.ofNanos(System.nanoTime() - begun))
        .isBetween(Duration.ofMillis(900), Duration.ofSeconds(4));
  }

  @Test
  void a_job_of_a_transaction_that_is_rolled_back_never_runs() throws InterruptedException {
    start(subject -> Optional.empty());

    transaction.executeWithoutResult(status -> {
      jobs.enqueue(JobType.TRAIN_SOLUTION_VERSION, SUBJECT);
      status.setRollbackOnly();
    });

    assertNextIsLater();
  }

  @Test
  void a_job_may_ask_to_run_again() throws InterruptedException {
    AtomicInteger runsDone = new AtomicInteger();
    start(subject ->
        runsDone.incrementAndGet() == 1 ? Optional.of(clock.instant()) : Optional.empty());

    transaction.executeWithoutResult(
        status -> jobs.enqueue(JobType.TRAIN_SOLUTION_VERSION, SUBJECT));

    assertThat(runsSeen.poll(60, TimeUnit.SECONDS)).isEqualTo(SUBJECT);
    assertThat(runsSeen.poll(60, TimeUnit.SECONDS)).isEqualTo(SUBJECT);
  }

  @Test
  void a_clock_that_is_set_back_keeps_no_job_waiting() throws InterruptedException {
    clock.advance(Duration.ofHours(1));
    start(subject -> Optional.empty());
    transaction.executeWithoutResult(status -> jobs.schedule(
        JobType.TRAIN_SOLUTION_VERSION, SUBJECT, clock.instant().plus(Duration.ofDays(7))));
    assertNextIsLater();

    clock.advance(Duration.ofHours(-1));
    jdbc.sql("UPDATE train_task SET execution_time = :now") // without a word to the workers
        .param("now", Timestamps.timestamptz(clock.instant()))
        .update();

    assertThat(runsSeen.poll(60, TimeUnit.SECONDS)).isEqualTo(SUBJECT);
  }

  @Test
  void a_job_that_fails_is_tried_again() throws InterruptedException {
    AtomicInteger attempts = new AtomicInteger();
    start(subject -> {
      if (attempts.incrementAndGet() == 1) {
        throw new IllegalStateException("the disk hiccuped");
      }
      return Optional.empty();
    });

    transaction.executeWithoutResult(
        status -> jobs.enqueue(JobType.TRAIN_SOLUTION_VERSION, SUBJECT));

    assertThat(runsSeen.poll(60, TimeUnit.SECONDS)).isEqualTo(SUBJECT);
    assertThat(runsSeen.poll(60, TimeUnit.SECONDS)).isEqualTo(SUBJECT);
    assertThat(givenUp).isEmpty();
  }

  @Test
  void a_job_runs_when_its_time_has_come() throws InterruptedException {
    start(subject -> Optional.empty());
    Duration aWeek = Duration.ofDays(7);
    transaction.executeWithoutResult(status ->
        jobs.schedule(JobType.TRAIN_SOLUTION_VERSION, SUBJECT, clock.instant().plus(aWeek)));
    assertNextIsLater();

    clock.advance(aWeek);

    assertThat(runsSeen.poll(60, TimeUnit.SECONDS)).isEqualTo(SUBJECT);
  }

  @Test
  void a_cancelled_job_does_not_run() throws InterruptedException {
    start(subject -> Optional.empty());
    transaction.executeWithoutResult(status ->
        jobs.schedule(JobType.TRAIN_SOLUTION_VERSION, SUBJECT, clock.instant().plusSeconds(1)));
    transaction.executeWithoutResult(
        status -> jobs.cancel(JobType.TRAIN_SOLUTION_VERSION, SUBJECT));

    clock.advance(Duration.ofSeconds(2));

    assertNextIsLater();
  }

  /** Enqueues another job, and asserts that it is the next to run: none that was due earlier is left. */
  private void assertNextIsLater() throws InterruptedException {
    transaction.executeWithoutResult(status -> jobs.enqueue(JobType.TRAIN_SOLUTION_VERSION, LATER));
    assertThat(runsSeen.poll(60, TimeUnit.SECONDS)).isEqualTo(LATER);
  }

  @Test
  void what_a_dead_worker_had_claimed_runs_again_when_the_only_node_starts()
      throws InterruptedException {
    transaction.executeWithoutResult(
        status -> jobs.enqueue(JobType.TRAIN_SOLUTION_VERSION, SUBJECT));
    claim();

    start(subject -> Optional.empty());

    assertThat(runsSeen.poll(60, TimeUnit.SECONDS)).isEqualTo(SUBJECT);
  }

  @Test
  void what_a_dead_node_had_claimed_runs_within_15_seconds_on_another()
      throws InterruptedException {
    transaction.executeWithoutResult(
        status -> jobs.enqueue(JobType.TRAIN_SOLUTION_VERSION, SUBJECT));
    Instant lastHeartbeat = claim();

    clock.advance(Duration.ofSeconds(7));
    start(subject -> Optional.empty(), false);

    assertThat(runsSeen.poll(60, TimeUnit.SECONDS)).isEqualTo(SUBJECT);
    assertThat(Duration.between(lastHeartbeat, clock.instant())).isLessThan(Duration.ofSeconds(15));
  }

  /** Has a node that is dead claim the job that waits, with a heartbeat of now. */
  private Instant claim() {
    Instant now = clock.instant();
    jdbc.sql("UPDATE train_task SET picked = true, picked_by = 'dead', last_heartbeat = :now")
        .param("now", Timestamps.timestamptz(now))
        .update();
    return now;
  }

  @Test
  void a_job_that_the_stop_of_the_service_interrupts_has_not_failed_and_runs_again_after_the_start()
      throws InterruptedException {
    Function<Arn, Optional<Instant>> endless = subject -> {
      try {
        Thread.sleep(Duration.ofMinutes(1).toMillis());
        return Optional.empty();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancellationException();
      }
    };
    start(endless);
    transaction.executeWithoutResult(
        status -> jobs.enqueue(JobType.TRAIN_SOLUTION_VERSION, SUBJECT));
    assertThat(runsSeen.poll(60, TimeUnit.SECONDS)).isEqualTo(SUBJECT);

    workers.stop();

    assertThat(jdbc.sql("SELECT picked OR consecutive_failures > 0 FROM train_task")
            .query(Boolean.class)
            .single())
        .isFalse();
    start(subject -> Optional.empty());
    assertThat(runsSeen.poll(60, TimeUnit.SECONDS)).isEqualTo(SUBJECT);
  }

  @Test
  void a_worker_that_was_replaced_may_not_publish() {
    UUID first = runs.begin(SUBJECT, clock.instant());
    UUID second = runs.begin(SUBJECT, clock.instant());

    transaction.executeWithoutResult(status -> runs.requireCurrent(SUBJECT, second));
    assertThatThrownBy(
            () -> transaction.executeWithoutResult(status -> runs.requireCurrent(SUBJECT, first)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("taken over");
  }

  @Test
  void every_job_is_timed_by_its_kind_and_outcome() {
    AtomicInteger attempts = new AtomicInteger();
    start(subject -> {
      if (attempts.incrementAndGet() == 1) {
        throw new IllegalStateException("the first time");
      }
      return Optional.empty();
    });
    transaction.executeWithoutResult(
        status -> jobs.enqueue(JobType.TRAIN_SOLUTION_VERSION, SUBJECT));

    await().untilAsserted(() -> {
      assertThat(timer("failed")).isEqualTo(1);
      assertThat(timer("done")).isEqualTo(1);
    });
  }

  private long timer(String outcome) {
    Timer timer = metrics
        .find("personalize.jobs")
        .tags("job", "train_solution_version", "outcome", outcome)
        .timer();
    return timer == null ? 0 : timer.count();
  }

  private void start(Function<Arn, Optional<Instant>> work) {
    start(work, true);
  }

  private void start(Function<Arn, Optional<Instant>> work, boolean alone) {
    JobHandler handler = new JobHandler() {
      @Override
      public JobType type() {
        return JobType.TRAIN_SOLUTION_VERSION;
      }

      @Override
      public Optional<Instant> run(Arn subject) {
        runsSeen.add(subject);
        return work.apply(subject);
      }

      @Override
      public void giveUp(Arn subject, Throwable error) {
        givenUp.add(error);
      }
    };
    workers =
        new Workers(dataSource, jdbc, changes, List.of(handler), Map.of(), alone, metrics, clock);
    workers.start();
  }
}
