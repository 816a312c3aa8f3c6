// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.ranking;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Puts items in order for one query by a model's scores and what was learned about them; immutable.
 *
 * <p>Probabilities are a softmax over <em>all</em> items of the catalogue, whatever is shown, as the API defines them;
 * for the ranking of a given list they are one over that list.
 */
public final class Ranker {
  /** Puts in order by scores as they are, without probabilities. */
  public static final Ranker BY_SCORE = new Ranker(0, Double.NaN);

  private final float seenOffset;
  private final double temperature; // NaN without probabilities

  public Ranker(Calibration calibration) {
    this((float) calibration.seenOffset(), calibration.temperature());
  }

  private Ranker(float seenOffset, double temperature) {
    this.seenOffset = seenOffset;
    this.temperature = temperature;
  }

  /**
   * Items in their order.
   *
   * @param items [n] numbers of items, best first
   * @param scores [n] of the same items
   * @param probabilities [n] of the same items; NaN where there are none
   * @param promoted [n] is the item here because it is promoted?
   */
  public record Ranked(int[] items, float[] scores, double[] probabilities, boolean[] promoted) {
    public int size() {
      return items.length;
    }

    /** How many are before an item that is among these. */
    public int place(int item) {
      int place = 0;
      while (items[place] != item) {
        place++;
      }
      return place;
    }
  }

  /** The best items of the catalogue, or the query's own list in order. */
  public Ranked answer(CandidateScorer scorer, Query query, Wish wish) {
    return query.hasCandidates() ? rank(scorer, query, wish) : recommend(scorer, query, wish);
  }

  private Ranked recommend(CandidateScorer scorer, Query query, Wish wish) {
    Promotion promotion = wish.promotion();
    Exploration exploration = wish.exploration();
    SoftmaxSum sum = new SoftmaxSum(temperature);
    TopN best = new TopN(Math.min(wish.numResults(), scorer.itemCount()));
    TopN promoted = new TopN(
        promotion == null ? 0 : Math.min(promotion.places(wish.numResults()), scorer.itemCount()));
    float[] scores = new float[CandidateScorer.BLOCK];
    int[] seenItems = query.seen();
    int seen = 0;
    for (int first = 0; first < scorer.itemCount(); first += CandidateScorer.BLOCK) {
      int count = Math.min(CandidateScorer.BLOCK, scorer.itemCount() - first);
      scorer.scoreBlock(first / CandidateScorer.BLOCK, scores);
      for (; seen < seenItems.length && seenItems[seen] < first + count; seen++) {
        scores[seenItems[seen] - first] += seenOffset;
      }
      if (hasProbabilities()) {
        sum.add(scores, count);
      }
      explore(exploration, first, count, scores);
      offer(best, wish.filter(), first, count, scores);
      if (promotion != null) {
        offer(promoted, promotion.filter(), first, count, scores);
      }
    }
    TopN.Ranking others = best.drain();
    return promotion == null
        ? ranked(others, new boolean[others.size()], exploration, sum)
        : mixed(promoted.drain(), others, wish, sum);
  }

  private boolean hasProbabilities() {
    return !Double.isNaN(temperature);
  }

  private static void explore(Exploration exploration, int first, int count, float[] scores) {
    if (exploration != Exploration.NONE) {
      for (int item = 0; item < count; item++) {
        scores[item] += exploration.bonus(first + item);
      }
    }
  }

  private static void offer(TopN best, ItemFilter filter, int first, int count, float[] scores) {
    for (int from = 0; from < count; from += Long.SIZE) {
      int end = Math.min(count, from + Long.SIZE);
      if (filter.allowsAny(first + from, first + end)) {
        for (int item = from; item < end; item++) {
          if (best.wouldTake(scores[item]) && filter.allows(first + item)) {
            best.offer(first + item, scores[item]);
          }
        }
      }
    }
  }

  /** Promoted items at places drawn by lot, and the best others between them; both keep their order. */
  private static Ranked mixed(TopN.Ranking promoted, TopN.Ranking all, Wish wish, SoftmaxSum sum) {
    int[] own = promoted.items().clone();
    Arrays.sort(own);
    int others = 0;
    for (int item : all.items()) {
      others += Arrays.binarySearch(own, item) < 0 ? 1 : 0;
    }
    int size = Math.min(wish.numResults(), promoted.size() + others);
    boolean[] places = drawn(promoted.size(), size, wish.seed());
    int[] items = new int[size];
    float[] scores = new float[size];
    int nextPromoted = 0;
    int nextOther = 0;
    for (int rank = 0; rank < size; rank++) {
      if (places[rank]) {
        items[rank] = promoted.items()[nextPromoted];
        scores[rank] = promoted.scores()[nextPromoted++];
      } else {
        while (Arrays.binarySearch(own, all.items()[nextOther]) >= 0) {
          nextOther++;
        }
        items[rank] = all.items()[nextOther];
        scores[rank] = all.scores()[nextOther++];
      }
    }
    return ranked(new TopN.Ranking(items, scores), places, wish.exploration(), sum);
  }

  /** As many of the places as are wanted, each choice as likely as another. */
  private static boolean[] drawn(int wanted, int places, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    boolean[] drawn = new boolean[places];
    int left = wanted;
    for (int place = 0; place < places; place++) {
      drawn[place] = random.nextInt(places - place) < left;
      left -= drawn[place] ? 1 : 0;
    }
    return drawn;
  }

  private Ranked rank(CandidateScorer scorer, Query query, Wish wish) {
    int[] candidates = query.candidates();
    int[] seen = query.seen();
    float[] scores = new float[candidates.length];
    TopN order = new TopN(Math.min(wish.numResults(), candidates.length));
    for (int index = 0; index < candidates.length; index++) {
      int item = candidates[index];
      scores[index] = scorer.score(item) + (Arrays.binarySearch(seen, item) >= 0 ? seenOffset : 0);
      if (wish.filter().allows(item)) {
        order.offer(item, scores[index]);
      }
    }
    SoftmaxSum sum = new SoftmaxSum(temperature);
    sum.add(scores, scores.length);
    TopN.Ranking ranking = order.drain();
    return ranked(ranking, new boolean[ranking.size()], Exploration.NONE, sum);
  }

  private static Ranked ranked(
      TopN.Ranking ranking, boolean[] promoted, Exploration exploration, SoftmaxSum sum) {
    double[] probabilities = new double[ranking.size()];
    for (int rank = 0; rank < probabilities.length; rank++) {
      float bonus = exploration.bonus(ranking.items()[rank]);
      probabilities[rank] = sum.probability(ranking.scores()[rank] - bonus);
    }
    return new Ranked(ranking.items(), ranking.scores(), probabilities, promoted);
  }
}
