// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
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

    Ranker.Ranked all = ranker.answer(scorer(scores), Query.of(SEEN), Wish.best(2500));
    Ranker.Ranked some = ranker.answer(scorer(scores), Query.of(SEEN), Wish.best(10));

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
    assertThat(Arrays.stream(all.probabilities()).sum()).isCloseTo(1, within(1e-6));
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
    Ranker.Ranked all = ranker.answer(scorer(scores), Query.ANYBODY, Wish.best(100));

    Ranker.Ranked even = ranker.answer(
        scorer(scores), Query.ANYBODY, Wish.best(100).filtered(item -> item % 2 == 0));

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

    Ranker.Ranked ranked = new Ranker(Calibration.NONE)
        .answer(scorer(scores), Query.ANYBODY.among(new int[] {0, 2, 1}), Wish.all());

    assertThat(ranked.items()).containsExactly(1, 2, 0);
    double sum = Math.exp(1) + Math.exp(2) + Math.exp(3);
    assertThat(ranked.probabilities()[0]).isCloseTo(Math.exp(3) / sum, within(1e-6));
    assertThat(Arrays.stream(ranked.probabilities()).sum()).isCloseTo(1, within(1e-6));
  }

  @Test
  void promoted_items_take_their_share_of_places_by_lot_and_all_keep_their_order() {
    float[] scores = scores(500);
    Ranker ranker = new Ranker(Calibration.NONE);
    Promotion thirds = new Promotion("thirds", item -> item % 3 == 0, 30);
    ItemFilter even = item -> item % 2 == 0;
    int[] inOrder = ranker.answer(scorer(scores), Query.ANYBODY, Wish.best(500)).items();
    Set<List<Integer>> places = new HashSet<>();

    for (int seed = 0; seed < 20; seed++) {
      Ranker.Ranked mixed = ranker.answer(
          scorer(scores), Query.ANYBODY, Wish.best(10).filtered(even).promoting(thirds, seed));

      int[] promoted =
          IntStream.range(0, 10).filter(n -> mixed.slots()[n] == Slot.PROMOTED).toArray();
      int[] others =
          IntStream.range(0, 10).filter(n -> mixed.slots()[n] != Slot.PROMOTED).toArray();
      int[] promotedItems = Arrays.stream(promoted).map(n -> mixed.items()[n]).toArray();
      assertThat(promotedItems)
          .isEqualTo(
              Arrays.stream(inOrder).filter(item -> item % 3 == 0).limit(3).toArray());
      assertThat(Arrays.stream(others).map(n -> mixed.items()[n]).toArray())
          .isEqualTo(Arrays.stream(inOrder)
              .filter(even::allows)
              .filter(item -> Arrays.stream(promotedItems).noneMatch(each -> each == item))
              .limit(7)
              .toArray());
      places.add(Arrays.stream(promoted).boxed().toList());
    }

    assertThat(places).hasSizeGreaterThan(5);
  }

  @Test
  void too_few_promoted_items_leave_their_places_to_others() {
    Promotion one = new Promotion("one", item -> item == 7, 50);

    Ranker.Ranked mixed = new Ranker(Calibration.NONE)
        .answer(scorer(scores(100)), Query.ANYBODY, Wish.best(10).promoting(one, 1));

    assertThat(mixed.items()).hasSize(10).doesNotHaveDuplicates().contains(7);
    assertThat(IntStream.range(0, 10).filter(n -> mixed.slots()[n] == Slot.PROMOTED))
        .hasSize(1);
  }

  @Test
  void explored_items_take_their_share_of_places_by_lot_and_none_that_the_user_had() {
    float[] scores = scores(500);
    Ranker ranker = new Ranker(Calibration.NONE);
    int[] tried = {3, 17, 18, 400, 401, 402, 403, 404, 405, 406};
    Exploration exploration = new Exploration(tried, 0.2, place -> 1_000 - 10 * place);
    Query query = Query.of(new Profile(new int[] {17}, new float[] {1}));
    Ranker.Ranked plain = ranker.answer(scorer(scores), query, Wish.best(500));
    Set<Integer> places = new HashSet<>();
    int explored = 0;

    for (int seed = 0; seed < 200; seed++) {
      Ranker.Ranked answer = ranker.answer(
          scorer(scores),
          query,
          Wish.best(10).filtered(item -> item != 3).exploring(exploration, seed));

      int[] at =
          IntStream.range(0, 10).filter(n -> answer.slots()[n] == Slot.EXPLORED).toArray();
      explored += at.length;
      Arrays.stream(at).forEach(places::add);
      assertThat(Arrays.stream(at).map(n -> answer.items()[n]).toArray())
          .isEqualTo(Arrays.stream(tried).skip(2).limit(at.length).toArray());
      assertThat(answer.items()).hasSize(10).doesNotHaveDuplicates();
      for (int n : at) {
        assertThat(answer.probabilities()[n])
            .isEqualTo(plain.probabilities()[plain.place(answer.items()[n])]);
      }
    }

    assertThat(explored / 2_000.0).isBetween(0.17, 0.23);
    assertThat(places).hasSize(10);
  }

  @Test
  void too_few_explored_items_leave_their_places_to_the_best() {
    Exploration exploration = new Exploration(new int[] {99}, 1, place -> 0);

    Ranker.Ranked answer = new Ranker(Calibration.NONE)
        .answer(scorer(scores(100)), Query.ANYBODY, Wish.best(10).exploring(exploration, 1));

    assertThat(answer.items()).hasSize(10).doesNotHaveDuplicates().contains(99);
    assertThat(answer.slots()).containsOnlyOnce(Slot.EXPLORED);
  }

  private static int[] top(double seenOffset, float[] scores, ItemFilter filter) {
    return new Ranker(new Calibration(seenOffset, 1))
        .answer(scorer(scores), Query.of(SEEN), Wish.best(20).filtered(filter))
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
