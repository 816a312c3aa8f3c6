// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.ranking;

import org.openpersonalize.core.kernel.Tile;

/**
 * Scores every item of a catalogue for several users at once, a block after the other, with the same scores, to the last bit, as each
 * user's own scorer. Not thread-safe.
 */
public interface BatchScorer {
  /** How many items there are, numbered from 0. */
  int itemCount();

  /** How many users there are, numbered from 0. */
  int users();

  /**
   * Scores the items from {@code block · BLOCK} on, as many as there are up to {@link CandidateScorer#BLOCK}.
   *
   * @return [users, items of the block]; overwritten by the next call, and may be written into until then
   */
  Tile scoreBlock(int block);

  /** The scorer of one of the users. */
  CandidateScorer scorer(int user);

  /**
   * Scores all items.
   *
   * @param scores [at least {@link #users}][at least {@link #itemCount}], overwritten from their starts
   */
  default void scoreAll(float[][] scores) {
    for (int from = 0; from < itemCount(); from += CandidateScorer.BLOCK) {
      Tile block = scoreBlock(from / CandidateScorer.BLOCK);
      for (int user = 0; user < users(); user++) {
        System.arraycopy(block.values(), block.at(user, 0), scores[user], from, block.columns());
      }
    }
  }
}
