// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.kernel;

/**
 * A right factor that stays while many are multiplied with it, laid out as the {@link Multiplier} of the same {@link Kernels} reads
 * it. Zero at first; columns are written one at a time, and what is written is seen by threads that come to know of the factor later.
 */
public interface RightFactor {
  /** Overwrites a column by the first {@code rows} of the values. */
  void setColumn(int column, float[] values);

  /** Copies a column to {@code into}, from {@code at} on. */
  void copyColumn(int column, float[] into, int at);

  /**
   * One element of the product of a row and this, with the bits that {@link Multiplier#multiply} gives it.
   *
   * @param left as many as this has rows
   */
  float product(float[] left, int column);

  /** The same, to be written into. */
  RightFactor copy();
}
