// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.acceptance.ServiceProcess;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service is killed at random moments while it imports, trains, takes in events and recommends.
 *
 * <p>{@code -Dcrash.seed=…} repeats the moments of a run, {@code -Dcrash.kills=…} says how many.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class CrashTest {
  private static final Logger log = LoggerFactory.getLogger(CrashTest.class);

  private static final int KILLS = Integer.getInteger("crash.kills", 10);
  private static final long SEED = Long.getLong("crash.seed", System.nanoTime() % 1_000_000);

  /** How long after the start at the latest a job goes on that was under way. */
  private static final Duration TAKEN_UP = Duration.ofSeconds(15);

  private ServiceProcess service;
  private ShopOfRounds shop;
  private final ExecutorService clerk = Executors.newSingleThreadExecutor();

  @BeforeEach
  void open() throws Exception {
    service = ServiceProcess.start("--personalize.training.threads=1");
  }

  @AfterEach
  void close() throws Exception {
    clerk.shutdownNow();
    shop.close();
    service.close();
  }

  @Test
  void kill_9_at_random_moments_loses_nothing_and_doubles_nothing() throws Exception {
    log.info("{} kills, seed {}", KILLS, SEED);
    shop = new ShopOfRounds(service, Map.of());
    Random random = new Random(SEED);
    List<String> interrupted = new ArrayList<>();
    try (Customers customers = new Customers(service, shop.trackingId(), shop.campaign())) {
      Duration undisturbed = undisturbedRound();
      for (int kill = 1; kill <= KILLS; kill++) {
        Round round = shop.nextRound();
        Future<?> ordered = clerk.submit(() -> shop.start(round));
        Duration moment = undisturbed.multipliedBy(random.nextInt(100)).dividedBy(100);
        Patience.pause(moment);
        service.kill();
        int answersBefore = customers.answers();

        List<String> jobs = tables().inProgress();
        interrupted.addAll(jobs);
        restart(
            "Kill %d, %d ms after the start of %s".formatted(kill, moment.toMillis(), round), jobs);

        ordered.get();
        shop.await(round);
        shop.requireKept(tables());
        customers.requireKept(tables());
        Patience.await("recommendations", () -> customers.answers() > answersBefore);
      }
      log.info(
          "Kept {} events over {} kills, which interrupted {} imports and trainings",
          customers.leaveAndRequireKept(tables()),
          KILLS,
          interrupted.size());
    }
    assertThat(interrupted).as("interrupted jobs").isNotEmpty();
  }

  /** With so many factors that the training is longer than the grace of the stop. */
  @Test
  void a_clean_stop_in_the_middle_of_a_training_loses_nothing_and_logs_no_error() throws Exception {
    shop = new ShopOfRounds(service, Map.of("hidden_dimension", "256"));
    Round round = shop.nextRound();
    shop.start(round);
    Patience.await("a training at work", () -> trainingAtWork().isPresent());
    String training = trainingAtWork().orElseThrow();
    List<String> jobs = tables().inProgress();
    int logged = service.log().length();

    service.stop();
    String farewell = service.log().substring(logged);
    Map<String, Duration> untilTakenUp = restart("Stop", jobs);

    assertThat(farewell).doesNotContain(" ERROR ", "Exception");
    assertThat(untilTakenUp.get(training)).as("interrupted, then taken up").isPositive();
    shop.await(round);
    shop.requireKept(tables());
  }

  private Optional<String> trainingAtWork() {
    return tables().inProgress().stream()
        .filter(job -> job.contains(":solution/"))
        .findFirst();
  }

  /** How long a round takes from its start to its last job's end. */
  private Duration undisturbedRound() {
    long begun = System.nanoTime();
    Round round = shop.nextRound();
    shop.start(round);
    shop.await(round);
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  /**
   * Starts the service again and waits until the jobs go on that were under way, or had ended before: the time printed for
   * such a one is less than nothing.
   *
   * @return how long after the start each job went on
   */
  private Map<String, Duration> restart(String occasion, List<String> jobs) throws Exception {
    Instant start = Instant.now();
    Duration untilHealthy = service.startAgain();
    Tables tables = tables();
    for (String job : jobs) {
      Patience.await(
          "a worker that takes up " + job, () -> tables.takenUp(job, start).isPresent());
    }
    Map<String, Duration> untilTakenUp = jobs.stream()
        .collect(Collectors.toMap(
            job -> job,
            job -> Duration.between(start, tables.takenUp(job, start).orElseThrow())));
    log.info(
        "{}: healthy after {} ms, jobs taken up after {} ms",
        occasion,
        untilHealthy.toMillis(),
        untilTakenUp.values().stream().map(Duration::toMillis).toList());
    assertThat(untilTakenUp.values())
        .allSatisfy(time -> assertThat(time.minus(untilHealthy)).isLessThan(TAKEN_UP));
    return untilTakenUp;
  }

  private Tables tables() {
    return new Tables(service.database());
  }
}
