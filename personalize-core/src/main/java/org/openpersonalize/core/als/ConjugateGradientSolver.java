package org.openpersonalize.core.als;

import java.util.Arrays;
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

  /** Floats gathered for a batch, 512 KB: a part of a second-level cache. One row may have more. */
  private static final int FLOATS_IN_BATCH = 1 << 17;

  private static final float CONVERGED = 1e-20f;

  private final FixedSide side;
  private final int rank;
  private final RowEntries entries;
  private final Tile unobserved;
  private float[] none = new float[256]; // zeros

  // The batch: its rows, where their entries begin in the buffer, and for each row K floats of each
  // vector.
  private int size;
  private final int[] rows = new int[ROWS_IN_BATCH];
  private final int[] starts = new int[ROWS_IN_BATCH + 1];
  private final float[] ridge = new float[ROWS_IN_BATCH];
  private final float[] error = new float[ROWS_IN_BATCH]; // ‖residual‖²
  private final float[] x;
  private final float[] residual;
  private final float[] direction;
  private final float[] product; // −A direction

  ConjugateGradientSolver(FixedSide side) {
    this.side = side;
    this.rank = side.rank();
    this.entries = new RowEntries(side.kernels(), rank);
    this.unobserved = Tile.of(side.unobserved(), rank, rank);
    this.x = new float[ROWS_IN_BATCH * rank];
    this.residual = new float[ROWS_IN_BATCH * rank];
    this.direction = new float[ROWS_IN_BATCH * rank];
    this.product = new float[ROWS_IN_BATCH * rank];
  }

  @Override
  public double solve(
      InteractionMatrix matrix, int from, int to, FactorMatrix fixed, FactorMatrix solved) {
    double objective = 0;
    clear();
    for (int row = from; row < to; row++) {
      int length = matrix.end(row) - matrix.start(row);
      if (size == ROWS_IN_BATCH || (entries.size() + length) * rank > FLOATS_IN_BATCH) {
        objective += solveBatch(solved);
        clear();
      }
      if (length > 0) {
        add(matrix, row, fixed, solved);
      }
    }
    return objective + solveBatch(solved);
  }

  private void clear() {
    size = 0;
    entries.clear();
  }

  private void add(InteractionMatrix matrix, int row, FactorMatrix fixed, FactorMatrix solved) {
    entries.add(matrix, matrix.start(row), matrix.end(row), fixed);
    solved.copyRow(row, x, size * rank);
    rows[size] = row;
    starts[size + 1] = entries.size();
    ridge[size] = side.ridge(entries.observedWeight(starts[size], starts[size + 1]));
    size++;
  }

  private double solveBatch(FactorMatrix solved) {
    if (none.length < entries.size()) {
      none = new float[Math.max(entries.size(), 2 * none.length)];
    }
    // residual = b − A x, and the objective Σ max(c, 0) − b·x − residual·x
    double objective =
        entries.objectiveAtZero(0, entries.size()) - addResiduals(entries.linear, x, residual);
    for (int n = 0; n < size; n++) {
      int at = n * rank;
      objective -= dot(residual, x, at);
      System.arraycopy(residual, at, direction, at, rank);
      error[n] = dot(residual, residual, at);
    }
    for (int step = 0; step < STEPS; step++) {
      addResiduals(none, direction, product);
      for (int n = 0; n < size; n++) {
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

  /**
   * Overwrites {@code into} with {@code b − A v} for every row, where b = Σ linear y.
   *
   * @return Σ b·v over the rows
   */
  private double addResiduals(float[] linear, float[] v, float[] into) {
    Arrays.fill(into, 0, size * rank, 0);
    side.kernels()
        .addProduct(
            new Tile(into, 0, size, rank, rank, 1),
            -1,
            new Tile(v, 0, size, rank, rank, 1),
            unobserved);
    double linearPart = 0;
    for (int n = 0; n < size; n++) {
      int at = n * rank;
      addScaled(into, -ridge[n], v, at);
      linearPart += entries.factors.addResidual(
          starts[n], starts[n + 1], linear, entries.weights, v, at, into, at);
    }
    return linearPart;
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
