// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.als;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.kernel.Kernels;
import org.openpersonalize.core.kernel.Tile;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.matrix.InteractionMatrix;

/**
 * Three steps of conjugate gradients from where the row was after the last sweep, O(nK + K²) each; the system is only
 * ever multiplied with, never built.
 *
 * <p>Takács, Pilászy, Tikk: Applications of the Conjugate Gradient Method for Implicit Feedback Collaborative Filtering,
 * RecSys 2011. A row lags the exact solution by a fraction of a sweep and costs a fraction of it.
 *
 * <p>Rows are taken in batches that go step by step together: what all share, the product with the Gramian, is then one
 * product of matrices, several times faster than one of a matrix and a vector for each row. With short rows that is most
 * of the work.
 */
final class ConjugateGradientSolver implements RowSolver {
  private static final int STEPS = 3;
  private static final int ROWS_IN_BATCH = 32;

  /** Products take a multiple of so many rows at full speed; a batch is filled up with what an earlier one left. */
  private static final int ROWS_IN_TILE = 8;

  /** Entries gathered for a batch, and floats, 1 MB: a part of a second-level cache. One row may have more. */
  private static final int ENTRIES_IN_BATCH = 2048;

  private static final int FLOATS_IN_BATCH = 1 << 18;

  private static final float CONVERGED = 1e-20f;

  private final FixedSide side;
  private final @Nullable FactorMatrix means; // of the rows
  private final int rank;
  private final RowEntries entries;
  private final Tile unobserved;

  // The batch: its rows, where their entries begin in the buffer, and for each row K floats of each
  // vector.
  private int size;
  private double objective; // of the rows
  private final int[] rows = new int[ROWS_IN_BATCH];
  private final int[] starts = new int[ROWS_IN_BATCH + 1];
  private final float[] ridge = new float[ROWS_IN_BATCH];
  private final float[] error = new float[ROWS_IN_BATCH]; // ‖residual‖²
  private final float[] x;
  private final float[] mean;
  private final float[] deviation; // x − mean
  private final float[] residual;
  private final float[] direction;
  private final float[] product; // −A direction

  /** @param means what rows are drawn towards, of as many factors as they; null if that is zero */
  ConjugateGradientSolver(FixedSide side, RowEntries entries, @Nullable FactorMatrix means) {
    this.side = side;
    this.means = means;
    this.rank = side.rank();
    this.entries = entries;
    this.unobserved = Tile.of(side.unobserved(), rank, rank);
    this.x = new float[ROWS_IN_BATCH * rank];
    this.mean = means == null ? new float[0] : new float[ROWS_IN_BATCH * rank];
    this.deviation = means == null ? x : new float[ROWS_IN_BATCH * rank];
    this.residual = new float[ROWS_IN_BATCH * rank];
    this.direction = new float[ROWS_IN_BATCH * rank];
    this.product = new float[ROWS_IN_BATCH * rank];
  }

  @Override
  public double solve(
      InteractionMatrix matrix, int from, int to, FactorMatrix fixed, FactorMatrix solved) {
    double sum = 0;
    int entriesInBatch = entriesInBatch(matrix, from, to);
    clear();
    for (int row = from; row < to; row++) {
      if (size == ROWS_IN_BATCH || entries.size() >= entriesInBatch) {
        sum += solveBatch(solved);
        clear();
      }
      if (matrix.start(row) < matrix.end(row)) {
        add(matrix, row, fixed, solved);
      }
    }
    return sum + solveBatch(solved);
  }

  /** How many entries fill a batch so that all batches of some rows are of about the same size. */
  private int entriesInBatch(InteractionMatrix matrix, int from, int to) {
    int all = from < to ? matrix.end(to - 1) - matrix.start(from) : 0;
    int most = Math.min(ENTRIES_IN_BATCH, FLOATS_IN_BATCH / rank);
    int batches = all / most + 1;
    return all / batches + 1;
  }

  private void clear() {
    size = 0;
    objective = 0;
    entries.clear();
  }

