// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.matrix;

/** Rows of a number for every column, which are added up; immutable. */
public sealed interface DenseRows permits FloatRows, HalfRows {
  /** The number at a place. */
  float get(int row, int column);

  /**
   * {@code sums += Σ scaleₙ · rowₙ}.
   *
   * @param sums a number for each column at least
   * @param rows which ones, [at least count]
   * @param scales of the same
   * @param count how many
   */
  void add(float[] sums, int[] rows, float[] scales, int count);

  /** Bytes held in memory. */
  long sizeInBytes();
}
