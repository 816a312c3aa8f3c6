// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openpersonalize.core.matrix.Profile;

/** Beside an array that has a score for every item. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class SparseScoresTest {
  private static final int ITEMS = 2500;
  private static final Query QUERY =
      Query.of(new Profile(new int[] {0, 7, 900, 2499}, new float[] {1, 1, 1, 1}));

  private final SplittableRandom random = new SplittableRandom(3);

  @ParameterizedTest
  @ValueSource(doubles = {-1000, -0.5, 0, 2})
  void answers_are_those_of_all_scores(double seenOffset) {
    for (int scored : new int[] {0, 1, 10, 60, 300}) {
      SparseScores few = scores(scored, false);
      for (int results : new int[] {1, 25, 400, ITEMS}) {
        assertSame(few, new Calibration(seenOffset, 0.7), QUERY, Wish.best(results));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1000, 0, 2})
  void items_that_events_speak_against_come_behind_those_nobody_speaks_for(double seenOffset) {
    for (int results : new int[] {1, 25, 400, ITEMS}) {
      assertSame(scores(200, true), new Calibration(seenOffset, 0.7), QUERY, Wish.best(results));
    }
  }

  @Test
  void what_is_filtered_is_filled_up_with_what_has_no_score() {
    long[] words = new long[ITEMS / Long.SIZE + 1];
    words[3] = -1;
    words[20] = 5;
    for (ItemFilter filter : new ItemFilter[] {item -> item % 50 == 0, new ItemBits(words)}) {
      assertSame(scores(60, true), new Calibration(-1, 1), QUERY, Wish.best(25).filtered(filter));
    }
  }

  @Test
  void promoted_and_explored_items_are_mixed_in_alike() {
    Wish promoting = Wish.best(20).promoting(new Promotion("even", item -> item % 2 == 0, 30), 5);
    Wish exploring =
        Wish.best(20).exploring(new Exploration(new int[] {5, 6, 8, 1000}, 0.3, place -> place), 5);

    for (Wish wish : new Wish[] {promoting, exploring}) {
      assertSame(scores(8, false), new Calibration(-1, 1), QUERY, wish);
      assertSame(scores(100, true), new Calibration(-1, 1), QUERY, wish);
    }
  }

  @Test
  void a_list_is_put_in_order_alike() {
    Query list = QUERY.among(IntStream.range(0, ITEMS).filter(n -> n % 3 == 0).toArray());

    assertSame(scores(100, true), new Calibration(-1, 1), list, Wish.best(500));
  }

  @Test
  void items_behind_its_own_have_no_score() {
    SparseScores longer = scores(100, false).withItems(ITEMS + 2000);

    assertThat(longer.scores()).hasSize(ITEMS + 2000).endsWith(new float[2000]);
    assertSame(longer, new Calibration(-1, 1), QUERY, Wish.best(600));
  }

  private SparseScores scores(int scored, boolean areSigned) {
    SparseScores scores = new SparseScores(ITEMS, 2 * scored);
    for (int n = 0; n < scored; n++) {
      int item = random.nextInt(ITEMS);
      scores.add(item, 1 + random.nextInt(5)); // so that many are alike
      scores.add(item, areSigned ? -random.nextInt(8) : random.nextInt(3));
    }
    return scores;
  }

  private static void assertSame(
      SparseScores few, Calibration calibration, Query query, Wish wish) {
    ScoreArray all = new ScoreArray(few.scores());
    for (int item = 0; item < few.itemCount(); item++) {
      assertThat(few.score(item)).isEqualTo(all.score(item));
    }
    for (Ranker ranker : new Ranker[] {new Ranker(calibration), Ranker.BY_SCORE}) {
      Ranker.Ranked expected = ranker.answer(all, query, wish);
      Ranker.Ranked ranked = ranker.answer(few, query, wish);
      assertThat(ranked.items()).isEqualTo(expected.items());
      assertThat(ranked.scores()).isEqualTo(expected.scores());
      assertThat(ranked.slots()).isEqualTo(expected.slots());
      if (ranker != Ranker.BY_SCORE) {
        assertThat(ranked.probabilities()).containsExactly(expected.probabilities(), within(1e-7));
      }
    }
  }
}
