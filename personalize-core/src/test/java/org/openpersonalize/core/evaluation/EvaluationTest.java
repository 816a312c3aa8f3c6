// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.evaluation.Evaluation.Interval;
import org.openpersonalize.core.evaluation.RankingMetric.HitRate;
import org.openpersonalize.core.evaluation.RankingMetric.Recall;

@DisplayNameGeneration(ReplaceUnderscores.class)
class EvaluationTest {
  private static final int USERS = 2500;
  private static final RankingMetric RECALL = new Recall(20);
  private static final RankingMetric HIT = new HitRate(20);

  /** The normal approximation of a share p of n users is p ± 1.96 √(p (1 − p) / n). */
  @Test
  void the_interval_of_a_share_is_about_the_one_of_the_textbook() {
    Evaluation evaluation = evaluation(1, 0.3);
    double share = evaluation.mean(HIT);
    double half = 1.96 * Math.sqrt(share * (1 - share) / USERS);

    Interval interval = evaluation.intervals(7, 1).get(1);

    assertThat(interval.low()).isCloseTo(share - half, within(0.003));
    assertThat(interval.high()).isCloseTo(share + half, within(0.003));
  }

  @Test
  void the_interval_depends_on_the_seed_and_not_on_the_threads() {
    Evaluation evaluation = evaluation(1, 0.3);

    assertThat(evaluation.intervals(7, 3)).isEqualTo(evaluation.intervals(7, 1));
    assertThat(evaluation.intervals(8, 1)).isNotEqualTo(evaluation.intervals(7, 1));
  }

  @Test
  void the_error_of_a_difference_is_that_of_the_users_differences() {
    Evaluation evaluation = evaluation(1, 0.3);
    Evaluation unrelated = evaluation(2, 0.3);

    assertThat(evaluation.standardErrorAgainst(evaluation, HIT)).isZero();
    assertThat(unrelated.standardErrorAgainst(evaluation, HIT))
        .isCloseTo(Math.sqrt(2 * 0.3 * 0.7 / USERS), within(0.001));
  }

  private static Evaluation evaluation(long seed, double share) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] values = new double[USERS][];
    for (int user = 0; user < USERS; user++) {
      values[user] = new double[] {random.nextDouble(), random.nextDouble() < share ? 1 : 0};
    }
    return new Evaluation(List.of(RECALL, HIT), values, 0.5, List.of());
  }
}
