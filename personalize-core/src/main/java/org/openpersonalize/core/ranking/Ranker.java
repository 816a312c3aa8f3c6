// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.ranking;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.kernel.Kernels;
import org.openpersonalize.core.kernel.Tile;
import org.openpersonalize.core.matrix.Pool;
import org.openpersonalize.core.matrix.SparseSums;

/**
 * Puts items in order for one query by a model's scores and what was learned about them; immutable.
 *
 * <p>Probabilities are a softmax over <em>all</em> items of the catalogue, whatever is shown, as the API defines them;
 * for the ranking of a given list they are one over that list. They are a millionth of themselves too great or too small, since exact
 * exponentials of all items take as long as finding the best; and where items are screened by {@link CoarseScores}, up to a hundredth.
 */
public final class Ranker {
  /** Where more than this part of all items is asked for, nearly all of them are possible. */
  private static final int MANY = 100;

  /** So many of the greatest exponentials are right where others are near what they are. */
  private static final int HEAD = 128;

  private static final Pool<Block> BLOCKS = new Pool<>(Block::new);

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

  /**
   * The answers to several queries of users, none of which has a list of its own: the same as one by one but for probabilities, made while the scores
   * of a block are at hand.
   *
   * @param scorer of the same users
   * @param wishes of the same users
   */
  public List<Ranked> answers(BatchScorer scorer, List<Query> queries, List<Wish> wishes) {
    List<Contest> contests = new ArrayList<>(queries.size());
    int[] places = new int[CandidateScorer.BLOCK];
    for (int user = 0; user < queries.size(); user++) {
      contests.add(new Contest(queries.get(user), wishes.get(user), scorer.itemCount(), places));
    }
    for (int first = 0; first < scorer.itemCount(); first += CandidateScorer.BLOCK) {
      Tile block = scorer.scoreBlock(first / CandidateScorer.BLOCK);
      for (int user = 0; user < contests.size(); user++) {
        contests.get(user).offer(first, block.columns(), block.values(), block.at(user, 0));
      }
    }
    List<Ranked> answers = new ArrayList<>(contests.size());
    for (int user = 0; user < contests.size(); user++) {
      answers.add(contests.get(user).ranked(scorer.scorer(user)));
    }
    return answers;
  }

  private Ranked recommend(CandidateScorer scorer, Query query, Wish wish) {
    return BLOCKS.with(block -> {
      Contest contest = new Contest(query, wish, scorer.itemCount(), block.places());
      Optional<SparseScores> few = scorer.sparse();
      Optional<CoarseScores> coarse =
          wish.numResults() <= scorer.itemCount() / MANY ? scorer.coarse() : Optional.empty();
      if (few.isPresent()) {
        contest.offer(few.get());
      } else if (coarse.isPresent()) {
        contest.offerPossible(coarse.get(), scorer, block);
      } else {
        contest.offerAll(scorer, block.scores());
      }
      return contest.ranked(scorer);
    });
  }

  /** Work space of a size that all answers have in common, [BLOCK]. */
  private record Block(float[] scores, float[] errors, int[] places) {
    Block() {
      this(
          new float[CandidateScorer.BLOCK],
          new float[CandidateScorer.BLOCK],
          new int[CandidateScorer.BLOCK]);
    }
  }

  /** What the items of a catalogue are offered to, in their order, for one query. */
  private final class Contest {
    private final int[] places; // [BLOCK], overwritten at will
    private final Query query;
    private final Wish wish;
    private final @Nullable Promotion promotion;
    private final SoftmaxSum sum = new SoftmaxSum(temperature);
    private final TopN best;
    private final TopN promoted;
    private int seen; // how many of the items that the user had were met

    Contest(Query query, Wish wish, int items, int[] places) {
      this.places = places;
      this.query = query;
      this.wish = wish;
      this.promotion = wish.promotion();
      this.best = new TopN(Math.min(wish.numResults(), items));
      this.promoted =
          new TopN(promotion == null ? 0 : Math.min(promotion.places(wish.numResults()), items));
    }

    /** Takes all items. */
    void offerAll(CandidateScorer scorer, float[] scores) {
      for (int first = 0; first < scorer.itemCount(); first += CandidateScorer.BLOCK) {
        int count = Math.min(CandidateScorer.BLOCK, scorer.itemCount() - first);
        scorer.scoreBlock(first / CandidateScorer.BLOCK, scores);
        offer(first, count, scores, 0);
      }
    }

