// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service is killed at random moments while it imports, trains, takes in events and recommends: as often in each part of
 * a round, and at least once in a round of each kind.
 *
 * <p>{@code -Dcrash.seed=…} repeats the moments of a run, {@code -Dcrash.kills=…} says how many.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class CrashTest extends RestartTest {
  private static final Logger log = LoggerFactory.getLogger(CrashTest.class);

  private static final int KILLS = Integer.getInteger("crash.kills", 3);
  private static final long SEED = Long.getLong("crash.seed", System.nanoTime() % 1_000_000);

  private final ExecutorService clerk = Executors.newSingleThreadExecutor();

  @AfterEach
  void sendTheClerkHome() {
    clerk.shutdownNow();
  }

  @Test
  void kill_9_at_random_moments_loses_nothing_and_doubles_nothing() throws Exception {
    log.info("{} kills, seed {}", KILLS, SEED);
    shop = new ShopOfRounds(service, Map.of("hidden_dimension", "32"), 12_000);
    Random random = new Random(SEED);
    List<String> interrupted = new ArrayList<>();
    try (Customers customers = new Customers(service, shop.trackingId(), shop.campaign())) {
      List<Duration> moments = Moments.of(undisturbedRound(), KILLS, random);
      for (int kill = 1; kill <= KILLS; kill++) {
        Round round = shop.nextRound();
        Future<?> ordered = clerk.submit(() -> shop.start(round));
        Duration moment = moments.get(kill - 1);
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

  /** How long a round takes from its start to its last job's end. */
  private Duration undisturbedRound() {
    long begun = System.nanoTime();
    Round round = shop.nextRound();
    shop.start(round);
    shop.await(round);
    return Duration.ofNanos(System.nanoTime() - begun);
  }
}
