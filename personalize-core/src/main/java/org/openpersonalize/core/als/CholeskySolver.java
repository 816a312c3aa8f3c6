// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.als;

import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.matrix.InteractionMatrix;

/** Exact, O(nK² + K³): builds the systems, which is nearly all of the work, and decomposes a few at a time. */
final class CholeskySolver implements RowSolver {
  private final NormalEquations equations;
  private final RowEntries entries;
  private final @Nullable FactorMatrix means; // of the rows
  private final int[] rows; // of the equations

  /** @param means what rows are drawn towards, of as many factors as they; null if that is zero */
  CholeskySolver(FixedSide side, RowEntries entries, @Nullable FactorMatrix means) {
    this(side, entries, Integer.MAX_VALUE, means);
  }

  /** A solver with memory for at most so many rows at a time. */
  CholeskySolver(FixedSide side, RowEntries entries, int mostRows) {
    this(side, entries, mostRows, null);
  }

  private CholeskySolver(
      FixedSide side, RowEntries entries, int mostRows, @Nullable FactorMatrix means) {
    this.equations = new NormalEquations(side, mostRows, means != null);
    this.entries = entries;
    this.means = means;
    this.rows = new int[equations.capacity()];
  }

  @Override
  public double solve(
      InteractionMatrix matrix, int from, int to, FactorMatrix fixed, FactorMatrix solved) {
    double objective = 0;
    equations.clear();
    for (int row = from; row < to; row++) {
      if (matrix.start(row) < matrix.end(row)) {
        if (equations.count() == rows.length) {
          objective += solveEquations(solved);
        }
        rows[equations.count()] = row;
        equations.begin();
        if (means != null) {
          equations.drawTo(means, row);
        }
        equations.add(matrix, matrix.start(row), matrix.end(row), fixed, entries);
      }
    }
    return equations.count() == 0 ? objective : objective + solveEquations(solved);
  }

  private double solveEquations(FactorMatrix solved) {
    double objective = equations.solve();
    for (int n = 0; n < equations.count(); n++) {
      equations.copySolution(n, solved, rows[n]);
    }
    equations.clear();
    return objective;
  }
}
