// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.ranking;

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

  /** The score of one item, the same as in its block. */
  float score(int item);
}
