package org.openpersonalize.core.als;

import java.util.Arrays;
import org.openpersonalize.core.kernel.Kernels;
import org.openpersonalize.core.kernel.RowBuffer;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.matrix.InteractionMatrix;

/** The entries a worker is busy with: the fixed side's factors, gathered, and what each counts. */
final class RowEntries {
  final RowBuffer factors;
  float[] weights = new float[256]; // |c|
  float[] linear = new float[256]; // max(c, 0), what stands on the right of the normal equation

  RowEntries(Kernels kernels, int rank) {
    this.factors = kernels.rowBuffer(rank);
  }

  void clear() {
    factors.clear();
  }

  int size() {
    return factors.size();
  }

  /** Adds the entries {@code [from, to)} of a matrix. */
  void add(InteractionMatrix matrix, int from, int to, FactorMatrix fixed) {
    int first = size();
    int end = first + to - from;
    if (weights.length < end) {
      weights = Arrays.copyOf(weights, Math.max(end, 2 * weights.length));
      linear = Arrays.copyOf(linear, weights.length);
    }
    factors.add(fixed.values(), fixed.rank(), 0, matrix.columnIndices(), from, to);
    matrix.copyConfidences(from, to, linear, first);
    for (int entry = first; entry < end; entry++) {
      weights[entry] = Math.abs(linear[entry]);
      linear[entry] = Math.max(linear[entry], 0);
    }
  }

  /** Σ |c| of the entries {@code [first, end)}. */
  double observedWeight(int first, int end) {
    return sum(weights, first, end);
  }

  /** Σ max(c, 0) of the entries {@code [first, end)}: the objective where x is zero. */
  double objectiveAtZero(int first, int end) {
    return sum(linear, first, end);
  }

  /** Four sums side by side: one alone waits for each addition to end before the next. */
  private static double sum(float[] values, int first, int end) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int entry = first;
    for (; entry + 3 < end; entry += 4) {
      s0 += values[entry];
      s1 += values[entry + 1];
      s2 += values[entry + 2];
      s3 += values[entry + 3];
    }
    for (; entry < end; entry++) {
      s0 += values[entry];
    }
    return (s0 + s1) + (s2 + s3);
  }
}
