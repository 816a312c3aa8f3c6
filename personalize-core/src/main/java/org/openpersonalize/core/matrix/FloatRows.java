// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.matrix;

import org.openpersonalize.core.kernel.Kernels;

/** Rows of floats. */
record FloatRows(float[] values, int columns) implements DenseRows {
  @Override
  public float get(int row, int column) {
    return values[row * columns + column];
  }

  @Override
  public void add(float[] sums, int[] rows, float[] scales, int count) {
    int[] starts = new int[count];
    for (int n = 0; n < count; n++) {
      starts[n] = rows[n] * columns;
    }
    Kernels.best().addRows(sums, columns, values, starts, scales, count);
  }

  @Override
  public long sizeInBytes() {
    return (long) Float.BYTES * values.length;
  }
}
