// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.popularity;

import java.util.Arrays;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.ranking.CandidateScorer;
import org.openpersonalize.core.ranking.Query;

/**
 * Items by number of unique users, who may fade with time; of equally popular items the one with the smaller number comes
 * first.
 *
 * <p>{@link #share} is the probability that a user's item is this one.
 */
public final class PopularityModel implements Model, CandidateScorer {
  private final int[] users; // [items]
  private final float[] scores; // [items]
  private final double total;

  /** @param users unique users of each item, kept as they are */
  public PopularityModel(int[] users) {
    this(users, floats(users));
  }

  /**
   * @param users unique users of each item, kept as they are
   * @param scores what these users count, kept as they are; as floats, exact up to 16 million users
   */
  public PopularityModel(int[] users, float[] scores) {
    this.users = users;
    this.scores = scores;
    double sum = 0;
    for (float score : scores) {
      sum += score;
    }
    this.total = Math.max(Double.MIN_NORMAL, sum);
  }

  private static float[] floats(int[] users) {
    float[] floats = new float[users.length];
    for (int item = 0; item < users.length; item++) {
      floats[item] = users[item];
    }
    return floats;
  }

  /** The item's part of the scores; the parts of all items sum to 1. */
  public double share(int item) {
    return scores[item] / total;
  }

  /** Unique users of each item; shared, not copied. */
  public int[] users() {
    return users;
  }

  /** What the users of each item count; shared, not copied. */
  @Override
  public float[] scores() {
    return scores;
  }

  /** The same in a catalogue of so many items, of which nobody took those behind. */
  public PopularityModel withItems(int items) {
    return new PopularityModel(Arrays.copyOf(users, items), Arrays.copyOf(scores, items));
  }

  @Override
  public CandidateScorer scorer(Query query) {
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
