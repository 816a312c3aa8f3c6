// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.als;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.openpersonalize.core.kernel.Kernels;
import org.openpersonalize.core.kernel.RowBuffer;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.matrix.RowBlocks;

/**
 * YᵀY of a side's factors: K×K, symmetric, immutable.
 *
 * <p>It is the whole contribution of the unobserved entries, shared by all rows of the other side (Hu, Koren, Volinsky:
 * Collaborative Filtering for Implicit Feedback Datasets, ICDM 2008, section 4).
 */
public final class Gramian {
  private static final int ROWS_AT_A_TIME = 1024;

  /** The sums of so many parts of the rows are kept until they are added up. */
  private static final int MOST_PARTS = 64;

  private final int rank;
  private final float[] values; // [K · K]

  private Gramian(int rank, float[] values) {
    this.rank = rank;
    this.values = values;
  }

  /**
   * The Gramian of all rows; the same bytes for any number of threads.
   *
   * @param factors Y, K a multiple of {@link Kernels#WIDTH}
   */
  public static Gramian of(FactorMatrix factors, Kernels kernels, int threads) {
    int rank = factors.rank();
    RowBlocks parts =
        new RowBlocks(factors.rows(), Math.max(ROWS_AT_A_TIME, factors.rows() / MOST_PARTS + 1));
    float[][] partial = new float[parts.count()][];
    parts.run(threads, () -> {
      RowBuffer buffer = kernels.rowBuffer(rank);
      return (part, from, to) -> partial[part] = upperTriangle(factors, from, to, buffer);
    });
    double[] sum = new double[rank * rank];
    for (float[] part : partial) {
      for (int k = 0; k < sum.length; k++) {
        sum[k] += part[k];
      }
    }
    float[] values = new float[rank * rank];
    for (int k = 0; k < rank; k++) {
      for (int l = k; l < rank; l++) {
        values[k * rank + l] = (float) sum[k * rank + l];
        values[l * rank + k] = values[k * rank + l];
      }
    }
    return new Gramian(rank, values);
  }

  private static float[] upperTriangle(FactorMatrix factors, int from, int to, RowBuffer buffer) {
    float[] sum = new float[factors.rank() * factors.rank()];
    float[] ones = new float[ROWS_AT_A_TIME];
    Arrays.fill(ones, 1);
    for (int start = from; start < to; start += ROWS_AT_A_TIME) {
      int end = Math.min(to, start + ROWS_AT_A_TIME);
      buffer.clear();
      buffer.add(
          factors.values(),
          factors.rank(),
          0,
          IntStream.range(start, end).toArray(),
          0,
          end - start,
          ones,
          0);
      buffer.addOuterProducts(0, end - start, sum, 0);
    }
    return sum;
  }

  /** The Gramian with these values, [K, K], such as the sum of those of several parts of the rows. */
  public static Gramian of(FactorMatrix square) {
    return new Gramian(square.rank(), square.values());
  }

  public int rank() {
    return rank;
  }

  /** Are the factors in the {@link EigenBasis} of their Gramian? */
  boolean isDiagonal() {
    for (int row = 0; row < rank; row++) {
      for (int column = 0; column < row; column++) {
        if (values[row * rank + column] != 0) {
          return false;
        }
      }
    }
    return true;
  }

  /** The values times {@code scale}, [K · K]. */
  float[] scaled(float scale) {
    float[] scaled = values.clone();
    for (int k = 0; k < scaled.length; k++) {
      scaled[k] *= scale;
    }
    return scaled;
  }

  /** The same for factors padded with zeros, or with such factors cut off. */
  Gramian withRank(int other) {
    if (other == rank) {
      return this;
    }
    Gramian changed = new Gramian(other, new float[other * other]);
    int shared = Math.min(rank, other);
    for (int k = 0; k < shared; k++) {
      System.arraycopy(values, k * rank, changed.values, k * other, shared);
    }
    return changed;
  }

  /** The values as [K, K]; shared. */
  public FactorMatrix toMatrix() {
    return new FactorMatrix(rank, rank, values);
  }
}
