// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance.crash;

import static org.assertj.core.api.Assertions.assertThat;

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
 * The service is killed at random moments while batch jobs of both kinds answer files that are stored in parts, until jobs of each
 * kind were interrupted often enough.
 *
 * <p>{@code -Dcrash.seed=…} repeats the moments of a run, {@code -Dcrash.batch-kills=…} says how often.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class BatchCrashTest {
  private static final Logger log = LoggerFactory.getLogger(BatchCrashTest.class);

  private static final int KILLS = Integer.getInteger("crash.batch-kills", 2);
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
    log.info("{} kills of each kind, seed {}", KILLS, SEED);
    Random random = new Random(SEED);
    List<RepeatedJob> jobs = List.of(shop.inference(), shop.segments());
    List<RepeatedJob> waited = jobs; // of kinds that were not interrupted often enough
    for (int kill = 1; !waited.isEmpty(); kill++) {
      assertThat(kill).as("kills, most of which interrupt one").isLessThanOrEqualTo(20 * KILLS);
      waited.forEach(RepeatedJob::keepUnderWay);
      List<RepeatedJob> next = waited;
      List<String> arns = next.stream().map(RepeatedJob::arn).toList();
      Tables tables = new Tables(service.database());
      int lines = next.stream().mapToInt(RepeatedJob::lines).sum();
      long moment = tables.batchLines(arns) + 1 + random.nextInt(lines / 5);
      Patience.await(
          "answers to %d lines".formatted(moment),
          () -> tables.batchLines(arns) >= moment
              || !next.stream().allMatch(RepeatedJob::isUnderWay));
      service.kill();
      List<String> running = tables.batchJobsInProgress();
      jobs.forEach(job -> job.killed(running));
      log.info("Kill {} after {} lines interrupted {}", kill, moment, running);
      service.startAgain();
      waited = jobs.stream().filter(job -> job.interruptions() < KILLS).toList();
    }
    jobs.forEach(RepeatedJob::finish);
  }
}
