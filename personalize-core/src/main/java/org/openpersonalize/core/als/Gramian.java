package org.openpersonalize.core.als;

import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.matrix.FactorRows;
import org.openpersonalize.core.matrix.RowBlocks;
import org.openpersonalize.core.matrix.Vectors;

/**
 * YᵀY of a side's factors: K×K, symmetric, immutable.
 *
 * <p>It is the whole contribution of the unobserved entries, shared by all rows of the other side (Hu, Koren, Volinsky:
 * Collaborative Filtering for Implicit Feedback Datasets, ICDM 2008, section 4).
 */
public final class Gramian {
  private static final int BLOCK = 1024;

  private final float[][] values; // [K][K]

  private Gramian(float[][] values) {
    this.values = values;
  }

  /** The Gramian of all rows; the same bytes for any number of threads. */
  public static Gramian of(FactorRows factors, int threads) {
    int rank = factors.rank();
    RowBlocks blocks = new RowBlocks(factors.rows(), BLOCK);
    float[][][] partial = new float[blocks.count()][][];
    blocks.run(threads, () -> {
      float[][] rows = new float[4][rank];
      return (block, from, to) -> partial[block] = upperTriangle(factors, from, to, rows);
    });
    double[][] sum = new double[rank][rank];
    for (float[][] part : partial) {
      for (int k = 0; k < rank; k++) {
        for (int l = k; l < rank; l++) {
          sum[k][l] += part[k][l];
        }
      }
    }
    float[][] values = new float[rank][rank];
    for (int k = 0; k < rank; k++) {
      for (int l = k; l < rank; l++) {
        values[k][l] = (float) sum[k][l];
        values[l][k] = (float) sum[k][l];
      }
    }
    return new Gramian(values);
  }

  /** The Gramian with these values, [K, K] row after row. */
  static Gramian of(FactorMatrix square) {
    float[][] values = new float[square.rows()][square.rank()];
    for (int k = 0; k < values.length; k++) {
      square.copyRow(k, values[k]);
    }
    return new Gramian(values);
  }

  private static float[][] upperTriangle(FactorRows factors, int from, int to, float[][] rows) {
    int rank = factors.rank();
    float[][] sum = new float[rank][rank];
    int row = from;
    for (; row + 3 < to; row += 4) {
      for (int r = 0; r < 4; r++) {
        factors.copyRow(row + r, rows[r]);
      }
      addOuterProducts(sum, 1, rows[0], 1, rows[1], 1, rows[2], 1, rows[3]);
    }
    for (; row < to; row++) {
      factors.copyRow(row, rows[0]);
      addOuterProduct(sum, 1, rows[0]);
    }
    return sum;
  }

  /** Adds {@code c·yyᵀ} to the upper triangle. */
  static void addOuterProduct(float[][] sum, float c, float[] y) {
    for (int k = 0; k < sum.length; k++) {
      Vectors.addScaled(sum[k], c * y[k], y, k);
    }
  }

  /** Adds four outer products to the upper triangle in one pass over it. */
  static void addOuterProducts(
      float[][] sum,
      float c0,
      float[] y0,
      float c1,
      float[] y1,
      float c2,
      float[] y2,
      float c3,
      float[] y3) {
    for (int k = 0; k < sum.length; k++) {
      Vectors.addScaled(sum[k], k, c0 * y0[k], y0, c1 * y1[k], y1, c2 * y2[k], y2, c3 * y3[k], y3);
    }
  }

  public int rank() {
    return values.length;
  }

  /** Overwrites {@code into}, [K][K], with the values times {@code scale}. */
  void copyScaled(float scale, float[][] into) {
    for (int k = 0; k < values.length; k++) {
      for (int l = 0; l < values.length; l++) {
        into[k][l] = scale * values[k][l];
      }
    }
  }

  /** Adds {@code scale · YᵀY x} to {@code sum}. */
  void addProduct(float[] sum, float scale, float[] x) {
    int k = 0;
    for (; k + 3 < x.length; k += 4) {
      Vectors.addScaled(
          sum,
          0,
          scale * x[k],
          values[k],
          scale * x[k + 1],
          values[k + 1],
          scale * x[k + 2],
          values[k + 2],
          scale * x[k + 3],
          values[k + 3]);
    }
    for (; k < x.length; k++) {
      Vectors.addScaled(sum, scale * x[k], values[k]);
    }
  }

  /** {@code Σ (x·y)²} over all rows x of this side and y of the other: the trace of the product of both Gramians. */
  double sumOfSquaredScores(Gramian other) {
    double trace = 0;
    for (int k = 0; k < values.length; k++) {
      for (int l = 0; l < values.length; l++) {
        trace += (double) values[k][l] * other.values[k][l];
      }
    }
    return trace;
  }

  /** The values as [K, K], a copy. */
  public FactorMatrix toMatrix() {
    FactorMatrix square = new FactorMatrix(values.length, values.length);
    for (int k = 0; k < values.length; k++) {
      square.setRow(k, values[k]);
    }
    return square;
  }
}
