// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class TopNTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 7, 25, 500, 2000})
  void the_best_are_those_at_the_front_of_a_full_sort_and_equals_go_by_number(int n) {
    SplittableRandom random = new SplittableRandom(n);
    float[] scores = new float[1000];
    for (int item = 0; item < scores.length; item++) {
      scores[item] = random.nextInt(60) - 30; // many ties
    }
    int[] shuffled = IntStream.range(0, scores.length).map(i -> i * 7 % 1000).toArray();
    TopN top = new TopN(n);

    for (int item : shuffled) {
      top.offer(item, scores[item]);
    }

    int[] expected = IntStream.range(0, scores.length)
        .boxed()
        .sorted(
            Comparator.<Integer>comparingDouble(item -> -scores[item]).thenComparing(item -> item))
        .limit(n)
        .mapToInt(Integer::intValue)
        .toArray();
    TopN.Ranking ranking = top.drain();
    assertThat(ranking.items()).isEqualTo(expected);
    for (int rank = 0; rank < ranking.size(); rank++) {
      assertThat(ranking.scores()[rank]).isEqualTo(scores[expected[rank]]);
    }
  }

  @Test
  void a_score_that_cannot_get_in_is_known_beforehand() {
    TopN top = new TopN(2);
    assertThat(top.wouldTake(-5)).isTrue();
    top.offer(1, 3);
    top.offer(2, 4);

    assertThat(top.wouldTake(2)).isFalse();
    assertThat(top.wouldTake(3)).isTrue();
    assertThat(new TopN(0).wouldTake(9)).isFalse();
  }
}
