// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.cadence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.LongSummaryStatistics;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.cadence.CadenceResult.Gain;
import org.openpersonalize.core.cadence.CadenceResult.Outcome;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.recipe.Hyperparameters;
import org.openpersonalize.core.recommendation.ServedRecipes;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.testing.TestData;
import org.openpersonalize.core.training.TrainingProgress;

/**
 * How often a shop for gifts has to train: what is popular, on a few days of eight weeks, and with {@code -Dtest.load=full} the
 * factorization, on every one of them.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class CadenceOnOnlineRetailTest {
  private static final boolean FULL = "full".equals(System.getProperty("test.load"));
  private static final int TRAININGS =
      FULL ? CadencePlan.MOST_TRAININGS : CadencePlan.FEWEST_TRAININGS;
  private static final String RECIPE = FULL ? "aws-user-personalization" : "aws-popularity-count";

  @Test
  void a_model_that_was_trained_lately_is_no_worse_than_one_of_eight_weeks_before() {
    InteractionLog log = TestData.onlineRetail();
    LongSummaryStatistics times =
        IntStream.range(0, log.size()).mapToLong(log::epochMillis).summaryStatistics();
    CadencePlan plan = CadencePlan.of(
            Instant.ofEpochMilli(times.getMin()), Instant.ofEpochMilli(times.getMax()), TRAININGS)
        .orElseThrow();
    Hindsight hindsight = new Hindsight(TestData.training(
        Hyperparameters.defaultsOf(
            ServedRecipes.find(Arn.ofService(ResourceType.RECIPE, RECIPE)).orElseThrow()),
        log,
        ConfidenceRule.everyEvent(),
        1,
        2));
    double seenOffset = hindsight.seenOffset(plan.start(), TrainingProgress.NONE);
    long started = System.nanoTime();

    CadenceResult result = CadenceResult.of(
        plan,
        plan.trainings().stream()
            .flatMap(day -> hindsight.scores(plan, day, seenOffset, TrainingProgress.NONE).stream())
            .toList());

    System.out.printf(
        "Cadences on Online Retail: %d days from %s, %d users, %d trainings in %.0f s%n",
        result.days(),
        plan.start(),
        result.users(),
        plan.trainings().size(),
        (System.nanoTime() - started) / 1e9);
    for (Outcome outcome : result.cadences()) {
      Gain gain = outcome.gain();
      System.out.printf(
          "| %s | %.4f | %s |%n",
          outcome.cadence(),
          outcome.ndcg(),
          gain == null
              ? ""
              : "%+.4f (%+.4f to %+.4f)".formatted(gain.mean(), gain.low(), gain.high()));
    }
    assertThat(result.users()).isGreaterThan(200);
    assertThat(result.cadences().get(0).ndcg())
        .isGreaterThan(result.cadences().get(result.cadences().size() - 1).ndcg());
  }
}
