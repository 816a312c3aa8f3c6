package org.openpersonalize.core.ranking;

import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.matrix.Profile;

/**
 * Puts items in order for one user by a model's scores and what was learned about them; immutable.
 *
 * <p>Probabilities are a softmax over <em>all</em> items of the catalogue, whatever is shown, as the API defines them;
 * for the ranking of a given list they are one over that list.
 */
public final class Ranker {
  private final float seenOffset;
  private final double temperature;

  public Ranker(Calibration calibration) {
    this.seenOffset = (float) calibration.seenOffset();
    this.temperature = calibration.temperature();
  }

  /**
   * Items with their probabilities.
   *
   * @param items numbers of items, best first
   * @param probabilities of the same items
   */
  public record Ranked(int[] items, double[] probabilities) {}

  /** The n best items for the user with this profile, best first. */
  public TopN.Ranking top(CandidateScorer scorer, Profile profile, int n, ItemFilter filter) {
    return scan(scorer, profile, n, filter, null);
  }

  /** As {@link #top}, with probabilities that sum to 1 over the whole catalogue. */
  public Ranked recommend(CandidateScorer scorer, Profile profile, int n, ItemFilter filter) {
    SoftmaxSum sum = new SoftmaxSum(temperature);
    return sum.ranked(scan(scorer, profile, n, filter, sum));
  }

  /** The given items in order, with probabilities that sum to 1 over them; no item may occur twice. */
  public Ranked rank(CandidateScorer scorer, Profile profile, int[] candidates) {
    float[] scores = new float[candidates.length];
    TopN order = new TopN(candidates.length);
    for (int index = 0; index < candidates.length; index++) {
      int item = candidates[index];
      scores[index] = scorer.score(item) + (profile.contains(item) ? seenOffset : 0);
      order.offer(item, scores[index]);
    }
    SoftmaxSum sum = new SoftmaxSum(temperature);
    sum.add(scores, scores.length);
    return sum.ranked(order.drain());
  }

  private TopN.Ranking scan(
      CandidateScorer scorer, Profile profile, int n, ItemFilter filter, @Nullable SoftmaxSum sum) {
    TopN best = new TopN(Math.min(n, scorer.itemCount()));
    float[] scores = new float[CandidateScorer.BLOCK];
    int seen = 0;
    for (int first = 0; first < scorer.itemCount(); first += CandidateScorer.BLOCK) {
      int count = Math.min(CandidateScorer.BLOCK, scorer.itemCount() - first);
      scorer.scoreBlock(first / CandidateScorer.BLOCK, scores);
      for (; seen < profile.size() && profile.items()[seen] < first + count; seen++) {
        scores[profile.items()[seen] - first] += seenOffset;
      }
      if (sum != null) {
        sum.add(scores, count);
      }
      for (int item = 0; item < count; item++) {
        if (best.wouldTake(scores[item]) && filter.allows(first + item)) {
          best.offer(first + item, scores[item]);
        }
      }
    }
    return best.drain();
  }
}
