package org.openpersonalize.core.matrix;

/**
 * The hot loops of every model.
 *
 * <p>HotSpot turns a loop over whole arrays into vector instructions only where all of them are read at the same index;
 * {@code a[o + j] += c * b[p + j]} stays scalar and is three to five times slower. That is why each row is an array of
 * its own here, and why triangles start at a {@code from} that is shared by all arrays. A {@code float} sum keeps its
 * order and is not vectorised at all, so {@link #dot} runs eight sums side by side.
 */
public final class Vectors {
  private Vectors() {}

  /** {@code Σ x[k] · y[k]} over the length of {@code x}; {@code y} is at least as long. */
  public static float dot(float[] x, float[] y) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    int k = 0;
    for (; k + 7 < x.length; k += 8) {
      s0 += x[k] * y[k];
      s1 += x[k + 1] * y[k + 1];
      s2 += x[k + 2] * y[k + 2];
      s3 += x[k + 3] * y[k + 3];
      s4 += x[k + 4] * y[k + 4];
      s5 += x[k + 5] * y[k + 5];
      s6 += x[k + 6] * y[k + 6];
      s7 += x[k + 7] * y[k + 7];
    }
    float rest = 0;
    for (; k < x.length; k++) {
      rest += x[k] * y[k];
    }
    return ((s0 + s4) + (s1 + s5)) + ((s2 + s6) + (s3 + s7)) + rest;
  }

  /** {@code Σ x[k] · y[k]} for k ≥ {@code from}; for the short rows of a triangle. */
  public static float dot(float[] x, float[] y, int from) {
    float even = 0;
    float odd = 0;
    int k = from;
    for (; k + 1 < x.length; k += 2) {
      even += x[k] * y[k];
      odd += x[k + 1] * y[k + 1];
    }
    return k < x.length ? even + odd + x[k] * y[k] : even + odd;
  }

  /** Adds {@code scale · x} to {@code sum} element by element; equal lengths. */
  public static void addScaled(float[] sum, float scale, float[] x) {
    for (int k = 0; k < sum.length; k++) {
      sum[k] += scale * x[k];
    }
  }

  /** Adds {@code scale · x} to {@code sum} for k ≥ {@code from}; equal lengths. */
  public static void addScaled(float[] sum, float scale, float[] x, int from) {
    for (int k = from; k < sum.length; k++) {
      sum[k] += scale * x[k];
    }
  }

  /** Adds four scaled vectors to {@code sum} for k ≥ {@code from} in one pass; {@code sum}'s length counts. */
  public static void addScaled(
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

  /** Replaces {@code x} by {@code y + scale · x}; equal lengths. */
  public static void scaleAndAdd(float[] x, float scale, float[] y) {
    for (int k = 0; k < x.length; k++) {
      x[k] = y[k] + scale * x[k];
    }
  }
}
