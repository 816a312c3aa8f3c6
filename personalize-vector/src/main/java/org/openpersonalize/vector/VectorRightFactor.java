// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.vector;

import java.util.Objects;
import jdk.incubator.vector.FloatVector;
import org.openpersonalize.core.kernel.Kernels;
import org.openpersonalize.core.kernel.RightFactor;

/**
 * Panels of {@link #WIDTH} columns, row after row, so that one is read from its start to its end: rows of the whole factor lie a page
 * apart, of which the processor does not remember enough.
 *
 * @param values [panels, rows, WIDTH]; columns behind the last are zero
 */
record VectorRightFactor(int rows, int columns, float[] values) implements RightFactor {
  /** Columns of a panel: whole tiles of {@link Micro#addTwoVectors}, however wide vectors are. */
  static final int WIDTH = 2 * Kernels.WIDTH;

  VectorRightFactor(int rows, int columns) {
    this(rows, columns, new float[VectorKernels.roundUp(columns, WIDTH) * rows]);
  }

  static {
    if (WIDTH % (2 * FloatVector.SPECIES_PREFERRED.length()) != 0) {
      throw new IllegalStateException("Vectors are wider than panels");
    }
  }

  /** Where a column begins; its next row is {@link #WIDTH} further on. */
  int at(int column) {
    return column / WIDTH * WIDTH * rows + column % WIDTH;
  }

  @Override
  public void setColumn(int column, float[] from) {
    int at = at(Objects.checkIndex(column, columns));
    for (int row = 0; row < rows; row++) {
      values[at + row * WIDTH] = from[row];
    }
  }

  @Override
  public void copyColumn(int column, float[] into, int to) {
    int at = at(Objects.checkIndex(column, columns));
    for (int row = 0; row < rows; row++) {
      into[to + row] = values[at + row * WIDTH];
    }
  }

  /** A chain of fused multiply-adds, as in each lane of the {@link Micro} loops. */
  @Override
  public float product(float[] left, int column) {
    int at = at(Objects.checkIndex(column, columns));
    float sum = 0;
    for (int row = 0; row < rows; row++) {
      sum = Math.fma(left[row], values[at + row * WIDTH], sum);
    }
    return sum;
  }

  /**
   * Its values, for loops that do not check where they read.
   *
   * @throws IndexOutOfBoundsException if it has less than so many columns or not these rows
   */
  float[] checked(int depth, int width) {
    Objects.checkIndex(width, columns + 1);
    if (depth != rows) {
      throw new IndexOutOfBoundsException("%d rows, not %d".formatted(rows, depth));
    }
    return values;
  }

  @Override
  public RightFactor copy() {
    return new VectorRightFactor(rows, columns, values.clone());
  }
}
