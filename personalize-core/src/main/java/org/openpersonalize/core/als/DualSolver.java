// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.als;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.kernel.Kernels;
import org.openpersonalize.core.kernel.Tile;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.matrix.InteractionMatrix;

/**
 * Exact; rows whose number of entries n is small beside K by an n×n system, O(n²K + n³) instead of O(nK² + K³), and the
 * others by the usual one.
 *
 * <p>The fixed side has been turned into the {@link EigenBasis} of its Gramian, where what all rows share is the diagonal
 * {@code D = α₀ diag(eigenvalues) + ridge · I}. With {@code Z = C^½ Y D^-½}, n×K, and p being 1 where the user likes the
 * item and 0 where not, Woodbury's identity turns the normal equation into
 *
 * <pre>  (I + ZZᵀ) w = C^½ p,   x = D^-½ Zᵀ w</pre>
 *
 * and the objective at the solution is {@code w · C^½ p}.
 */
final class DualSolver implements RowSolver {
  /** Rows with n below this part of K are solved by the small system. */
  private static final double SHORT = 0.5;

  /** Rows of the upper triangle that are multiplied together; what they have below the diagonal is for nothing. */
  private static final int TRIANGLE_ROWS = 32;

  private final FixedSide side;
  private final RowEntries entries;
  private final int rank;
  private final float[] scales; // diagonal of D^-½, [K]
  private final float[] x; // [K]
  private @Nullable CholeskySolver cholesky; // of the long rows, if there are any

  // As large as the longest row so far needs.
  private float[] z = new float[0]; // [n, K]
  private float[] system = new float[0]; // [n, n]
  private float[] right = new float[0]; // C^½ p, [n]
  private float[] confidences = new float[0]; // [n]

  DualSolver(FixedSide side, RowEntries entries) {
    this.side = side;
    this.entries = entries;
    this.rank = side.rank();
    this.scales = new float[rank];
    this.x = new float[rank];
  }

  @Override
  public double solve(
      InteractionMatrix matrix, int from, int to, FactorMatrix fixed, FactorMatrix solved) {
    double objective = 0;
    for (int row = from; row < to; row++) {
      int length = matrix.end(row) - matrix.start(row);
      if (length > 0 && length < SHORT * rank) {
        objective += solveShort(matrix, row, length, fixed, solved);
      } else {
        objective += longRows().solve(matrix, row, row + 1, fixed, solved);
      }
    }
    return objective;
  }

  private CholeskySolver longRows() {
    if (cholesky == null) {
      cholesky = new CholeskySolver(side, entries, 1);
    }
    return cholesky;
  }

  private void ensureRoom(int length) {
    if (confidences.length < length) {
      int order = Kernels.padded(length);
      z = new float[order * rank];
      system = new float[order * order];
      right = new float[order];
      confidences = new float[order];
    }
  }

  private double solveShort(
      InteractionMatrix matrix, int row, int length, FactorMatrix fixed, FactorMatrix solved) {
    ensureRoom(length);
    gather(matrix, row, length, fixed);
    int order = Kernels.padded(length);
    sumSystem(length, order);
    float[] w = Arrays.copyOf(Arrays.copyOf(right, length), order);
    if (!side.kernels().solve(system, order, 1, w)) {
      throw new IllegalStateException("The small system of a row is not positive definite");
    }

    Arrays.fill(x, 0);
    side.kernels()
        .addProduct(
            Tile.of(x, 1, rank), 1, Tile.of(w, 1, length), new Tile(z, 0, length, rank, rank, 1));
    for (int k = 0; k < rank; k++) {
      x[k] *= scales[k];
    }
    solved.setRow(row, x, 0);
    double objective = 0;
    for (int n = 0; n < length; n++) {
      objective += (double) w[n] * right[n];
    }
    return objective;
  }

  /** Fills Z and the right-hand side. */
  private void gather(InteractionMatrix matrix, int row, int length, FactorMatrix fixed) {
    matrix.copyConfidences(matrix.start(row), matrix.end(row), confidences, 0);
    double observedWeight = 0;
    for (int n = 0; n < length; n++) {
      observedWeight += Math.abs(confidences[n]);
    }
    float ridge = side.ridge(observedWeight);
    for (int k = 0; k < rank; k++) {
      scales[k] = (float) (1 / Math.sqrt(side.unobserved()[k * rank + k] + ridge));
    }
    for (int n = 0; n < length; n++) {
      float root = (float) Math.sqrt(Math.abs(confidences[n]));
      right[n] = confidences[n] > 0 ? root : 0;
      fixed.copyRow(matrix.columnIndices()[matrix.start(row) + n], x, 0);
      for (int k = 0; k < rank; k++) {
        x[k] *= root * scales[k];
      }
      System.arraycopy(x, 0, z, n * rank, rank);
    }
  }

  /** I + ZZᵀ, upper triangle, as if Z had as many rows as the order and the last of them were zero. */
  private void sumSystem(int length, int order) {
    Arrays.fill(system, 0, order * order, 0);
    Tile all = new Tile(z, 0, length, rank, rank, 1);
    Tile upper = Tile.of(system, order, order);
    for (int n = 0; n < length; n += TRIANGLE_ROWS) {
      int rows = Math.min(TRIANGLE_ROWS, length - n);
      side.kernels()
          .addProduct(
              upper.part(n, n, rows, length - n),
              1,
              all.part(n, 0, rows, rank),
              all.part(n, 0, length - n, rank).transposed());
    }
    for (int n = 0; n < order; n++) {
      system[n * order + n] += 1;
    }
  }
}
