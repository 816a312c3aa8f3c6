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
  public void copyRow(int row, float[] into) {
    System.arraycopy(values, row * rank, into, 0, rank);
  }

  /** Overwrites a row with the first {@link #rank} entries of {@code from}. */
  public void setRow(int row, float[] from) {
    System.arraycopy(from, 0, values, row * rank, rank);
  }

  /** All factors, row after row; shared, not copied. */
  public float[] values() {
    return values;
  }
}
