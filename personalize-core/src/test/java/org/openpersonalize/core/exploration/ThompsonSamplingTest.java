// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.exploration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ThompsonSamplingTest {
  private static final int DRAWS = 20_000;

  /** How often each item draws the most. */
  private static double[] wins(long[] shown, long[] taken) {
    ThompsonSampling sampling = new ThompsonSampling(shown, taken);
    double[] wins = new double[shown.length];
    for (int seed = 0; seed < DRAWS; seed++) {
      var appeal = sampling.drawn(seed);
      int best = IntStream.range(0, shown.length)
          .reduce((one, other) -> appeal.of(other) > appeal.of(one) ? other : one)
          .orElseThrow();
      wins[best] += 1.0 / DRAWS;
    }
    return wins;
  }

  @Test
  void items_that_were_never_shown_are_drawn_alike() {
    double[] wins = wins(new long[4], new long[4]);

    assertThat(wins).satisfies(all -> {
      for (double each : all) {
        assertThat(each).isCloseTo(0.25, within(0.015));
      }
    });
  }

  @Test
  void what_was_shown_often_and_not_taken_is_drawn_less_and_never_not_at_all() {
    double[] wins = wins(new long[] {0, 20, 200}, new long[] {0, 0, 0});

    assertThat(wins[0]).isGreaterThan(wins[1]);
    assertThat(wins[1]).isGreaterThan(3 * wins[2]);
    assertThat(wins[2]).isPositive();
  }

  @Test
  void what_was_taken_more_often_is_drawn_more() {
    double[] wins = wins(new long[] {200, 200, 200}, new long[] {0, 10, 30});

    assertThat(wins[2]).isGreaterThan(0.9);
    assertThat(wins[1]).isGreaterThan(wins[0]);
  }

  @Test
  void the_same_seed_draws_the_same_in_any_order() {
    ThompsonSampling sampling = new ThompsonSampling(new long[3], new long[3]);

    assertThat(sampling.drawn(7).of(2)).isEqualTo(sampling.drawn(7).of(2));
    assertThat(sampling.drawn(7).of(2)).isNotEqualTo(sampling.drawn(8).of(2));
    assertThat(sampling.drawn(7).of(2)).isNotEqualTo(sampling.drawn(7).of(1));
  }
}
