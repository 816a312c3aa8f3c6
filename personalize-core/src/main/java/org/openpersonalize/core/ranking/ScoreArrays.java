// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.ranking;

import org.openpersonalize.core.kernel.Tile;

/** Scores of several users that are all there already. */
public final class ScoreArrays implements BatchScorer {
  private final float[][] scores;
  private final int itemCount;
  private final float[] block;

  /** @param scores [users][items]; shared, not copied */
  public ScoreArrays(float[][] scores, int itemCount) {
    this.scores = scores;
    this.itemCount = itemCount;
    this.block = new float[scores.length * CandidateScorer.BLOCK];
  }

  @Override
  public int itemCount() {
    return itemCount;
  }

  @Override
  public int users() {
    return scores.length;
  }

  @Override
  public Tile scoreBlock(int number) {
    int from = number * CandidateScorer.BLOCK;
    int count = Math.min(CandidateScorer.BLOCK, itemCount - from);
    Tile copy = new Tile(block, 0, scores.length, count, CandidateScorer.BLOCK, 1);
    for (int user = 0; user < scores.length; user++) {
      System.arraycopy(scores[user], from, block, copy.at(user, 0), count);
    }
    return copy;
  }

  @Override
  public CandidateScorer scorer(int user) {
    return new ScoreArray(scores[user]);
  }
}
