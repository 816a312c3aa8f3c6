// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.personalize.model.ImportMode;
import software.amazon.awssdk.services.personalize.model.ResourceInUseException;

/** StopSolutionVersionCreation as a client sees it. */
@ExtendWith(SharedService.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class StopTrainingTest {
  private static final int CUSTOMERS = 10_000;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** A second, and patience with a machine that other tests keep busy. */
  private static final Duration SOON = Duration.ofSeconds(8);

  private final Shop shop;

  StopTrainingTest(ServiceProcess service) {
    this.shop = new Shop(service, "stopped");
  }

  @Test
  void a_training_stops_while_it_runs_and_while_it_waits_and_leaves_no_file() {
    String interactions = shop.createDataset("interactions", CornerShop.INTERACTIONS);
    shop.importFile(
        interactions,
        "stopped",
        ImportMode.FULL,
        shop.upload("interactions.csv", CornerShop.interactions(CUSTOMERS)));
    String solution = shop.createSolution(
        "stopped", "aws-user-personalization", Map.of("hidden_dimension", "256"));
    String running = shop.createVersion(solution);
    String waiting = shop.createVersion(solution);
    await().atMost(PATIENCE).until(() -> status(running).equals("CREATE IN_PROGRESS"));

    stop(waiting);
    assertThat(status(waiting)).isEqualTo("CREATE STOPPED");
    Instant asked = Instant.now();
    stop(running);
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> status(running).equals("CREATE STOPPED"));
    Duration untilStopped = Duration.between(asked, Instant.now());

    System.out.printf(
        "Acceptance: stopped a training in %d ms, as a client sees it%n", untilStopped.toMillis());
    assertThat(untilStopped).isLessThan(SOON);
    assertThat(shop.s3
            .listObjectsV2(request -> request.bucket("personalize-models").prefix("stopped/"))
            .contents())
        .isEmpty();
    assertThat(shop.version(running).failureReason()).isNull();
    assertThat(shop.version(running).trainingHours()).isNull();
    assertThatThrownBy(() -> stop(running)).isInstanceOf(ResourceInUseException.class);
    shop.personalize.deleteSolution(request -> request.solutionArn(solution));
  }

  private void stop(String version) {
    shop.personalize.stopSolutionVersionCreation(request -> request.solutionVersionArn(version));
  }

  private String status(String version) {
    return shop.version(version).status();
  }
}
