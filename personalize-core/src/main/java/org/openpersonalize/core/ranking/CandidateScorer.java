// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.ranking;

import java.util.Optional;

/** Scores every item of a catalogue for one user; the greater, the likelier. */
public interface CandidateScorer {
  /** Items scored at a time, so that their scores stay in the processor's first cache. */
  int BLOCK = 1024;

  /** How many items there are, numbered from 0. */
  int itemCount();

  /**
   * Scores the items from {@code block · BLOCK} on, as many as there are up to {@link #BLOCK}.
   *
   * @param scores [BLOCK], overwritten from its start
   */
  void scoreBlock(int block, float[] scores);

  /**
   * Scores all items.
   *
   * @param scores [at least {@link #itemCount}], overwritten from its start
   */
  default void scoreAll(float[] scores) {
    float[] block = new float[BLOCK];
    for (int from = 0; from < itemCount(); from += BLOCK) {
      scoreBlock(from / BLOCK, block);
      System.arraycopy(block, 0, scores, from, Math.min(BLOCK, itemCount() - from));
    }
  }

  /** All scores, [{@link #itemCount}]; shared where they are there already, so they must not be changed. */
  default float[] scores() {
    float[] scores = new float[itemCount()];
    scoreAll(scores);
    return scores;
  }

  /** The score of one item, the same as in its block. */
  float score(int item);

  /** The same where it is known that few items have another score than 0; empty if all must be looked at. */
  default Optional<SparseScores> sparse() {
    return Optional.empty();
  }

  /** The same where all scores can be had faster within bounds, so that few must be had as they are; empty if they cannot. */
  default Optional<CoarseScores> coarse() {
    return Optional.empty();
  }
}
