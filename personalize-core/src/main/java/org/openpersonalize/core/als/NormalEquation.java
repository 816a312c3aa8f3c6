package org.openpersonalize.core.als;

import java.util.Arrays;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.matrix.InteractionMatrix;

/** The system of one row, see {@link RowSolver}: summed over its entries, which may come in several parts, then solved. */
final class NormalEquation {
  /** Entries gathered at a time, 256 KB of them at 64 factors. */
  private static final int ENTRIES_AT_A_TIME = 1024;

  private final FixedSide side;
  private final float[] unobserved; // α₀ YᵀY, [K · K]
  private final float[] left; // [K · K], upper triangle
  private final float[] right; // [K]
  private double observedWeight;
  private double objectiveAtZero;

  NormalEquation(FixedSide side) {
    this.side = side;
    this.unobserved = side.unobserved();
    this.left = new float[unobserved.length];
    this.right = new float[side.rank()];
  }

  /** Begins the equation of a row with what the unobserved entries contribute to all. */
  void begin() {
    System.arraycopy(unobserved, 0, left, 0, left.length);
    Arrays.fill(right, 0);
    observedWeight = 0;
    objectiveAtZero = 0;
  }

  /**
   * Adds the entries {@code [from, to)} of a matrix.
   *
   * @param entries room for them
   */
  void add(InteractionMatrix matrix, int from, int to, FactorMatrix fixed, RowEntries entries) {
    for (int start = from; start < to; start += ENTRIES_AT_A_TIME) {
      entries.clear();
      entries.add(matrix, start, Math.min(to, start + ENTRIES_AT_A_TIME), fixed);
      add(entries);
    }
  }

  private void add(RowEntries entries) {
    entries.factors.addOuterProducts(0, entries.size(), entries.weights, left);
    entries.factors.addCombination(0, entries.size(), entries.linear, right, 0);
    observedWeight += entries.observedWeight(0, entries.size());
    objectiveAtZero += entries.objectiveAtZero(0, entries.size());
  }

  /** Adds a part of the same row that has not begun with the unobserved entries. */
  void add(NormalEquation part) {
    add(left, part.left);
    add(right, part.right);
    observedWeight += part.observedWeight;
    objectiveAtZero += part.objectiveAtZero;
  }

  private static void add(float[] sum, float[] part) {
    for (int k = 0; k < sum.length; k++) {
      sum[k] += part[k];
    }
  }

  /**
   * Adds the regularizer, and solves by Cholesky decomposition.
   *
   * @param x [K] from {@code at} on, overwritten
   * @return the objective at the solution
   */
  double solve(float[] x, int at) {
    int rank = side.rank();
    float ridge = side.ridge(observedWeight);
    for (int k = 0; k < rank; k++) {
      left[k * rank + k] += ridge;
    }
    if (!side.kernels().decompose(left, rank)) {
      throw new IllegalStateException(
          "The system of a row is not positive definite: the regularization is too small for floats");
    }
    float[] solution = right.clone();
    side.kernels().solve(left, rank, solution);
    double decrease = 0;
    for (int k = 0; k < rank; k++) {
      decrease += (double) right[k] * solution[k];
    }
    System.arraycopy(solution, 0, x, at, rank);
    return objectiveAtZero - decrease;
  }
}
