// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.matrix;

/** Rows × rank floats in one flat array, row after row. */
public final class FactorMatrix implements FactorRows {
  private final int rows;
  private final int rank;
  private final float[] values;

  /** All zeros. */
  public FactorMatrix(int rows, int rank) {
    this(rows, rank, new float[Math.multiplyExact(rows, rank)]);
  }

  /** @param values [rows · rank], kept as they are */
  public FactorMatrix(int rows, int rank, float[] values) {
    if (values.length != (long) rows * rank) {
      throw new IllegalArgumentException(
          "%d values are not %d rows of %d factors".formatted(values.length, rows, rank));
    }
    this.rows = rows;
    this.rank = rank;
    this.values = values;
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int rank() {
    return rank;
  }

  @Override
  public void copyRow(int row, float[] into, int at) {
    System.arraycopy(values, row * rank, into, at, rank);
  }

  /** Overwrites a row with {@link #rank} entries of {@code from}, from {@code at} on. */
  public void setRow(int row, float[] from, int at) {
    System.arraycopy(from, at, values, row * rank, rank);
  }

  /** The same rows with so many factors: the last ones cut off, or zeros added. These values if nothing changes. */
  public FactorMatrix withRank(int other) {
    if (other == rank) {
      return this;
    }
    FactorMatrix copy = new FactorMatrix(rows, other);
    for (int row = 0; row < rows; row++) {
      System.arraycopy(values, row * rank, copy.values, row * other, Math.min(rank, other));
    }
    return copy;
  }

  /** All factors, row after row; shared, not copied. */
  public float[] values() {
    return values;
  }
}
