package org.openpersonalize.vector;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Cholesky decomposition and triangular solves of a matrix that fits the caches and whose order n is a multiple of
 * {@link #BLOCK}.
 *
 * <p>Vectors begin where a multiple of their length does, so they reach below the diagonal; what stands there in the
 * matrix they spoil, and in the factor it is zero.
 */
final class VectorCholesky {
  /** Orders are multiples of this. */
  static final int BLOCK = 16;

  /** Rows that are finished before the rows below hear of them. */
  private static final int STEP = Micro.ROWS;

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private VectorCholesky() {}

  /** {@code UᵀU = matrix}, in place; false if the matrix is not positive definite. */
  static boolean decompose(float[] matrix, int n) {
    float[] scales = new float[STEP];
    float[] panel = new float[STEP * Micro.PANEL];
    for (int first = 0; first < n; first += STEP) {
      if (!finishRows(matrix, n, first, scales)) {
        return false;
      }
      subtractFromRowsBelow(matrix, n, first, panel);
    }
    return true;
  }

  /** Finishes rows one after the other; those before the first have already been subtracted. */
  private static boolean finishRows(float[] matrix, int n, int first, float[] scales) {
    int start = first / LANES * LANES;
    for (int k = first; k < first + STEP; k++) {
      int row = k * n;
      for (int l = first; l < k; l++) {
        scales[l - first] = -matrix[l * n + k];
      }
      RowLoops.combine(
          matrix, first * n + start, n, k - first, n - start, scales, 0, matrix, row + start);
      float pivot = matrix[row + k];
      if (!(pivot > 0)) {
        return false;
      }
      Arrays.fill(matrix, row + start, row + k, 0);
      float inverse = 1 / (float) Math.sqrt(pivot);
      for (int j = row + start; j < row + n; j += LANES) {
        FloatVector.fromArray(SPECIES, matrix, j).mul(inverse).intoArray(matrix, j);
      }
    }
    return true;
  }

  /** Subtracts the outer products of finished rows from all rows below them. */
  private static void subtractFromRowsBelow(float[] matrix, int n, int first, float[] panel) {
    int below = first + STEP;
    for (int i = below / Micro.PANEL * Micro.PANEL; i < n; i += Micro.PANEL) {
      for (int l = 0; l < STEP; l++) {
        for (int k = 0; k < Micro.PANEL; k += LANES) {
          FloatVector.fromArray(SPECIES, matrix, (first + l) * n + i + k)
              .neg()
              .intoArray(panel, l * Micro.PANEL + k);
        }
      }
      for (int row = 0; row < Micro.PANEL; row += Micro.ROWS) {
        if (i + row >= below) {
          subtractRows(matrix, n, first, i + row, panel, row);
        }
      }
    }
  }

  private static void subtractRows(
      float[] matrix, int n, int first, int i, float[] panel, int panelRow) {
    int j = i / LANES * LANES;
    for (; j + 2 * LANES <= n; j += 2 * LANES) {
      Micro.addTwoVectors(STEP, panel, panelRow, matrix, first * n + j, n, matrix, i * n + j, n);
    }
    if (j < n) {
      Micro.addOneVector(STEP, panel, panelRow, matrix, first * n + j, n, matrix, i * n + j, n);
    }
  }

  /** Solves {@code UᵀU x = b} in place. */
  static void solve(float[] factor, int n, float[] x) {
    float[] block = new float[BLOCK];
    float[] lanes = new float[LANES];
    for (int first = 0; first < n; first += BLOCK) { // Uᵀz = b
      int end = first + BLOCK;
      for (int k = first; k < end; k++) {
        float z = x[k] / factor[k * n + k];
        x[k] = z;
        for (int j = k + 1; j < end; j++) {
          x[j] -= z * factor[k * n + j];
        }
        block[k - first] = -z;
      }
      RowLoops.combine(factor, first * n + end, n, BLOCK, n - end, block, 0, x, end);
    }
    for (int first = n - BLOCK; first >= 0; first -= BLOCK) { // Ux = z
      int end = first + BLOCK;
      RowLoops.multiply(factor, first * n + end, n, BLOCK, n - end, x, end, block, 0, lanes);
      for (int k = first; k < end; k++) {
        x[k] -= block[k - first];
      }
      for (int k = end - 1; k >= first; k--) {
        float solved = x[k] / factor[k * n + k];
        x[k] = solved;
        for (int i = first; i < k; i++) {
          x[i] -= solved * factor[i * n + k];
        }
      }
    }
  }
}
