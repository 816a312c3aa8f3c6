// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.kernel;

import java.util.Arrays;

/**
 * The kernels in plain Java.
 *
 * <p>HotSpot turns a loop into vector instructions only where all arrays are read at the same index;
 * {@code a[o + j] += c * b[p + j]} stays scalar and is three to five times slower. So rows are copied into arrays of
 * their own first, which costs a small part of what is saved, and loops take four rows at a time; eight overflow what
 * the compiler unrolls.
 */
public final class PlainKernels implements Kernels {
  private static final int COLUMNS_AT_A_TIME = 1024;
  private static final float LEAST_EXPONENT = -80;

  @Override
  public String name() {
    return "plain";
  }

  @Override
  public RowBuffer rowBuffer(int rank) {
    return new PlainRowBuffer(rank);
  }

  @Override
  public void addProduct(Tile c, float scale, Tile a, Tile b) {
    int depth = a.columns();
    int width = Math.min(COLUMNS_AT_A_TIME, c.columns());
    float[][] rows = new float[depth][width];
    float[] sum = new float[width];
    for (int column = 0; column < c.columns(); column += width) {
      int columns = Math.min(width, c.columns() - column);
      for (int k = 0; k < depth; k++) {
        copyRow(b.part(k, column, 1, columns), rows[k]);
      }
      for (int row = 0; row < c.rows(); row++) {
        Arrays.fill(sum, 0);
        int k = 0;
        for (; k + 3 < depth; k += 4) {
          addScaled(
              sum,
              0,
              a.values()[a.at(row, k)],
              rows[k],
              a.values()[a.at(row, k + 1)],
              rows[k + 1],
              a.values()[a.at(row, k + 2)],
              rows[k + 2],
              a.values()[a.at(row, k + 3)],
              rows[k + 3]);
        }
        for (; k < depth; k++) {
          addScaled(sum, 0, a.values()[a.at(row, k)], rows[k]);
        }
        int start = c.at(row, column);
        for (int j = 0; j < columns; j++) {
          c.values()[start + j] += scale * sum[j];
        }
      }
    }
  }

  private static void copyRow(Tile row, float[] into) {
    if (row.columnStride() == 1) {
      System.arraycopy(row.values(), row.start(), into, 0, row.columns());
    } else {
      for (int column = 0; column < row.columns(); column++) {
        into[column] = row.values()[row.at(0, column)];
      }
    }
  }

  /** One row after the other, added up as {@link PlainRightFactor#product} does. */
  @Override
  public Multiplier multiplier(Tile left) {
    float[][] rows = new float[left.rows()][left.columns()];
    for (int row = 0; row < left.rows(); row++) {
      copyRow(left.part(row, 0, 1, left.columns()), rows[row]);
    }
    return (right, product) -> {
      float[][] factor = ((PlainRightFactor) right).values();
      float[] sum = new float[product.columns()];
      for (int row = 0; row < rows.length; row++) {
        combine(rows[row], factor, sum);
        System.arraycopy(sum, 0, product.values(), product.at(row, 0), sum.length);
      }
    };
  }

  private static void combine(float[] left, float[][] right, float[] sum) {
    Arrays.fill(sum, 0);
    int k = 0;
    for (; k + 3 < left.length; k += 4) {
      Vectors.addScaled(
          sum,
          left[k],
          right[k],
          left[k + 1],
          right[k + 1],
          left[k + 2],
          right[k + 2],
          left[k + 3],
          right[k + 3]);
    }
    for (; k < left.length; k++) {
      Vectors.addScaled(sum, left[k], right[k]);
    }
  }

  @Override
  public RightFactor rightFactor(int rows, int columns) {
    return new PlainRightFactor(new float[rows][columns]);
  }

  /** The compiler makes no vectors of bytes that become floats. */
  @Override
  public boolean multipliesBytes() {
    return false;
  }

  @Override
  public void multiplyBytes(float[] left, byte[] right, float[] products, int columns) {
    for (int column = 0; column < columns; column++) {
      int at = column / BYTES_TOGETHER * BYTES_TOGETHER * left.length + column % BYTES_TOGETHER;
      float sum = 0;
      for (int k = 0; k < left.length; k++) {
        sum += left[k] * right[at + k * BYTES_TOGETHER];
      }
      products[column] = sum;
    }
  }

  @Override
  public float greatest(float[] values, int from, int to) {
    float greatest = Float.NEGATIVE_INFINITY;
    for (int n = from; n < to; n++) {
      greatest = Math.max(greatest, values[n]);
    }
    return greatest;
  }

  @Override
  public int firstAbove(float[] values, int from, int to, float bound) {
    int n = from;
    while (n < to && values[n] <= bound) {
      n++;
    }
    return n;
  }

