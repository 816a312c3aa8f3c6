// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.ranking;

import java.util.Arrays;

/** Scores that were all computed beforehand, for models that cannot score a block alone. */
public record ScoreArray(float[] scores) implements CandidateScorer {
  @Override
  public int itemCount() {
    return scores.length;
  }

  @Override
  public void scoreBlock(int block, float[] into) {
    int from = block * BLOCK;
    int count = Math.min(BLOCK, scores.length - from);
    System.arraycopy(scores, from, into, 0, count);
    Arrays.fill(into, count, BLOCK, 0);
  }

  @Override
  public void scoreAll(float[] into) {
    System.arraycopy(scores, 0, into, 0, scores.length);
  }

  @Override
  public float score(int item) {
    return scores[item];
  }
}
