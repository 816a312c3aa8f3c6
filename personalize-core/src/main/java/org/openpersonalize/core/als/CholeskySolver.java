package org.openpersonalize.core.als;

import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.matrix.InteractionMatrix;

/** Exact, O(nK² + K³): builds the system, which is nearly all of the work, and decomposes it. */
final class CholeskySolver implements RowSolver {
  private final NormalEquation equation;
  private final RowEntries entries;

  CholeskySolver(FixedSide side) {
    this.equation = new NormalEquation(side);
    this.entries = new RowEntries(side.kernels(), side.rank());
  }

  @Override
  public double solve(
      InteractionMatrix matrix, int from, int to, FactorMatrix fixed, FactorMatrix solved) {
    double objective = 0;
    for (int row = from; row < to; row++) {
      if (matrix.start(row) < matrix.end(row)) {
        equation.begin();
        equation.add(matrix, matrix.start(row), matrix.end(row), fixed, entries);
        objective += equation.solve(solved.values(), row * solved.rank());
      }
    }
    return objective;
  }
}
