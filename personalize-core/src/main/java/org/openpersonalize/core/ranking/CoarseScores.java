// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.ranking;

/** Scores of all items that are near the true ones, by how much is known, and are had much faster. */
public interface CoarseScores {
  /**
   * Scores the items of a block, as {@link CandidateScorer#scoreBlock} does.
   *
   * @param scores [{@link CandidateScorer#BLOCK}], overwritten
   * @param errors how far each may be from the true one, [{@link CandidateScorer#BLOCK}]; overwritten
   * @return the greatest of the errors
   */
  float scoreBlock(int block, float[] scores, float[] errors);

  /** What part of the error that is known the deviation of the scores from the true ones is, as if all roundings were lots. */
  float deviation();
}
