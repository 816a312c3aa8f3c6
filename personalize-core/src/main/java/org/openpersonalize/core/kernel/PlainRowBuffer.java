package org.openpersonalize.core.kernel;

import java.util.Arrays;

/** Every row an array of its own, so that loops over several of them share one index. */
final class PlainRowBuffer implements RowBuffer {
  private final int rank;
  private final float[][] upper; // [K][K]
  private float[][] rows = new float[0][];
  private int size;

  PlainRowBuffer(int rank) {
    this.rank = rank;
    this.upper = new float[rank][rank];
  }

  @Override
  public void gather(float[] factors, int stride, int offset, int[] indices, int from, int to) {
    size = to - from;
    ensureRoom(size);
    for (int r = 0; r < size; r++) {
      System.arraycopy(factors, indices[from + r] * stride + offset, rows[r], 0, rank);
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
  public void multiply(float[] x, float[] products) {
    for (int r = 0; r < size; r++) {
      products[r] = dot(x, rows[r]);
    }
  }

  @Override
  public void addCombination(float[] weights, int from, float[] sum) {
    int r = 0;
    for (; r + 3 < size; r += 4) {
      addFour(
          sum,
          weights[from + r],
          weights[from + r + 1],
          weights[from + r + 2],
          weights[from + r + 3],
          r);
    }
    for (; r < size; r++) {
      PlainKernels.addScaled(sum, 0, weights[from + r], rows[r]);
    }
  }

  @Override
  public void addNormalProduct(
      float[] weights, int from, float constant, float sign, float[] x, float[] sum) {
    int r = 0;
    for (; r + 3 < size; r += 4) {
      addFour(
          sum,
          weights[from + r] * (constant + sign * dot(x, rows[r])),
          weights[from + r + 1] * (constant + sign * dot(x, rows[r + 1])),
          weights[from + r + 2] * (constant + sign * dot(x, rows[r + 2])),
          weights[from + r + 3] * (constant + sign * dot(x, rows[r + 3])),
          r);
    }
    for (; r < size; r++) {
      float scale = weights[from + r] * (constant + sign * dot(x, rows[r]));
      PlainKernels.addScaled(sum, 0, scale, rows[r]);
    }
  }

  private void addFour(float[] sum, float scale0, float scale1, float scale2, float scale3, int r) {
    PlainKernels.addScaled(
        sum, 0, scale0, rows[r], scale1, rows[r + 1], scale2, rows[r + 2], scale3, rows[r + 3]);
  }

  @Override
  public void addOuterProducts(float[] weights, int from, float[] matrix) {
    for (int k = 0; k < rank; k++) {
      System.arraycopy(matrix, k * rank, upper[k], 0, rank);
    }
    int r = 0;
    for (; r + 3 < size; r += 4) {
      float w0 = weights[from + r];
      float w1 = weights[from + r + 1];
      float w2 = weights[from + r + 2];
      float w3 = weights[from + r + 3];
      float[] y0 = rows[r];
      float[] y1 = rows[r + 1];
      float[] y2 = rows[r + 2];
      float[] y3 = rows[r + 3];
      for (int k = 0; k < rank; k++) {
        PlainKernels.addScaled(
            upper[k], k, w0 * y0[k], y0, w1 * y1[k], y1, w2 * y2[k], y2, w3 * y3[k], y3);
      }
    }
    for (; r < size; r++) {
      for (int k = 0; k < rank; k++) {
        PlainKernels.addScaled(upper[k], k, weights[from + r] * rows[r][k], rows[r]);
      }
    }
    for (int k = 0; k < rank; k++) {
      System.arraycopy(upper[k], 0, matrix, k * rank, rank);
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