  /** Adds a row, and begins its residual with what its entries contribute while they are in the first-level cache. */
  private void add(InteractionMatrix matrix, int row, FactorMatrix fixed, FactorMatrix solved) {
    int first = entries.size();
    entries.add(matrix, matrix.start(row), matrix.end(row), fixed);
    int end = entries.size();
    int at = size * rank;
    rows[size] = row;
    starts[size + 1] = end;
    ridge[size] = side.ridge(entries.observedWeight(first, end));
    solved.copyRow(row, x, at);
    if (means != null) {
      means.copyRow(row, mean, at);
      for (int k = at; k < at + rank; k++) {
        deviation[k] = x[k] - mean[k];
      }
    }
    Arrays.fill(residual, at, at + rank, 0);
    objective += entries.objectiveAtZero(first, end);
    objective -= entries.factors.addResidual(first, end, entries.right, x, at, residual, at); // b·x
    size++;
  }

  /** @return the objective of the batch's rows */
  private double solveBatch(FactorMatrix solved) {
    if (means != null) {
      objective -= meansByResiduals();
    }
    subtractUnobserved(deviation, residual);
    if (means != null) {
      objective += meansByResiduals();
    }
    for (int n = 0; n < size; n++) {
      int at = n * rank;
      // Σ max(c, 0) − b·x − residual·x is the objective at x where the means are zero
      objective -= dot(residual, x, at);
      System.arraycopy(residual, at, direction, at, rank);
      error[n] = dot(residual, residual, at);
    }
    for (int step = 0; step < STEPS; step++) {
      Arrays.fill(product, 0);
      subtractUnobserved(direction, product);
      for (int n = 0; n < size; n++) {
        int at = n * rank;
        entries.factors.subtractProduct(starts[n], starts[n + 1], direction, at, product, at);
        if (error[n] > CONVERGED) {
          objective -= step(n);
        }
      }
    }
    for (int n = 0; n < size; n++) {
      solved.setRow(rows[n], x, n * rank);
    }
    return objective;
  }

  private double meansByResiduals() {
    double sum = 0;
    for (int n = 0; n < size; n++) {
      sum += dot(mean, residual, n * rank);
    }
    return sum;
  }

  /** Subtracts for every row what the unobserved entries and the regularizer contribute to A v. */
  private void subtractUnobserved(float[] v, float[] residuals) {
    int rows = (size + ROWS_IN_TILE - 1) / ROWS_IN_TILE * ROWS_IN_TILE;
    side.kernels()
        .addProduct(Tile.of(residuals, rows, rank), -1, Tile.of(v, rows, rank), unobserved);
    for (int n = 0; n < size; n++) {
      addScaled(residuals, -ridge[n], v, n * rank);
    }
  }

  /** @return by how much the row's objective falls */
  private double step(int n) {
    int at = n * rank;
    float length = -error[n] / dot(direction, product, at);
    addScaled(x, length, direction, at);
    addScaled(residual, length, product, at);
    float newError = dot(residual, residual, at);
    double decrease = (double) length * error[n];
    float kept = newError / error[n];
    for (int k = at; k < at + rank; k++) {
      direction[k] = residual[k] + kept * direction[k];
    }
    error[n] = newError;
    return decrease;
  }

  /** {@code sum += scale · v}, the K floats from {@code at} on. */
  private void addScaled(float[] sum, float scale, float[] v, int at) {
    for (int k = at; k < at + rank; k++) {
      sum[k] += scale * v[k];
    }
  }

  /** The dot product of the K floats from {@code at} on; K is a multiple of {@link Kernels#WIDTH}. */
  private float dot(float[] v, float[] w, int at) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    for (int k = at; k < at + rank; k += 4) {
      s0 += v[k] * w[k];
      s1 += v[k + 1] * w[k + 1];
      s2 += v[k + 2] * w[k + 2];
      s3 += v[k + 3] * w[k + 3];
    }
    return (s0 + s1) + (s2 + s3);
  }
}
