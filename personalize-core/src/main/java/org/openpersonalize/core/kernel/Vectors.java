// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.kernel;

/**
 * Sums of scaled rows, for rows that are arrays of their own.
 *
 * <p>HotSpot turns a loop over whole arrays into vector instructions only where all of them are read at the same index;
 * {@code a[o + j] += c * b[p + j]} stays scalar and is three to five times slower.
 */
public final class Vectors {
  private Vectors() {}

  /** Adds {@code scale · x} to {@code sum} element by element; equal lengths. */
  public static void addScaled(float[] sum, float scale, float[] x) {
    for (int k = 0; k < sum.length; k++) {
      sum[k] += scale * x[k];
    }
  }

  /** Adds four scaled vectors to {@code sum} in one pass; {@code sum}'s length counts. */
  public static void addScaled(
      float[] sum,
      float scale0,
      float[] x0,
      float scale1,
      float[] x1,
      float scale2,
      float[] x2,
      float scale3,
      float[] x3) {
    for (int k = 0; k < sum.length; k++) {
      sum[k] += (scale0 * x0[k] + scale1 * x1[k]) + (scale2 * x2[k] + scale3 * x3[k]);
    }
  }

  /** The sum of the products of two vectors, one after the other in doubles: exact, and no loop to spend a training in. */
  public static double dot(float[] x, float[] y) {
    double sum = 0;
    for (int k = 0; k < x.length; k++) {
      sum += (double) x[k] * y[k];
    }
    return sum;
  }
}
