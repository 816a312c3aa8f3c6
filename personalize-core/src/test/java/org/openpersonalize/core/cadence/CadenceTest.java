// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.cadence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.cadence.CadenceResult.Gain;
import org.openpersonalize.core.cadence.CadenceResult.Outcome;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.InteractionLogBuilder;
import org.openpersonalize.core.recipe.Hyperparameters;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.recommendation.ModelFamilies;
import org.openpersonalize.core.recommendation.ParameterSearch;
import org.openpersonalize.core.recommendation.ServedRecipes;
import org.openpersonalize.core.recommendation.Training;
import org.openpersonalize.core.recommendation.Training.Candidates;
import org.openpersonalize.core.recommendation.Training.Execution;
import org.openpersonalize.core.training.TrainingProgress;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CadenceTest {
  private static final Instant OPENED = Instant.parse("2026-01-01T00:00:00Z");
  private static final int DAYS = 56;
  private static final int USERS = 150;

  private static CadencePlan plan(int days, int trainings) {
    return CadencePlan.of(OPENED, OPENED.plus(Duration.ofDays(days)).minusMillis(1), trainings)
        .orElseThrow();
  }

  @Test
  void the_newest_half_is_tested_eight_weeks_at_most() {
    assertThat(plan(400, 56).start()).isEqualTo(OPENED.plus(Duration.ofDays(400 - 56)));
    assertThat(plan(400, 56).end()).isEqualTo(OPENED.plus(Duration.ofDays(400)));
    assertThat(plan(56, 56).days()).isEqualTo(28);
    assertThat(plan(30, 56).days()).isEqualTo(14);
    assertThat(CadencePlan.of(OPENED, OPENED.plus(Duration.ofDays(26)), 56)).isEmpty();
    assertThat(plan(56, 56).cadences())
        .as("four weeks cannot tell monthly from never")
        .containsExactly(Cadence.DAILY, Cadence.WEEKLY, Cadence.NEVER);
    assertThat(plan(400, 56).cadences()).containsExactly(Cadence.values());
  }

  @Test
  void no_more_is_trained_than_may_be_and_every_day_of_a_week_has_its_turn() {
    for (int most = CadencePlan.FEWEST_TRAININGS; most <= CadencePlan.MOST_TRAININGS; most++) {
      CadencePlan plan = plan(400, most);
      assertThat(plan.trainings()).hasSizeLessThanOrEqualTo(most).doesNotHaveDuplicates();
      assertThat(plan.step() % 7).isPositive();
    }
    CadencePlan usual = plan(400, 20);
    assertThat(usual.trainings()).hasSize(20);
    assertThat(usual.testedDays().stream().map(day -> day % 7).distinct()).hasSize(7);
  }

  @Test
  void days_are_tested_with_the_models_that_would_have_answered() {
    CadencePlan plan = plan(400, 20);

    assertThat(plan.trainings()).startsWith(0, 28, 7);
    assertThat(plan.testedWith(0)).isEqualTo(plan.testedDays());
    assertThat(plan.testedWith(28)).isEqualTo(List.of(28, 32, 36, 40, 44, 48, 52));
    assertThat(plan.testedWith(7)).isEqualTo(List.of(8, 12));
    assertThat(plan.testedWith(8)).isEqualTo(List.of(8));
    assertThat(plan.testedAfter(Set.of(0, 28, 7))).isEqualTo(List.of(0, 28));
    assertThat(plan.testedAfter(Set.of(0, 28, 7, 8))).isEqualTo(List.of(0, 8, 28));
    assertThat(plan.testedAfter(Set.copyOf(plan.trainings()))).isEqualTo(plan.testedDays());
  }

  @Test
  void where_new_things_are_liked_each_week_fresh_training_wins() {
    CadenceResult result = result(shop(true));

    assertThat(result.users()).isEqualTo(USERS);
    assertThat(result.days()).isEqualTo(14);
    assertThat(gain(result, Cadence.WEEKLY).low()).isGreaterThan(0.02);
    assertThat(gain(result, Cadence.MONTHLY).low()).isGreaterThan(0);
    assertThat(result.advised()).isIn(Cadence.DAILY, Cadence.WEEKLY);
    assertThat(result.cadences()).extracting(Outcome::cadence).containsExactly(Cadence.values());
  }

  @Test
  void where_tastes_stay_the_same_it_brings_nothing() {
    CadenceResult result = result(shop(false));

    for (Cadence cadence : List.of(Cadence.DAILY, Cadence.WEEKLY, Cadence.MONTHLY)) {
      assertThat(Math.abs(gain(result, cadence).mean())).as(cadence.name()).isLessThan(0.02);
    }
    assertThat(gain(result, Cadence.DAILY).isSure()).isFalse();
    assertThat(gain(result, Cadence.WEEKLY).isSure()).isFalse();
  }

  @Test
  void a_test_that_is_cut_short_tells_of_the_days_that_were_tested_by_all() {
    CadencePlan plan = plan(400, 20);
    List<DayScores> scores = new ArrayList<>();
    for (int training : List.of(0, 28, 7, 8)) {
      for (int day : plan.testedWith(training)) {
        scores.add(new DayScores(training, day, new long[] {day, 5}, new float[] {1, 0.5f}));
      }
    }

    CadenceResult result = CadenceResult.of(plan, scores);

    assertThat(result.days()).isEqualTo(3);
    assertThat(result.users()).isEqualTo(4);
    assertThat(result.cadences().get(0).ndcg()).isEqualTo((3 * 1 + 0.5) / 4);
    assertThat(result.cadences()).extracting(Outcome::gain).containsOnlyNulls();
    assertThat(result.advised()).isEqualTo(Cadence.NEVER);
  }

  private static Gain gain(CadenceResult result, Cadence cadence) {
    return Objects.requireNonNull(result.cadences().stream()
        .filter(each -> each.cadence() == cadence)
        .findFirst()
        .orElseThrow()
        .gain());
  }

  private static CadenceResult result(InteractionLog log) {
    CadencePlan plan = plan(2 * DAYS, 20);
    Recipe recipe = ServedRecipes.all().stream()
        .filter(each -> each.name().equals("aws-user-personalization"))
        .findFirst()
        .orElseThrow();
    Hindsight hindsight = new Hindsight(new Training(
        new Candidates(Hyperparameters.defaultsOf(recipe), ParameterSearch.NONE, ModelFamilies.ALL),
        ConfidenceRule.everyEvent(),
        log,
        new Execution(1, 2)));
    double seenOffset = hindsight.seenOffset(plan.start(), TrainingProgress.NONE);
    return CadenceResult.of(
        plan,
        plan.trainings().stream()
            .flatMap(day -> hindsight.scores(plan, day, seenOffset, TrainingProgress.NONE).stream())
            .toList());
  }

  /**
   * Two tastes that buy one item a day of the twelve that are on offer for them.
   *
   * @param changes whether the offer is another one each week
   */
  private static InteractionLog shop(boolean changes) {
    SplittableRandom random = new SplittableRandom(3);
    InteractionLogBuilder log = new InteractionLogBuilder();
    for (int day = 0; day < 2 * DAYS; day++) {
      int offer = changes ? (day + 3) / 7 : 0; // in the middle of the weeks of the test
      long noon = OPENED.plus(Duration.ofDays(day)).plus(Duration.ofHours(12)).toEpochMilli();
      IntStream.range(0, USERS)
          .forEach(user -> log.add(
              "u" + user,
              "%s-%d-%d".formatted(user % 2 == 0 ? "tea" : "coffee", offer, random.nextInt(12)),
              "buy",
              Float.NaN,
              noon + user));
    }
    return log.build();
  }
}
