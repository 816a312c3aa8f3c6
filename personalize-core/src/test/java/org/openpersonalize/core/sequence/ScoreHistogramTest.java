// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ScoreHistogramTest {
  @Test
  void the_bound_is_no_more_than_the_nth_greatest_and_an_eighth_below_it_at_most() {
    SplittableRandom random = new SplittableRandom(1);
    float[] scores = new float[5000];
    ScoreHistogram histogram = new ScoreHistogram();
    for (int n = 0; n < scores.length; n++) {
      scores[n] = (float) Math.exp(random.nextDouble(-60, 60));
      histogram.add(scores[n]);
    }
    Arrays.sort(scores);

    for (int n : new int[] {1, 2, 400, 4999, 5000}) {
      float nth = scores[scores.length - n];
      assertThat(histogram.least(n)).isBetween(nth * 0.875f, nth);
    }
  }

  @Test
  void where_there_are_fewer_nothing_is_left_out() {
    ScoreHistogram histogram = new ScoreHistogram();
    histogram.add(3);
    histogram.add(Float.MIN_VALUE);

    assertThat(histogram.least(1)).isEqualTo(3);
    assertThat(histogram.least(2)).isZero();
    assertThat(histogram.least(3)).isZero();
  }
}