  @Override
  public int placesAbove(float[] values, int from, int to, float bound, int[] places) {
    int count = 0;
    for (int n = from; n < to; n++) {
      if (values[n] > bound) {
        places[count++] = n;
      }
    }
    return count;
  }

  @Override
  public float sumExponentials(float[] values, int from, int to, float shift, float scale) {
    double sum = 0;
    for (int n = from; n < to; n++) {
      sum += Math.exp(Math.max(LEAST_EXPONENT, scale * (values[n] - shift)));
    }
    return (float) sum;
  }

  @Override
  public float exponentiate(float[] values, int from, int to, float shift) {
    double sum = 0;
    for (int n = from; n < to; n++) {
      values[n] = (float) Math.exp(Math.max(LEAST_EXPONENT, values[n] - shift));
      sum += values[n];
    }
    return (float) sum;
  }

  @Override
  public void addRows(
      float[] sums, int length, float[] values, int[] starts, float[] scales, int count) {
    float[] row = new float[length]; // a copy at offset 0 lets the loop vectorise, see Vectors
    for (int n = 0; n < count; n++) {
      System.arraycopy(values, starts[n], row, 0, length);
      float scale = scales[n];
      for (int k = 0; k < length; k++) {
        sums[k] += scale * row[k];
      }
    }
  }

  @Override
  public void addHalfRows(
      float[] sums, int length, short[] values, int[] starts, float[] scales, int count) {
    for (int n = 0; n < count; n++) {
      int start = starts[n];
      float scale = scales[n];
      for (int k = 0; k < length; k++) {
        sums[k] += scale * HalfFloats.toFloat(values[start + k]);
      }
    }
  }

  @Override
  public boolean solve(float[] matrices, int n, int count, float[] x) {
    float[][] upper = new float[n][n];
    float[] solution = new float[n];
    for (int system = 0; system < count; system++) {
      for (int row = 0; row < n; row++) {
        int at = (system * n + row) * n;
        System.arraycopy(matrices, at + row, upper[row], row, n - row);
      }
      if (!decompose(upper)) {
        return false;
      }
      System.arraycopy(x, system * n, solution, 0, n);
      substitute(upper, solution);
      System.arraycopy(solution, 0, x, system * n, n);
    }
    return true;
  }

  /** {@code UᵀU = A}, in place; only upper triangles are read and written. */
  private static boolean decompose(float[][] upper) {
    for (int k = 0; k < upper.length; k++) {
      float[] row = upper[k];
      int l = 0;
      for (; l + 3 < k; l += 4) {
        addScaled(
            row,
            k,
            -upper[l][k],
            upper[l],
            -upper[l + 1][k],
            upper[l + 1],
            -upper[l + 2][k],
            upper[l + 2],
            -upper[l + 3][k],
            upper[l + 3]);
      }
      for (; l < k; l++) {
        addScaled(row, k, -upper[l][k], upper[l]);
      }
      if (!(row[k] > 0 && row[k] < Float.POSITIVE_INFINITY)) {
        return false;
      }
      float inverse = (float) (1 / Math.sqrt(row[k]));
      for (int j = k; j < row.length; j++) {
        row[j] *= inverse;
      }
    }
    return true;
  }

  /** Solves {@code UᵀU x = b}, in place. */
  private static void substitute(float[][] upper, float[] x) {
    for (int k = 0; k < x.length; k++) { // Uᵀz = b, a column of Uᵀ being a row of U
      float z = x[k] / upper[k][k];
      addScaled(x, k, -z, upper[k]);
      x[k] = z;
    }
    for (int k = x.length - 1; k >= 0; k--) { // Ux = z
      float[] row = upper[k];
      float sum = x[k];
      for (int j = k + 1; j < x.length; j++) {
        sum -= row[j] * x[j];
      }
      x[k] = sum / row[k];
    }
  }

  /** Adds {@code scale · x} to {@code sum} from {@code from} on. */
  static void addScaled(float[] sum, int from, float scale, float[] x) {
    for (int k = from; k < sum.length; k++) {
      sum[k] += scale * x[k];
    }
  }

  /** Adds four scaled arrays to {@code sum} from {@code from} on, in one pass. */
  static void addScaled(
      float[] sum,
      int from,
      float scale0,
      float[] x0,
      float scale1,
      float[] x1,
      float scale2,
      float[] x2,
      float scale3,
      float[] x3) {
    for (int k = from; k < sum.length; k++) {
      sum[k] += (scale0 * x0[k] + scale1 * x1[k]) + (scale2 * x2[k] + scale3 * x3[k]);
    }
  }
}
