// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.ranking;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.openpersonalize.core.ranking.Ranker.Answer;

/**
 * Puts promoted and explored items at places drawn by lot, and the best others between them; all keep their order. The lot is
 * decided by the wish's seed.
 */
final class Mixture {
  private final CandidateScorer scorer;
  private final Query query;
  private final Wish wish;
  private final double temperature;

  /** @param temperature of the scores, NaN if they have no scale */
  Mixture(CandidateScorer scorer, Query query, Wish wish, double temperature) {
    this.scorer = scorer;
    this.query = query;
    this.wish = wish;
    this.temperature = temperature;
  }

  /** @param best with what is promoted among it or not, as many as the answer has places if there are so many */
  Answer of(TopN.Ranking promoted, TopN.Ranking best) {
    int[] own = ascending(promoted.items());
    int others =
        (int) Arrays.stream(best.items()).filter(item -> !contains(own, item)).count();
    SplittableRandom random = new SplittableRandom(wish.seed());
    Slot[] slots = Slot.best(Math.min(wish.numResults(), promoted.size() + others));
    Slot.promote(slots, promoted.size(), random);
    Slot.explore(slots, wish.exploration().isNone() ? 0 : wish.exploration().share(), random);
    int places = Slot.count(slots, Slot.EXPLORED);
    TopN.Ranking explored = explored(own, places);
    Slot.giveBack(slots, places - explored.size(), random);
    return filled(slots, promoted, explored, best);
  }

  /**
   * The items that have most for them to be tried, by their scores, if these have a scale, and their appeal. None that the
   * user had.
   */
  private TopN.Ranking explored(int[] promoted, int places) {
    Exploration exploration = wish.exploration();
    TopN appealing = new TopN(Math.min(places, exploration.items().length));
    for (int place = 0; places > 0 && place < exploration.items().length; place++) {
      int item = exploration.items()[place];
      if (wish.filter().allows(item)
          && !contains(query.seen(), item)
          && !contains(promoted, item)) {
        double relevance = Double.isNaN(temperature) ? 0 : scorer.score(item) / temperature;
        appealing.offer(item, (float) (relevance + exploration.appeal().of(place)));
      }
    }
    int[] items = appealing.drain().items();
    float[] scores = new float[items.length];
    for (int rank = 0; rank < items.length; rank++) {
      scores[rank] = scorer.score(items[rank]);
    }
    return new TopN.Ranking(items, scores);
  }

  private static Answer filled(
      Slot[] slots, TopN.Ranking promoted, TopN.Ranking explored, TopN.Ranking best) {
    int[] kept =
        ascending(IntStream.concat(Arrays.stream(promoted.items()), Arrays.stream(explored.items()))
            .toArray());
    int[] items = new int[slots.length];
    float[] scores = new float[slots.length];
    int[] next = new int[Slot.values().length];
    for (int rank = 0; rank < slots.length; rank++) {
      TopN.Ranking from = switch (slots[rank]) {
        case PROMOTED -> promoted;
        case EXPLORED -> explored;
        case BEST -> best;
      };
      int slot = slots[rank].ordinal();
      while (slots[rank] == Slot.BEST && contains(kept, best.items()[next[slot]])) {
        next[slot]++;
      }
      items[rank] = from.items()[next[slot]];
      scores[rank] = from.scores()[next[slot]++];
    }
    return new Answer(new TopN.Ranking(items, scores), slots);
  }

  private static int[] ascending(int[] items) {
    int[] sorted = items.clone();
    Arrays.sort(sorted);
    return sorted;
  }

  private static boolean contains(int[] ascending, int item) {
    return Arrays.binarySearch(ascending, item) >= 0;
  }
}
