// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.openpersonalize.acceptance.ServiceProcess;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A service that ends in the middle of its work and is started again. */
abstract class RestartTest {
  private static final Logger log = LoggerFactory.getLogger(RestartTest.class);

  /** How long after the start at the latest a job goes on that was under way. */
  private static final Duration TAKEN_UP = Duration.ofSeconds(60);

  ServiceProcess service;
  ShopOfRounds shop;

  @BeforeEach
  void open() throws Exception {
    service = start("--personalize.training.threads=1");
  }

  ServiceProcess start(String setting) throws Exception {
    return ServiceProcess.startQuickly(setting);
  }

  @AfterEach
  void close() throws Exception {
    shop.close();
    service.close();
  }

  /**
   * Starts the service again and waits until the jobs go on that were under way, or had ended before: the time printed for
   * such a one is less than nothing.
   *
   * @return how long after the start each job went on
   */
  Map<String, Duration> restart(String occasion, List<String> jobs) throws Exception {
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

  Tables tables() {
    return new Tables(service.database());
  }
}
