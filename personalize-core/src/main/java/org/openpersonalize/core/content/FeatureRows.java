// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.content;

import java.util.Arrays;
import org.openpersonalize.core.kernel.Vectors;
import org.openpersonalize.core.matrix.RowBlocks;

/** A sparse matrix in compressed rows, 8 bytes an entry: items × features, or the transpose; immutable. */
public final class FeatureRows {
  private static final int ROWS_AT_A_TIME = 256;

  private final int columnCount;
  private final int[] starts; // [rows + 1]
  private final int[] columns;
  private final float[] values;

  private FeatureRows(int columnCount, int[] starts, int[] columns, float[] values) {
    this.columnCount = columnCount;
    this.starts = starts;
    this.columns = columns;
    this.values = values;
  }

  /** Rows from their stored parts. */
  static FeatureRows of(int columnCount, int[] starts, int[] columns, float[] values) {
    return new FeatureRows(columnCount, starts, columns, values);
  }

  int[] starts() {
    return starts;
  }

  int[] entryColumns() {
    return columns;
  }

  float[] entryValues() {
    return values;
  }

  public int rows() {
    return starts.length - 1;
  }

  public int columns() {
    return columnCount;
  }

  /**
   * Adds a row's product with a matrix.
   *
   * @param matrix [columns][K]
   * @param sum [K]
   */
  public void addProduct(int row, float[][] matrix, float[] sum) {
    for (int entry = starts[row]; entry < starts[row + 1]; entry++) {
      Vectors.addScaled(sum, values[entry], matrix[columns[entry]]);
    }
  }

  /**
   * The product with a matrix; it does not depend on the number of threads.
   *
   * @param matrix [columns][K]
   * @return [rows][K]
   */
  public float[][] product(float[][] matrix, int threads) {
    int rank = matrix.length == 0 ? 0 : matrix[0].length;
    float[][] product = new float[rows()][rank];
    new RowBlocks(product.length, ROWS_AT_A_TIME).run(threads, () -> (block, from, to) -> {
      for (int row = from; row < to; row++) {
        addProduct(row, matrix, product[row]);
      }
    });
    return product;
  }

  /** The sum of a row's squares, each times the weight of its column. */
  float weightedSquares(int row, float[] weights) {
    float sum = 0;
    for (int entry = starts[row]; entry < starts[row + 1]; entry++) {
      sum += weights[columns[entry]] * values[entry] * values[entry];
    }
    return sum;
  }

  /** These rows, in this order. */
  FeatureRows select(int[] rows) {
    Builder selected = new Builder(columnCount);
    for (int row : rows) {
      for (int entry = starts[row]; entry < starts[row + 1]; entry++) {
        selected.add(columns[entry], values[entry]);
      }
      selected.endRow();
    }
    return selected.build();
  }

  public FeatureRows transposed() {
    int[] newStarts = new int[columnCount + 1];
    for (int column : columns) {
      newStarts[column + 1]++;
    }
    Arrays.parallelPrefix(newStarts, Integer::sum);
    int[] next = newStarts.clone();
    int[] newColumns = new int[columns.length];
    float[] newValues = new float[columns.length];
    for (int row = 0; row < rows(); row++) {
      for (int entry = starts[row]; entry < starts[row + 1]; entry++) {
        int to = next[columns[entry]]++;
        newColumns[to] = row;
        newValues[to] = values[entry];
      }
    }
    return new FeatureRows(rows(), newStarts, newColumns, newValues);
  }

  /** Takes the entries of one row after the other. */
  public static final class Builder {
    private final int columnCount;
    private int[] starts = new int[1024];
    private int rows;
    private int[] columns = new int[1024];
    private float[] values = new float[1024];
    private int entries;

    public Builder(int columnCount) {
      this.columnCount = columnCount;
    }

    public void add(int column, double value) {
      if (entries == columns.length) {
        columns = Arrays.copyOf(columns, 2 * entries);
        values = Arrays.copyOf(values, 2 * entries);
      }
      columns[entries] = column;
      values[entries++] = (float) value;
    }

    public void endRow() {
      rows++;
      if (rows == starts.length) {
        starts = Arrays.copyOf(starts, 2 * rows);
      }
      starts[rows] = entries;
    }

    public FeatureRows build() {
      return new FeatureRows(
          columnCount,
          Arrays.copyOf(starts, rows + 1),
          Arrays.copyOf(columns, entries),
          Arrays.copyOf(values, entries));
    }
  }
}
