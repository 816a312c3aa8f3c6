// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.matrix;

import org.openpersonalize.core.kernel.HalfFloats;
import org.openpersonalize.core.kernel.Kernels;

/**
 * Rows of {@link HalfFloats} and a power of two for each, by which its greatest magnitude is 2¹⁴ to 2¹⁵: a number changes by at most
 * 1/2,048 of itself, or is zero if it is less than 2⁻²⁸ of the greatest of its row. What adds up many rows waits for memory, and
 * reads half as much of it as of floats.
 *
 * <p>Numbers that were in such rows once stay as they are when they are put into rows again.
 */
public final class HalfRows implements DenseRows {
  private static final int GREATEST_EXPONENT = 14;
  private static final int LEAST_EXPONENT =
      -100; // of floats that can be told from zero by their row

  private final int columns;
  private final short[] values; // [rows · columns]
  private final float[] scales; // [rows], powers of two

  /**
   * @param values [rows · columns], row after row
   * @param scales [rows], what each row is to be multiplied by
   */
  public HalfRows(short[] values, float[] scales, int columns) {
    if ((long) scales.length * columns != values.length) {
      throw new IllegalArgumentException("%d numbers are not %d rows of %d columns"
          .formatted(values.length, scales.length, columns));
    }
    this.columns = columns;
    this.values = values;
    this.scales = scales;
  }

  /** Of floats, [rows · columns], row after row. */
  public static HalfRows of(float[] floats, int columns) {
    int rows = columns == 0 ? 0 : floats.length / columns;
    HalfRows halves = new HalfRows(new short[floats.length], new float[rows], columns);
    float[] row = new float[columns];
    for (int n = 0; n < rows; n++) {
      System.arraycopy(floats, n * columns, row, 0, columns);
      halves.set(n, row);
    }
    return halves;
  }

  /** Room for rows that {@link #set} fills before anybody else sees them. */
  static HalfRows empty(int rows, int columns) {
    return new HalfRows(new short[Math.multiplyExact(rows, columns)], new float[rows], columns);
  }

  /** Puts a row's floats in, [columns], which are finite. */
  void set(int row, float[] floats) {
    float greatest = 0;
    for (float value : floats) {
      greatest = Math.max(greatest, Math.abs(value));
    }
    int exponent = exponent(greatest);
    float up = Math.scalb(1f, GREATEST_EXPONENT - exponent);
    for (int column = 0; column < columns; column++) {
      values[row * columns + column] = HalfFloats.of(floats[column] * up);
    }
    scales[row] = Math.scalb(1f, exponent - GREATEST_EXPONENT);
  }

  /** That of what a row's greatest number becomes, which may be rounded up to a power of two. */
  private static int exponent(float greatest) {
    int exponent = Math.max(LEAST_EXPONENT, Math.getExponent(greatest));
    float up = Math.scalb(greatest, GREATEST_EXPONENT - exponent);
    boolean isRoundedUp =
        Math.getExponent(HalfFloats.toFloat(HalfFloats.of(up))) > GREATEST_EXPONENT;
    return isRoundedUp ? exponent + 1 : exponent;
  }

  @Override
  public float get(int row, int column) {
    return scales[row] * HalfFloats.toFloat(values[row * columns + column]);
  }

  @Override
  public void add(float[] sums, int[] rows, float[] scales, int count) {
    int[] starts = new int[count];
    float[] ofValues = new float[count];
    int kept = 0;
    for (int n = 0; n < count; n++) {
      float scale = scales[n] * this.scales[rows[n]];
      if (Math.abs(scale) < Kernels.MOST_SCALE_OF_HALVES) {
        starts[kept] = rows[n] * columns;
        ofValues[kept++] = scale;
      } else {
        addOne(sums, rows[n], scales[n]);
      }
    }
    Kernels.best().addHalfRows(sums, columns, values, starts, ofValues, kept);
  }

  private void addOne(float[] sums, int row, float scale) {
    for (int column = 0; column < columns; column++) {
      sums[column] += scale * get(row, column);
    }
  }

  /** [rows · columns], row after row; read only. */
  public short[] values() {
    return values;
  }

  /** What each row is to be multiplied by, [rows]; read only. */
  public float[] scales() {
    return scales;
  }

  @Override
  public long sizeInBytes() {
    return (long) Short.BYTES * values.length + (long) Float.BYTES * scales.length;
  }
}
