package org.openpersonalize.core.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openpersonalize.core.matrix.Profile;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RankerTest {
  private static final Profile SEEN = new Profile(new int[] {0, 1500}, new float[] {1, 1});

  @ParameterizedTest
  @ValueSource(doubles = {0.001, 0.1, 1, 50})
  void probabilities_are_a_softmax_over_the_whole_catalogue(double temperature) {
    float[] scores = scores(2500);
    Ranker ranker = new Ranker(new Calibration(-0.5, temperature));

    Ranker.Ranked all = ranker.recommend(scorer(scores), SEEN, 2500, ItemFilter.EVERYTHING);
    Ranker.Ranked some = ranker.recommend(scorer(scores), SEEN, 10, ItemFilter.EVERYTHING);

    double[] expected = new double[2500];
    double sum = 0;
    float greatest = scores[all.items()[0]];
    for (int item = 0; item < 2500; item++) {
      float score = SEEN.contains(item) ? scores[item] - 0.5f : scores[item];
      expected[item] = Math.exp((score - greatest) / temperature);
      sum += expected[item];
    }
    for (int rank = 0; rank < 2500; rank++) {
      assertThat(all.probabilities()[rank])
          .isCloseTo(expected[all.items()[rank]] / sum, within(1e-6));
    }
    assertThat(Arrays.stream(all.probabilities()).sum()).isCloseTo(1, within(1e-9));
    assertThat(some.items()).isEqualTo(Arrays.copyOf(all.items(), 10));
    assertThat(some.probabilities()).isEqualTo(Arrays.copyOf(all.probabilities(), 10));
  }

  @Test
  void an_item_of_the_history_is_moved_by_the_seen_offset_and_others_are_not() {
    float[] scores = scores(2500);
    scores[1500] = 9;
    scores[1499] = 8;

    assertThat(top(0, scores, ItemFilter.EVERYTHING)).startsWith(1500, 1499);
    assertThat(top(-1000, scores, ItemFilter.EVERYTHING)).startsWith(1499).doesNotContain(1500);
  }

  @Test
  void a_filter_hides_items_without_changing_the_others_probabilities() {
    float[] scores = scores(100);
    Ranker ranker = new Ranker(Calibration.NONE);
    Ranker.Ranked all = ranker.recommend(scorer(scores), Profile.EMPTY, 100, ItemFilter.EVERYTHING);

    Ranker.Ranked even =
        ranker.recommend(scorer(scores), Profile.EMPTY, 100, item -> item % 2 == 0);

    assertThat(Arrays.stream(even.items())).hasSize(50).allMatch(item -> item % 2 == 0);
    for (int rank = 0; rank < 50; rank++) {
      int item = even.items()[rank];
      int inAll = Arrays.stream(all.items()).boxed().toList().indexOf(item);
      assertThat(even.probabilities()[rank]).isEqualTo(all.probabilities()[inAll]);
    }
  }

  @Test
  void ranking_a_list_shares_the_probability_among_its_items() {
    float[] scores = {1, 3, 2, 9};

    Ranker.Ranked ranked =
        new Ranker(Calibration.NONE).rank(scorer(scores), Profile.EMPTY, new int[] {0, 2, 1});

    assertThat(ranked.items()).containsExactly(1, 2, 0);
    double sum = Math.exp(1) + Math.exp(2) + Math.exp(3);
    assertThat(ranked.probabilities()[0]).isCloseTo(Math.exp(3) / sum, within(1e-9));
    assertThat(Arrays.stream(ranked.probabilities()).sum()).isCloseTo(1, within(1e-9));
  }

  private static int[] top(double seenOffset, float[] scores, ItemFilter filter) {
    return new Ranker(new Calibration(seenOffset, 1))
        .top(scorer(scores), SEEN, 20, filter)
        .items();
  }

  private static float[] scores(int items) {
    SplittableRandom random = new SplittableRandom(items);
    float[] scores = new float[items];
    for (int item = 0; item < items; item++) {
      scores[item] = (float) random.nextGaussian();
    }
    return scores;
  }

  private static CandidateScorer scorer(float[] scores) {
    return new CandidateScorer() {
      @Override
      public int itemCount() {
        return scores.length;
      }

      @Override
      public void scoreBlock(int block, float[] into) {
        int from = block * BLOCK;
        System.arraycopy(scores, from, into, 0, Math.min(BLOCK, scores.length - from));
      }

      @Override
      public float score(int item) {
        return scores[item];
      }
    };
  }
}