    /**
     * Takes those that can have a place, the others being known to have none by their coarse scores. Probabilities are shares in a sum
     * of the coarse scores of all but the greatest. An exponential of what is sometimes too great and sometimes too small is too great in the
     * mean, by {@code exp(σ² / 2T²)}, so that as much is taken off.
     */
    void offerPossible(CoarseScores coarse, CandidateScorer scorer, Block block) {
      Screen head = new Screen(
          Math.max(hasProbabilities() ? HEAD : 0, best.capacity()), ItemFilter.EVERYTHING);
      boolean isFiltered = wish.filter() != ItemFilter.EVERYTHING;
      Screen screen = isFiltered ? new Screen(best.capacity(), wish.filter()) : head;
      Screen screenOfPromoted = new Screen(
          promoted.capacity(), promotion == null ? ItemFilter.EVERYTHING : promotion.filter());
      for (int first = 0; first < scorer.itemCount(); first += CandidateScorer.BLOCK) {
        int count = Math.min(CandidateScorer.BLOCK, scorer.itemCount() - first);
        float greatestError =
            coarse.scoreBlock(first / CandidateScorer.BLOCK, block.scores(), block.errors());
        correctSeen(scorer, first, count, block);
        screen.offer(first, count, block.scores(), block.errors(), greatestError, places);
        if (isFiltered && hasProbabilities()) {
          head.offer(first, count, block.scores(), block.errors(), greatestError, places);
        }
        if (promotion != null) {
          screenOfPromoted.offer(
              first, count, block.scores(), block.errors(), greatestError, places);
        }
        if (hasProbabilities()) {
          for (int n = 0; n < count; n++) {
            block.scores()[n] -= excess(coarse, block.errors()[n]);
          }
          sum.add(block.scores(), 0, count);
        }
      }
      screen.forEach((item, guess, error) -> best.offer(item, score(scorer, item)));
      if (hasProbabilities()) {
        head.forEach((item, guess, error) ->
            sum.replace(guess - excess(coarse, error), score(scorer, item)));
      }
      screenOfPromoted.forEach((item, guess, error) -> promoted.offer(item, score(scorer, item)));
    }

    private float excess(CoarseScores coarse, float error) {
      float sigma = error * coarse.deviation();
      return (float) (sigma * sigma * (0.5 / temperature));
    }

    /** Those that the user had have their true scores at once, since they get more. */
    private void correctSeen(CandidateScorer scorer, int first, int count, Block block) {
      int[] seenItems = query.seen();
      for (; seen < seenItems.length && seenItems[seen] < first + count; seen++) {
        int place = seenItems[seen] - first;
        block.scores()[place] = scorer.score(seenItems[seen]) + seenOffset;
        block.errors()[place] = 0;
      }
    }

    private float score(CandidateScorer scorer, int item) {
      float score = scorer.score(item);
      return Arrays.binarySearch(query.seen(), item) >= 0 ? score + seenOffset : score;
    }

    /**
     * Takes the next items.
     *
     * @param scores of the items {@code [first, first + count)} from {@code at} on; written into
     */
    void offer(int first, int count, float[] scores, int at) {
      int[] seenItems = query.seen();
      for (; seen < seenItems.length && seenItems[seen] < first + count; seen++) {
        scores[at + seenItems[seen] - first] += seenOffset;
      }
      if (promotion == null && wish.filter() == ItemFilter.EVERYTHING && !best.hasRoom()) {
        offerFew(first, count, scores, at);
        return;
      }
      if (hasProbabilities()) {
        sum.add(scores, at, at + count);
      }
      Ranker.offer(best, wish.filter(), first, count, scores, at);
      if (promotion != null) {
        Ranker.offer(promoted, promotion.filter(), first, count, scores, at);
      }
    }

    /** Looks once for the few that can be among the best, or be the greatest of all, when any item may be. */
    private void offerFew(int first, int count, float[] scores, int at) {
      float bound = hasProbabilities() ? Math.min(best.least(), sum.greatest()) : best.least();
      int few = Kernels.best().placesAbove(scores, at, at + count, bound, places);
      if (hasProbabilities()) {
        sum.add(scores, at, at + count, places, few);
      }
      for (int n = 0; n < few; n++) {
        best.offer(first + places[n] - at, scores[places[n]]);
      }
    }

    /** Takes all items, but looks at those only that have a score, and at as many others as have a place. */
    void offer(SparseScores few) {
      int items = few.itemCount();
      SparseSums scores =
          seenOffset == 0 ? few.sums() : few.sums().plus(query.seen(), seenOffset, items);
      if (hasProbabilities()) {
        float[] each = new float[scores.size()];
        int[] count = {0};
        scores.forEach((item, score) -> each[count[0]++] = score);
        sum.add(each, 0, each.length);
        sum.add(0, items - each.length);
      }
      Ranker.offer(best, wish.filter(), items, scores);
      if (promotion != null) {
        Ranker.offer(promoted, promotion.filter(), items, scores);
      }
    }

    /** The outcome, when all were offered. */
    Ranked ranked(CandidateScorer scorer) {
      TopN.Ranking others = best.drain();
      Answer answer = promotion == null && wish.exploration().isNone()
          ? new Answer(others, Slot.best(others.size()))
          : new Mixture(scorer, query, wish, temperature).of(promoted.drain(), others);
      return Ranker.ranked(answer, sum);
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

  private static void offer(
      TopN best, ItemFilter filter, int first, int count, float[] scores, int at) {
    int atATime = filter == ItemFilter.EVERYTHING ? count : Long.SIZE;
    for (int from = 0; from < count; from += atATime) {
      int end = Math.min(count, from + atATime);
      if (filter.allowsAny(first + from, first + end)) {
        int item = from;
        for (; item < end && best.hasRoom(); item++) {
          if (filter.allows(first + item)) {
            best.offer(first + item, scores[at + item]);
          }
        }
        for (item = next(scores, at, item, end, best.least());
            item < end;
            item = next(scores, at, item + 1, end, best.least())) {
          if (filter.allows(first + item)) {
            best.offer(first + item, scores[at + item]);
          }
        }
      }
    }
  }

  /** The first item from one on that scores more, or else the end: most do not, so that nothing else is done for them. */
  private static int next(float[] scores, int at, int from, int end, float least) {
    return Kernels.best().firstAbove(scores, at + from, at + end, least) - at;
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
    sum.add(scores, 0, scores.length);
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
