// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.ranking;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.kernel.Kernels;
import org.openpersonalize.core.matrix.SparseSums;

/**
 * Puts items in order for one query by a model's scores and what was learned about them; immutable.
 *
 * <p>Probabilities are a softmax over <em>all</em> items of the catalogue, whatever is shown, as the API defines them;
 * for the ranking of a given list they are one over that list.
 */
public final class Ranker {
  /** Puts in order by scores as they are, without probabilities. */
  public static final Ranker BY_SCORE = new Ranker(0, Double.NaN, null);

  private final float seenOffset;
  private final double temperature; // NaN without probabilities
  private final @Nullable Kernels kernels; // null for exact probabilities

  public Ranker(Calibration calibration) {
    this((float) calibration.seenOffset(), calibration.temperature(), null);
  }

  private Ranker(float seenOffset, double temperature, @Nullable Kernels kernels) {
    this.seenOffset = seenOffset;
    this.temperature = temperature;
    this.kernels = kernels;
  }

  /** The same whose probabilities are a millionth of themselves too great or small, for who puts whole catalogues in order by the thousand. */
  public Ranker quick() {
    return new Ranker(seenOffset, temperature, Kernels.best());
  }

  /**
   * Items in their order.
   *
   * @param items [n] numbers of items, best first
   * @param scores [n] of the same items
   * @param probabilities [n] of the same items; NaN where there are none
   * @param slots [n] what the place of each is for
   */
  public record Ranked(int[] items, float[] scores, double[] probabilities, Slot[] slots) {
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
    SoftmaxSum sum = new SoftmaxSum(temperature, kernels);
    TopN best = new TopN(Math.min(wish.numResults(), scorer.itemCount()));
    TopN promoted = new TopN(
        promotion == null ? 0 : Math.min(promotion.places(wish.numResults()), scorer.itemCount()));
    Contest contest = new Contest(sum, best, promoted, wish);
    scorer
        .sparse()
        .ifPresentOrElse(few -> offer(few, query, contest), () -> offerAll(scorer, query, contest));
    TopN.Ranking others = best.drain();
    Answer answer = promotion == null && wish.exploration().isNone()
        ? new Answer(others, Slot.best(others.size()))
        : new Mixture(scorer, query, wish, temperature).of(promoted.drain(), others);
    return ranked(answer, sum);
  }

  /** What the items of a catalogue are offered to. */
  private record Contest(SoftmaxSum sum, TopN best, TopN promoted, Wish wish) {}

  private void offerAll(CandidateScorer scorer, Query query, Contest contest) {
    Promotion promotion = contest.wish.promotion();
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
        contest.sum.add(scores, count);
      }
      offer(contest.best, contest.wish.filter(), first, count, scores);
      if (promotion != null) {
        offer(contest.promoted, promotion.filter(), first, count, scores);
      }
    }
  }

  /** As {@link #offerAll}, but looks at the items only that have a score, and at as many others as have a place. */
  private void offer(SparseScores few, Query query, Contest contest) {
    int items = few.itemCount();
    SparseSums scores =
        seenOffset == 0 ? few.sums() : few.sums().plus(query.seen(), seenOffset, items);
    if (hasProbabilities()) {
      float[] each = new float[scores.size()];
      int[] count = {0};
      scores.forEach((item, score) -> each[count[0]++] = score);
      contest.sum.add(each, each.length);
      contest.sum.add(0, items - each.length);
    }
    offer(contest.best, contest.wish.filter(), items, scores);
    Promotion promotion = contest.wish.promotion();
    if (promotion != null) {
      offer(contest.promoted, promotion.filter(), items, scores);
    }
  }

  private static void offer(TopN best, ItemFilter filter, int items, SparseSums scores) {
    scores.forEach((item, score) -> {
      if (best.wouldTake(score) && filter.allows(item)) {
        best.offer(item, score);
      }
    });
    for (int from = 0; from < items && best.wouldTake(from, 0); from += Long.SIZE) {
      int end = Math.min(items, from + Long.SIZE);
      if (filter.allowsAny(from, end)) {
        for (int item = from; item < end && best.wouldTake(item, 0); item++) {
          if (!scores.contains(item) && filter.allows(item)) {
            best.offer(item, 0);
          }
        }
      }
    }
  }

  /** Items in their order, and what the place of each is for. */
  record Answer(TopN.Ranking ranking, Slot[] slots) {}

  private boolean hasProbabilities() {
    return !Double.isNaN(temperature);
  }

  private static void offer(TopN best, ItemFilter filter, int first, int count, float[] scores) {
    for (int from = 0; from < count; from += Long.SIZE) {
      int end = Math.min(count, from + Long.SIZE);
      if (filter.allowsAny(first + from, first + end)) {
        int item = from;
        for (; item < end && best.hasRoom(); item++) {
          if (filter.allows(first + item)) {
            best.offer(first + item, scores[item]);
          }
        }
        for (item = next(scores, item, end, best.least());
            item < end;
            item = next(scores, item + 1, end, best.least())) {
          if (filter.allows(first + item)) {
            best.offer(first + item, scores[item]);
          }
        }
      }
    }
  }

  /** The first item from one on that scores more, or else the end: most do not, so that nothing else is done for them. */
  private static int next(float[] scores, int from, int end, float least) {
    int item = from;
    while (item < end && scores[item] <= least) {
      item++;
    }
    return item;
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
    SoftmaxSum sum = new SoftmaxSum(temperature, kernels);
    sum.add(scores, scores.length);
    TopN.Ranking ranking = order.drain();
    return ranked(new Answer(ranking, Slot.best(ranking.size())), sum);
  }

  private static Ranked ranked(Answer answer, SoftmaxSum sum) {
    float[] scores = answer.ranking().scores();
    double[] probabilities = new double[scores.length];
    for (int rank = 0; rank < probabilities.length; rank++) {
      probabilities[rank] = sum.probability(scores[rank]);
    }
    return new Ranked(answer.ranking().items(), scores, probabilities, answer.slots());
  }
}
