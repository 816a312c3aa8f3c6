package org.openpersonalize.core.popularity;

import java.util.Arrays;
import org.openpersonalize.core.matrix.Profile;
import org.openpersonalize.core.ranking.CandidateScorer;
import org.openpersonalize.core.recipe.Model;

/**
 * Items by number of unique users; of equally popular items the one with the smaller number comes first.
 *
 * <p>The score of an item is its number of users; {@link #share} is the probability that a user's item is this one.
 */
public final class PopularityModel implements Model, CandidateScorer {
  private final int[] users; // [items]
  private final float[] scores; // [items], the same as floats: exact up to 16 million users
  private final double total;

  /** @param users unique users of each item, kept as they are */
  public PopularityModel(int[] users) {
    this.users = users;
    this.scores = new float[users.length];
    for (int item = 0; item < users.length; item++) {
      scores[item] = users[item];
    }
    this.total = Math.max(1, Arrays.stream(users).asLongStream().sum());
  }

  /** The item's part of all pairs of a user and an item; the parts of all items sum to 1. */
  public double share(int item) {
    return users[item] / total;
  }

  /** Unique users of each item; shared, not copied. */
  public int[] users() {
    return users;
  }

  @Override
  public CandidateScorer scorer(Profile profile) {
    return this;
  }

  @Override
  public int itemCount() {
    return users.length;
  }

  @Override
  public void scoreBlock(int block, float[] into) {
    int from = block * BLOCK;
    int count = Math.min(BLOCK, scores.length - from);
    System.arraycopy(scores, from, into, 0, count);
    Arrays.fill(into, count, BLOCK, 0);
  }

  @Override
  public float score(int item) {
    return scores[item];
  }

  @Override
  public long sizeInBytes() {
    return (long) (Integer.BYTES + Float.BYTES) * users.length;
  }
}
