// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.nextbestaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.evaluation.SelfEvaluatingFamily.Reports;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.testing.TestData;
import org.openpersonalize.core.training.ActionData;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;

/** Which lines of products customers bought of when they came back, see {@link OnlineRetailOffers}. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class NextBestActionOnOnlineRetailTest {
  @Test
  void it_foresees_better_than_the_rates_which_customers_buy_of_a_line_of_products()
      throws IOException {
    InteractionLog purchases = TestData.onlineRetail();
    ActionData offers = OnlineRetailOffers.of(purchases);
    TrainingData data = new TrainingData(purchases, ConfidenceRule.everyEvent(), 1, 2)
        .withActions(() -> Optional.of(offers));

    Reports reports = NextBestActionFamily.INSTANCE
        .evaluate(NextBestActionParameters.DEFAULT.fittedTo(data), data, TrainingProgress.NONE)
        .orElseThrow();

    Map<String, Double> metrics = reports.report().metrics();
    Map<String, Double> baseline = reports.baseline().metrics();
    assertThat(offers.interactions().size()).isGreaterThan(40_000);
    assertThat(metrics.get("coverage")).isEqualTo(1.0);
    assertThat(metrics.get("auc")).isGreaterThan(0.73);
    assertThat(baseline.get("auc")).isEqualTo(0.5);
    assertThat(metrics.get("log_loss")).isLessThan(baseline.get("log_loss") - 0.08);
    assertThat(metrics.get("precision")).isGreaterThan(baseline.get("precision") + 0.1);
  }
}
