// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.kernel;

import java.util.Arrays;

/** Every row an array of its own, so that loops over several of them share one index. */
final class PlainRowBuffer implements RowBuffer {
  private final int rank;
  private final float[] vector; // x while it is multiplied with
  private final float[] sum;
  private final float[][] upper; // [K][K]
  private float[][] rows = new float[0][];
  private int size;

  PlainRowBuffer(int rank) {
    this.rank = rank;
    this.vector = new float[rank];
    this.sum = new float[rank];
    this.upper = new float[rank][rank];
  }

  @Override
  public void clear() {
    size = 0;
  }

  @Override
  public void add(
      float[] factors,
      int stride,
      int offset,
      int[] indices,
      int from,
      int to,
      float[] scales,
      int scalesAt) {
    ensureRoom(size + to - from);
    for (int entry = from; entry < to; entry++) {
      float[] row = rows[size++];
      System.arraycopy(factors, indices[entry] * stride + offset, row, 0, rank);
      float scale = scales[scalesAt + entry - from];
      for (int k = 0; k < rank; k++) {
        row[k] *= scale;
      }
    }
  }

  private void ensureRoom(int needed) {
    if (rows.length < needed) {
      int held = rows.length;
      rows = Arrays.copyOf(rows, Math.max(needed, 2 * held));
      for (int r = held; r < rows.length; r++) {
        rows[r] = new float[rank];
      }
    }
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public void multiply(int first, int end, float[] x, int xAt, float[] products) {
    System.arraycopy(x, xAt, vector, 0, rank);
    for (int r = first; r < end; r++) {
      products[r] = dot(vector, rows[r]);
    }
  }

  @Override
  public void addCombination(int first, int end, float[] weights, float[] into, int at) {
    System.arraycopy(into, at, sum, 0, rank);
    int r = first;
    for (; r + 3 < end; r += 4) {
      addFour(r, weights[r], weights[r + 1], weights[r + 2], weights[r + 3]);
    }
    for (; r < end; r++) {
      PlainKernels.addScaled(sum, 0, weights[r], rows[r]);
    }
    System.arraycopy(sum, 0, into, at, rank);
  }

  @Override
  public double addResidual(
      int first, int end, float[] right, float[] x, int xAt, float[] into, int at) {
    System.arraycopy(x, xAt, vector, 0, rank);
    System.arraycopy(into, at, sum, 0, rank);
    double rightPart = 0;
    int r = first;
    for (; r + 3 < end; r += 4) {
      float p0 = dot(vector, rows[r]);
      float p1 = dot(vector, rows[r + 1]);
      float p2 = dot(vector, rows[r + 2]);
      float p3 = dot(vector, rows[r + 3]);
      addFour(r, right[r] - p0, right[r + 1] - p1, right[r + 2] - p2, right[r + 3] - p3);
      rightPart += right[r] * p0 + right[r + 1] * p1 + right[r + 2] * p2 + right[r + 3] * p3;
    }
    for (; r < end; r++) {
      float product = dot(vector, rows[r]);
      PlainKernels.addScaled(sum, 0, right[r] - product, rows[r]);
      rightPart += right[r] * product;
    }
    System.arraycopy(sum, 0, into, at, rank);
    return rightPart;
  }

  @Override
  public void subtractProduct(int first, int end, float[] x, int xAt, float[] into, int at) {
    System.arraycopy(x, xAt, vector, 0, rank);
    System.arraycopy(into, at, sum, 0, rank);
    int r = first;
    for (; r + 3 < end; r += 4) {
      addFour(
          r,
          -dot(vector, rows[r]),
          -dot(vector, rows[r + 1]),
          -dot(vector, rows[r + 2]),
          -dot(vector, rows[r + 3]));
    }
    for (; r < end; r++) {
      PlainKernels.addScaled(sum, 0, -dot(vector, rows[r]), rows[r]);
    }
    System.arraycopy(sum, 0, into, at, rank);
  }

  private void addFour(int r, float scale0, float scale1, float scale2, float scale3) {
    PlainKernels.addScaled(
        sum, 0, scale0, rows[r], scale1, rows[r + 1], scale2, rows[r + 2], scale3, rows[r + 3]);
  }

  @Override
  public void addOuterProducts(int first, int end, float[] matrix, int at) {
    for (int k = 0; k < rank; k++) {
      System.arraycopy(matrix, at + k * rank, upper[k], 0, rank);
    }
    int r = first;
    for (; r + 3 < end; r += 4) {
      addFourOuterProducts(r);
    }
    for (; r < end; r++) {
      for (int k = 0; k < rank; k++) {
        PlainKernels.addScaled(upper[k], k, rows[r][k], rows[r]);
      }
    }
    for (int k = 0; k < rank; k++) {
      System.arraycopy(upper[k], 0, matrix, at + k * rank, rank);
    }
  }

  private void addFourOuterProducts(int r) {
    float[] y0 = rows[r];
    float[] y1 = rows[r + 1];
    float[] y2 = rows[r + 2];
    float[] y3 = rows[r + 3];
    for (int k = 0; k < rank; k++) {
      PlainKernels.addScaled(upper[k], k, y0[k], y0, y1[k], y1, y2[k], y2, y3[k], y3);
    }
  }

  /** A {@code float} sum keeps its order and is not vectorised, so eight run side by side. */
  private static float dot(float[] x, float[] y) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    for (int k = 0; k + 7 < x.length; k += 8) {
      s0 += x[k] * y[k];
      s1 += x[k + 1] * y[k + 1];
      s2 += x[k + 2] * y[k + 2];
      s3 += x[k + 3] * y[k + 3];
      s4 += x[k + 4] * y[k + 4];
      s5 += x[k + 5] * y[k + 5];
      s6 += x[k + 6] * y[k + 6];
      s7 += x[k + 7] * y[k + 7];
    }
    return ((s0 + s4) + (s1 + s5)) + ((s2 + s6) + (s3 + s7));
  }
}
