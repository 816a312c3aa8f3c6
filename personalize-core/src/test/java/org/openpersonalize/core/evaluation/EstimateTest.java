// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openpersonalize.core.evaluation.Evaluation.Interval;

@DisplayNameGeneration(ReplaceUnderscores.class)
class EstimateTest {
  @ParameterizedTest
  @CsvSource({"30, 2.0452", "61, 2.0003", "101, 1.9840", "1001, 1.9623"})
  void the_interval_reaches_as_far_as_the_tables_of_students_t_say(int users, double quantile) {
    double[] values = IntStream.range(0, users).mapToDouble(n -> n % 3).toArray();
    double mean = IntStream.range(0, users).mapToDouble(n -> n % 3).average().orElseThrow();
    double variance =
        IntStream.range(0, users).mapToDouble(n -> Math.pow(n % 3 - mean, 2)).sum() / (users - 1);

    Estimate estimate = Estimate.of(values);

    assertThat(estimate.mean()).isEqualTo(mean, within(1e-12));
    double reach = quantile * Math.sqrt(variance / users);
    assertThat(estimate.interval().low()).isEqualTo(mean - reach, within(1e-3 * reach));
    assertThat(estimate.interval().high()).isEqualTo(mean + reach, within(1e-3 * reach));
  }

  @Test
  void nineteen_of_twenty_intervals_hold_the_true_mean_also_where_most_users_have_nothing() {
    SplittableRandom random = new SplittableRandom(11);
    int held = 0;
    for (int sample = 0; sample < 2_000; sample++) {
      double[] values = random.doubles(400).map(lot -> lot < 0.7 ? 0 : lot).toArray();
      Estimate estimate = Estimate.of(values);
      double truth = 0.3 * 0.85;
      held += estimate.interval().low() <= truth && truth <= estimate.interval().high() ? 1 : 0;
    }

    assertThat(held / 2_000.0).isEqualTo(0.95, within(0.015));
  }

  @Test
  void a_bootstrap_of_the_same_values_says_the_same() {
    double[] values =
        new SplittableRandom(3).doubles(600).map(lot -> lot < 0.7 ? 0 : lot).toArray();
    Estimate estimate = Estimate.of(values);
    Evaluation evaluation = new Evaluation(
        List.of(new RankingMetric.Ndcg(10)),
        DoubleStream.of(values).mapToObj(value -> new double[] {value}).toArray(double[][]::new),
        1,
        List.of());

    Interval bootstrap = evaluation.intervals(1, 2).get(0);

    double tolerance = 0.1 * (estimate.interval().high() - estimate.interval().low());
    assertThat(estimate.interval().low()).isEqualTo(bootstrap.low(), within(tolerance));
    assertThat(estimate.interval().high()).isEqualTo(bootstrap.high(), within(tolerance));
  }

  @Test
  void a_difference_is_decided_when_its_interval_leaves_nothing_to_doubt() {
    double[] better =
        IntStream.range(0, 100).mapToDouble(n -> 0.01 + n % 2 * 0.001).toArray();
    double[] either =
        IntStream.range(0, 100).mapToDouble(n -> n % 2 == 0 ? -1 : 1).toArray();

    assertThat(Estimate.of(better).isDecided()).isTrue();
    assertThat(Estimate.of(either).isDecided()).isFalse();
  }

  @Test
  void of_a_few_users_nothing_is_said() {
    assertThatIllegalArgumentException().isThrownBy(() -> Estimate.of(new double[29]));
  }
}
