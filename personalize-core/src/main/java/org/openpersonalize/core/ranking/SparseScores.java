// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.ranking;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.matrix.SparseSums;

/**
 * Scores of few items, all others having 0, so that an answer needs not look at each of the catalogue. Not thread-safe, as it is
 * added to and since what asks for blocks makes it write all out once.
 */
public final class SparseScores implements CandidateScorer {
  private static final int FEW = 8; // of all items one in so many at most

  private final int itemCount;
  private final SparseSums sums;
  private float @Nullable [] written;

  /** @param sums of items */
  private SparseScores(int itemCount, SparseSums sums) {
    this.itemCount = itemCount;
    this.sums = sums;
  }

  /**
   * Scores that are all 0, to be added to.
   *
   * @param additions how many there will be at most
   */
  public SparseScores(int itemCount, int additions) {
    this(itemCount, new SparseSums(additions, itemCount));
  }

  /** Are so many additions few enough for this to be faster than an array of all scores? */
  public static boolean areFew(long additions, int itemCount) {
    return additions <= itemCount / FEW;
  }

  /** Adds to the score of an item. */
  public void add(int item, float amount) {
    sums.add(item, amount);
  }

  @Override
  public Optional<SparseScores> sparse() {
    return Optional.of(this);
  }

  /** What has been added to; all others have 0. */
  public SparseSums sums() {
    return sums;
  }

  /** The same scores with further items behind, which have 0. */
  public SparseScores withItems(int items) {
    return new SparseScores(items, sums);
  }

  @Override
  public int itemCount() {
    return itemCount;
  }

  @Override
  public void scoreBlock(int block, float[] scores) {
    if (written == null) {
      written = new float[itemCount];
      scoreAll(written);
    }
    new ScoreArray(written).scoreBlock(block, scores);
  }

  @Override
  public void scoreAll(float[] scores) {
    Arrays.fill(scores, 0, itemCount, 0);
    sums.forEach((item, sum) -> scores[item] = sum);
  }

  @Override
  public float score(int item) {
    return sums.of(item);
  }
}
