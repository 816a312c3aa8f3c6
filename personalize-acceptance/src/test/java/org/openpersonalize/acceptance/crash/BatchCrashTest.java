// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.acceptance.ServiceProcess;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service is killed at random moments while batch jobs of both kinds answer files.
 *
 * <p>{@code -Dcrash.seed=…} repeats the moments of a run, {@code -Dcrash.batch-kills=…} says how many.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class BatchCrashTest {
  private static final Logger log = LoggerFactory.getLogger(BatchCrashTest.class);

  private static final int KILLS = Integer.getInteger("crash.batch-kills", 4);
  private static final long SEED = Long.getLong("crash.seed", System.nanoTime() % 1_000_000);

  private ServiceProcess service;
  private ShopOfLines shop;

  @BeforeEach
  void open() throws Exception {
    service = ServiceProcess.startQuickly();
    shop = new ShopOfLines(service);
  }

  @AfterEach
  void close() throws Exception {
    shop.close();
    service.close();
  }

  @Test
  void kill_9_at_random_moments_loses_no_line_and_doubles_none() throws Exception {
    log.info("{} kills, seed {}", KILLS, SEED);
    Random random = new Random(SEED);
    List<String> interrupted = new ArrayList<>();
    for (int kill = 1; kill <= KILLS; kill++) {
      List<String> jobs = shop.start(kill);
      long moment = ShopOfLines.LINES * random.nextInt(90) / 100;
      Tables tables = new Tables(service.database());
      Patience.await(
          "answers to %d lines".formatted(moment), () -> tables.batchLines(jobs) >= moment);
      service.kill();
      List<String> running = tables.batchJobsInProgress();
      interrupted.addAll(running);
      service.startAgain();
      shop.awaitAndRequireAll(kill, jobs);
      log.info("Kill {} after {} lines interrupted {}", kill, moment, running);
    }
    assertThat(interrupted).as("interrupted jobs").isNotEmpty();
  }
}
