// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.als;

import java.util.Arrays;
import org.openpersonalize.core.kernel.RowBuffer;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.matrix.InteractionMatrix;

/**
 * The entries a worker is busy with. With C the diagonal of their |c|, and p being 1 where the user likes the item and 0
 * where not, it holds {@code C^½ Y}, the fixed side's factors, and {@code C^½ p}: in these the sums of a normal equation
 * need no weights.
 */
final class RowEntries {
  final RowBuffer factors; // C^½ Y
  float[] right = new float[256]; // C^½ p
  private float[] roots = new float[256]; // diagonal of C^½

  /** @param factors an empty buffer */
  RowEntries(RowBuffer factors) {
    this.factors = factors;
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
    if (roots.length < end) {
      roots = Arrays.copyOf(roots, Math.max(end, 2 * roots.length));
      right = Arrays.copyOf(right, roots.length);
    }
    matrix.copyConfidences(from, to, right, first);
    for (int entry = first; entry < end; entry++) {
      roots[entry] = (float) Math.sqrt(Math.abs(right[entry]));
    }
    for (int entry = first; entry < end; entry++) {
      right[entry] = right[entry] > 0 ? roots[entry] : 0;
    }
    factors.add(fixed.values(), fixed.rank(), 0, matrix.columnIndices(), from, to, roots, first);
  }

  /** The roots of |c|, a number for each entry; shared. */
  float[] roots() {
    return roots;
  }

  /** Σ |c| of the entries {@code [first, end)}. */
  double observedWeight(int first, int end) {
    return sumOfSquares(roots, first, end);
  }

  /** Σ max(c, 0) of the entries {@code [first, end)}: the objective where x is zero. */
  double objectiveAtZero(int first, int end) {
    return sumOfSquares(right, first, end);
  }

  /** Four sums side by side: one alone waits for each addition to end before the next. */
  private static double sumOfSquares(float[] values, int first, int end) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int entry = first;
    for (; entry + 3 < end; entry += 4) {
      s0 += values[entry] * values[entry];
      s1 += values[entry + 1] * values[entry + 1];
      s2 += values[entry + 2] * values[entry + 2];
      s3 += values[entry + 3] * values[entry + 3];
    }
    for (; entry < end; entry++) {
      s0 += values[entry] * values[entry];
    }
    return (s0 + s1) + (s2 + s3);
  }
}
