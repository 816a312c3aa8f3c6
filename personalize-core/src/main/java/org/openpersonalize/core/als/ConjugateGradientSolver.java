package org.openpersonalize.core.als;

import java.util.Arrays;
import org.openpersonalize.core.matrix.FactorRows;
import org.openpersonalize.core.matrix.Vectors;

/**
 * Three steps of conjugate gradients from where the row was after the last sweep, O(nK + K²) each; the system is only
 * ever multiplied with, never built.
 *
 * <p>Takács, Pilászy, Tikk: Applications of the Conjugate Gradient Method for Implicit Feedback Collaborative Filtering,
 * RecSys 2011. A row lags the exact solution by a fraction of a sweep and costs a fraction of it.
 *
 * <p>The row's factors are gathered once into arrays of their own; the longest rows are gathered anew, piece by piece, in
 * each step, so that a popular item does not need a buffer as large as the user factors.
 */
final class ConjugateGradientSolver implements RowSolver {
  private static final int STEPS = 3;
  private static final int PIECE = 4096;
  private static final float CONVERGED = 1e-20f;

  private final Gramian gramian;
  private final Objective objective;
  private final float[] residual;
  private final float[] direction;
  private final float[] product;
  private float[][] rows; // gathered rows of Y, as many as the longest piece so far

  ConjugateGradientSolver(Gramian gramian, Objective objective) {
    this.gramian = gramian;
    this.objective = objective;
    this.residual = new float[gramian.rank()];
    this.direction = new float[gramian.rank()];
    this.product = new float[gramian.rank()];
    this.rows = new float[0][];
  }

  @Override
  public void solve(
      FactorRows fixed, int[] indices, float[] confidences, int from, int to, float[] x) {
    float ridge = objective.ridge(sum(confidences, from, to), fixed.rows());
    if (to - from <= PIECE) {
      gather(fixed, indices, from, to);
    }

    // residual = b − Ax = Σ cᵢ(1 − yᵢ·x) yᵢ − α₀ YᵀY x − ridge x
    Arrays.fill(residual, 0);
    addEntries(residual, 1, -1, x, fixed, indices, confidences, from, to);
    gramian.addProduct(residual, (float) -objective.unobservedWeight(), x);
    Vectors.addScaled(residual, -ridge, x);

    System.arraycopy(residual, 0, direction, 0, direction.length);
    float error = Vectors.dot(residual, residual);
    for (int step = 0; step < STEPS && error > CONVERGED; step++) {
      // product = A direction
      Arrays.fill(product, 0);
      addEntries(product, 0, 1, direction, fixed, indices, confidences, from, to);
      gramian.addProduct(product, (float) objective.unobservedWeight(), direction);
      Vectors.addScaled(product, ridge, direction);

      float length = error / Vectors.dot(direction, product);
      Vectors.addScaled(x, length, direction);
      Vectors.addScaled(residual, -length, product);
      float newError = Vectors.dot(residual, residual);
      Vectors.scaleAndAdd(direction, newError / error, residual);
      error = newError;
    }
  }

  /** Adds {@code Σ cᵢ (constant + sign · yᵢ·v) yᵢ} over the row's entries to {@code sum}. */
  private void addEntries(
      float[] sum,
      float constant,
      float sign,
      float[] v,
      FactorRows fixed,
      int[] indices,
      float[] confidences,
      int from,
      int to) {
    for (int start = from; start < to; start += PIECE) {
      int end = Math.min(to, start + PIECE);
      if (to - from > PIECE) {
        gather(fixed, indices, start, end);
      }
      for (int entry = start; entry < end; entry++) {
        float[] y = rows[entry - start];
        Vectors.addScaled(sum, confidences[entry] * (constant + sign * Vectors.dot(v, y)), y);
      }
    }
  }

  private void gather(FactorRows fixed, int[] indices, int from, int to) {
    if (rows.length < to - from) {
      int gathered = rows.length;
      rows = Arrays.copyOf(rows, Math.min(PIECE, Math.max(to - from, 2 * gathered)));
      for (int row = gathered; row < rows.length; row++) {
        rows[row] = new float[gramian.rank()];
      }
    }
    for (int entry = from; entry < to; entry++) {
      fixed.copyRow(indices[entry], rows[entry - from]);
    }
  }

  private static double sum(float[] values, int from, int to) {
    double sum = 0;
    for (int entry = from; entry < to; entry++) {
      sum += values[entry];
    }
    return sum;
  }
}
