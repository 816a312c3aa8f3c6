// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.kernel;

import java.util.Arrays;

/**
 * An array for each row.
 *
 * @param values [rows][columns]
 */
record PlainRightFactor(float[][] values) implements RightFactor {
  @Override
  public void setColumn(int column, float[] from) {
    for (int row = 0; row < values.length; row++) {
      values[row][column] = from[row];
    }
  }

  @Override
  public void copyColumn(int column, float[] into, int at) {
    for (int row = 0; row < values.length; row++) {
      into[at + row] = values[row][column];
    }
  }

  /** Added up as {@link PlainKernels#multiplier} does. */
  @Override
  public float product(float[] left, int column) {
    float sum = 0;
    int k = 0;
    for (; k + 3 < left.length; k += 4) {
      sum += (left[k] * values[k][column] + left[k + 1] * values[k + 1][column])
          + (left[k + 2] * values[k + 2][column] + left[k + 3] * values[k + 3][column]);
    }
    for (; k < left.length; k++) {
      sum += left[k] * values[k][column];
    }
    return sum;
  }

  @Override
  public RightFactor copy() {
    return new PlainRightFactor(Arrays.stream(values).map(float[]::clone).toArray(float[][]::new));
  }
}
