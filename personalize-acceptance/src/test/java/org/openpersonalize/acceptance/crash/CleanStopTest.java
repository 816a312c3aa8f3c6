// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.acceptance.ServiceProcess;

/** The service is stopped as an operator stops it, while it trains. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class CleanStopTest extends RestartTest {
  /** Its trainings are what takes the time. */
  @Override
  ServiceProcess start(String setting) throws Exception {
    return ServiceProcess.start(setting);
  }

  /** With so many factors that the training is longer than the grace of the stop. */
  @Test
  void a_clean_stop_in_the_middle_of_a_training_loses_nothing_and_logs_no_error() throws Exception {
    shop = new ShopOfRounds(service, Map.of("hidden_dimension", "256"), 100_000);
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
}
