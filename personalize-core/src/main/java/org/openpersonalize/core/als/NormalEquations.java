// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.als;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.matrix.InteractionMatrix;

/**
 * The systems of a few rows, see {@link RowSolver}: each is summed over its entries, which may come in several parts, then
 * all are solved together.
 */
final class NormalEquations {
  /** Systems that are solved side by side, where their matrices leave room for others in a second-level cache. */
  private static final int MOST = 4;

  private static final int MOST_FLOATS = 1 << 16;

  /** Entries gathered at a time, 256 KB of them at 64 factors. */
  private static final int ENTRIES_AT_A_TIME = 1024;

  private final FixedSide side;
  private final float @Nullable []
      mean; // what each equation's row is drawn towards, [equations · K]
  private final int rank;
  private final float[] left; // [equations · K · K], upper triangles
  private final float[] right; // [equations · K]
  private final float[] solutions; // [equations · K]
  private final double[] observedWeight;
  private final double[] objectiveAtZero;
  private int count;

  /** Room for at most so many equations, fewer where they are large, of rows that are drawn towards zero. */
  NormalEquations(FixedSide side, int most) {
    this(side, most, false);
  }

  /** @param haveMeans are the rows {@linkplain #drawTo drawn towards} something else than zero? */
  NormalEquations(FixedSide side, int most, boolean haveMeans) {
    this.side = side;
    this.rank = side.rank();
    int capacity = Math.max(1, Math.min(Math.min(MOST, most), MOST_FLOATS / (rank * rank)));
    this.left = new float[capacity * rank * rank];
    this.right = new float[capacity * rank];
    this.solutions = new float[capacity * rank];
    this.mean = haveMeans ? new float[capacity * rank] : null;
    this.observedWeight = new double[capacity];
    this.objectiveAtZero = new double[capacity];
  }

  int capacity() {
    return observedWeight.length;
  }

  int count() {
    return count;
  }

  void clear() {
    count = 0;
  }

  /** Begins another equation with what the unobserved entries contribute to all. */
  void begin() {
    System.arraycopy(side.unobserved(), 0, left, count * rank * rank, rank * rank);
    beginRight();
  }

  /** Begins a part of an equation, for {@link #add(NormalEquations)}. */
  void beginPart() {
    Arrays.fill(left, count * rank * rank, (count + 1) * rank * rank, 0);
    beginRight();
  }

  private void beginRight() {
    Arrays.fill(right, count * rank, (count + 1) * rank, 0);
    observedWeight[count] = 0;
    objectiveAtZero[count] = 0;
    count++;
  }

  /**
   * Adds the entries {@code [from, to)} of a matrix to the equation that was begun last.
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
    int last = count - 1;
    entries.factors.addOuterProducts(0, entries.size(), left, last * rank * rank);
    entries.factors.addCombination(0, entries.size(), entries.right, right, last * rank);
    observedWeight[last] += entries.observedWeight(0, entries.size());
    objectiveAtZero[last] += entries.objectiveAtZero(0, entries.size());
  }

  /** Puts another right side, [K], into the equation that was begun last, so that its left side is solved for that. */
  void replaceRight(float[] other) {
    System.arraycopy(other, 0, right, (count - 1) * rank, rank);
  }

  /** Has the row of the equation that was begun last drawn towards a row of {@code means}, of K factors. */
  void drawTo(FactorMatrix means, int row) {
    means.copyRow(row, Objects.requireNonNull(mean), (count - 1) * rank);
  }

  /** Adds all equations of a part to these, one by one. */
  void add(NormalEquations part) {
    for (int k = 0; k < count * rank * rank; k++) {
      left[k] += part.left[k];
    }
    for (int k = 0; k < count * rank; k++) {
      right[k] += part.right[k];
    }
    for (int n = 0; n < count; n++) {
      observedWeight[n] += part.observedWeight[n];
      objectiveAtZero[n] += part.objectiveAtZero[n];
    }
  }

  /**
   * Adds the regularizer to all equations that were begun, and solves them by Cholesky decomposition.
   *
   * @return the sum of the objectives at the solutions
   */
  double solve() {
    for (int n = 0; n < count; n++) {
      float ridge = side.ridge(observedWeight[n]);
      for (int k = 0; k < rank; k++) {
        left[(n * rank + k) * rank + k] += ridge;
      }
      if (mean != null) {
        addMean(mean, n, ridge);
      }
    }
    System.arraycopy(right, 0, solutions, 0, count * rank);
    if (!side.kernels().solve(left, rank, count, solutions)) {
      throw new IllegalStateException(
          "The system of a row is not positive definite: the regularization is too small for floats");
    }
    double objective = 0;
    for (int n = 0; n < count; n++) {
      objective += objectiveAtZero[n];
    }
    for (int k = 0; k < count * rank; k++) {
      objective -= (double) right[k] * solutions[k];
    }
    return objective;
  }

  /** What the unobserved entries and the regularizer expect of the n-th row is not zero but its mean. */
  private void addMean(float[] means, int n, float ridge) {
    for (int k = 0; k < rank; k++) {
      double expected = (double) ridge * means[n * rank + k];
      for (int l = 0; l < rank; l++) {
        expected += (double) side.unobserved()[k * rank + l] * means[n * rank + l];
      }
      right[n * rank + k] += (float) expected;
      objectiveAtZero[n] += expected * means[n * rank + k];
    }
  }

  /** Writes the solution of the n-th equation that was begun into a row. */
  void copySolution(int n, FactorMatrix solved, int row) {
    solved.setRow(row, solutions, n * rank);
  }
}
