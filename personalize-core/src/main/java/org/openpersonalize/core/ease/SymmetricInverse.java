// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.ease;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.openpersonalize.core.kernel.Kernels;
import org.openpersonalize.core.kernel.Tile;
import org.openpersonalize.core.matrix.RowBlocks;
import org.openpersonalize.core.training.TrainingProgress;

/**
 * Inverts a large symmetric positive definite matrix in place, n³ operations on 4n² bytes and little more.
 *
 * <p>Gauss–Jordan elimination by blocks of pivots K, on the lower triangle alone (the sweep operator; Goodnight: A
 * Tutorial on the SWEEP Operator, The American Statistician 33, 1979): with D = (A_KK)⁻¹, which a Cholesky decomposition
 * gives,
 *
 * <pre>
 *   A_ij ← A_ij − A_iK D A_Kj,   A_iK ← A_iK D,   A_KK ← −D
 * </pre>
 *
 * for all i, j outside K, and after all blocks A has become −A⁻¹. As many operations as a blocked Cholesky decomposition
 * followed by the inverse from its factor, but nearly all of them are one product of two thin matrices a step, which
 * keeps the kernels at their full speed and all threads busy without a second matrix or a schedule of dependencies.
 * Pivots need no exchange since the remaining matrix stays positive definite.
 */
final class SymmetricInverse {
  private static final int PIVOTS = 128;
  private static final int ROWS_AT_A_TIME = 64;

  private final float[] matrix; // [n · n]
  private final int n;
  private final Kernels kernels;
  private final int threads;
  private final float[] panel; // [PIVOTS, n], A_Kj for all j
  private final float[] scaled; // [n, PIVOTS], A_iK D for all i

  private SymmetricInverse(float[] matrix, int n, Kernels kernels, int threads) {
    this.matrix = matrix;
    this.n = n;
    this.kernels = kernels;
    this.threads = threads;
    this.panel = new float[Math.min(PIVOTS, n) * n];
    this.scaled = new float[Math.min(PIVOTS, n) * n];
  }

  /**
   * Replaces the lower triangle of a matrix by that of its negated inverse; the same bits for any number of threads.
   *
   * @param matrix A, [n · n] row after row, of which only the lower triangle is read; what is above the diagonal becomes
   *     meaningless
   * @throws java.util.concurrent.CancellationException if {@code progress} was cancelled
   * @throws IllegalStateException if the matrix is not positive definite, or not finite
   */
  static void negate(
      float[] matrix, int n, Kernels kernels, int threads, TrainingProgress progress) {
    SymmetricInverse inverse = new SymmetricInverse(matrix, n, kernels, threads);
    for (int first = 0; first < n; first += PIVOTS) {
      inverse.eliminate(first, Math.min(PIVOTS, n - first), progress);
      progress.report((first + Math.min(PIVOTS, n - first)) / (double) n, Double.NaN, "invert");
    }
  }

  private void eliminate(int first, int pivots, TrainingProgress progress) {
    copyPanel(first, pivots);
    Tile inverse = inverseOfPivots(first, pivots);
    Tile panelTile = Tile.of(panel, pivots, n);
    Tile scaledTile = Tile.of(scaled, n, pivots);
    Tile whole = Tile.of(matrix, n, n);
    Arrays.fill(scaled, 0);
    RowBlocks rows = new RowBlocks(n, ROWS_AT_A_TIME);
    rows.run(threads, () -> (block, from, to) -> {
      progress.throwIfCancelled();
      kernels.addProduct(
          scaledTile.part(from, 0, to - from, pivots),
          1,
          panelTile.part(0, from, pivots, to - from).transposed(),
          inverse);
    });
    rows.run(threads, () -> (block, from, to) -> {
      progress.throwIfCancelled();
      // The columns up to the diagonal, without those of the pivots; the pivots' own rows are
      // overwritten below.
      int left = Math.min(to, first);
      int right = first + pivots;
      Tile factors = scaledTile.part(from, 0, to - from, pivots);
      if (left > 0) {
        kernels.addProduct(
            whole.part(from, 0, to - from, left), -1, factors, panelTile.part(0, 0, pivots, left));
      }
      if (to > right) {
        kernels.addProduct(
            whole.part(from, right, to - from, to - right),
            -1,
            factors,
            panelTile.part(0, right, pivots, to - right));
      }
    });
    writePivots(first, pivots, inverse);
  }

  /** Gathers A_Kj for all j, from the rows of the pivots and, below them, from their columns. */
  private void copyPanel(int first, int pivots) {
    for (int pivot = 0; pivot < pivots; pivot++) {
      System.arraycopy(matrix, (first + pivot) * n, panel, pivot * n, first + pivot + 1);
    }
    for (int row = first; row < n; row++) {
      for (int pivot = 0; pivot < Math.min(pivots, row - first); pivot++) {
        panel[pivot * n + row] = matrix[row * n + first + pivot];
      }
    }
  }

  /** D. */
  private Tile inverseOfPivots(int first, int pivots) {
    DMatrixRMaj block = new DMatrixRMaj(pivots, pivots);
    for (int row = 0; row < pivots; row++) {
      for (int column = 0; column < pivots; column++) {
        block.set(row, column, panel[row * n + first + column]);
      }
    }
    if (!CommonOps_DDRM.invertSPD(block, block)) {
      throw notPositiveDefinite();
    }
    float[] inverse = new float[pivots * pivots];
    for (int k = 0; k < inverse.length; k++) {
      inverse[k] = (float) block.data[k];
      boolean isDiagonal = k % (pivots + 1) == 0; // EJML has 0 there for an infinite pivot
      if (!Float.isFinite(inverse[k]) || isDiagonal && inverse[k] <= 0) {
        throw notPositiveDefinite();
      }
    }
    return Tile.of(inverse, pivots, pivots);
  }

  private static IllegalStateException notPositiveDefinite() {
    return new IllegalStateException(
        "The matrix is not positive definite: the regularization is too small for floats, or a number is not finite");
  }

  private void writePivots(int first, int pivots, Tile inverse) {
    for (int pivot = 0; pivot < pivots; pivot++) {
      int start = (first + pivot) * n;
      for (int column = 0; column < first; column++) {
        matrix[start + column] = scaled[column * pivots + pivot];
      }
      for (int other = 0; other <= pivot; other++) {
        matrix[start + first + other] = -inverse.values()[inverse.at(pivot, other)];
      }
    }
    for (int row = first + pivots; row < n; row++) {
      System.arraycopy(scaled, row * pivots, matrix, row * n + first, pivots);
    }
  }
}
