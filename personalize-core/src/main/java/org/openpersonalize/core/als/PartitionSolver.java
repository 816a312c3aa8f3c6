// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.als;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.kernel.Kernels;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.matrix.InteractionMatrix;
import org.openpersonalize.core.matrix.RowBlocks;
import org.openpersonalize.core.training.TrainingProgress;

/**
 * Solves rows of one side with the other side fixed: all of them, or those of a partition, each of which gets the solution
 * that it has among all. A training on several machines gives each the fixed side's factors, their Gramian, and a matrix
 * of the rows that are the machine's own.
 *
 * <p>Rows are independent, so threads claim blocks of them and the result does not depend on who got which. The few rows
 * that are longer than {@link #LONG_ROW} are left to the end and solved one after the other by all threads together, so
 * that nobody waits for the one who has the most popular item; exactly, whatever the method, since their equation is cut
 * into parts that are summed in order.
 *
 * <p>Solves one partition at a time.
 */
public final class PartitionSolver {
  private static final int ROWS_AT_A_TIME = 32;
  private static final int LONG_ROW = 16384;
  private static final int ENTRIES_OF_PART = 4096;
  private static final int MOST_PARTS = 64;

  private final RowSolver.Method method;
  private final FixedSide side;
  private final FactorMatrix fixed;
  private final RowWorkers workers;
  private final @Nullable FactorMatrix means; // of the rows

  private PartitionSolver(
      RowSolver.Method method,
      FixedSide side,
      FactorMatrix fixed,
      RowWorkers workers,
      @Nullable FactorMatrix means) {
    this.means = means;
    this.method = method;
    this.side = side;
    this.fixed = fixed;
    this.workers = workers;
  }

  /**
   * A solver for partitions that share a fixed side.
   *
   * @param parameters {@linkplain AlsParameters#fittedTo fitted} to the data of all partitions
   * @param fixed of as many factors as {@link Kernels#padded} makes of the rank, those beyond it zero; {@link
   *     RowSolver.Method#DUAL} turns them, in place and in the same way wherever {@link Kernels#best} are the same, into a
   *     basis to which the solutions belong then
   * @param gramian of {@code fixed} as it is given
   * @param threads ≥ 1; no bit of a solution depends on it
   */
  public static PartitionSolver of(
      AlsParameters parameters, FactorMatrix fixed, Gramian gramian, int threads) {
    if (fixed.rank() != Kernels.padded(parameters.rank()) || gramian.rank() != fixed.rank()) {
      throw new IllegalArgumentException(
          "A rank of %d needs factors and a Gramian of rank %d, not %d and %d"
              .formatted(
                  parameters.rank(),
                  Kernels.padded(parameters.rank()),
                  fixed.rank(),
                  gramian.rank()));
    }
    if (parameters.objective().unobservedWeight() == 0) {
      throw new IllegalArgumentException(
          "The unobserved weight follows from the data of all partitions: fit the parameters to them");
    }
    return of(
        parameters, fixed, gramian, new RowWorkers(Kernels.best(), parameters.rank(), threads));
  }

  static PartitionSolver of(
      AlsParameters parameters, FactorMatrix fixed, Gramian gramian, RowWorkers workers) {
    Gramian prepared = parameters.method() == RowSolver.Method.DUAL
        ? turned(fixed, EigenBasis.of(gramian, parameters.rank()), workers)
        : gramian;
    FixedSide side =
        new FixedSide(workers.kernels(), parameters.objective(), prepared, fixed.rows());
    return new PartitionSolver(parameters.method(), side, fixed, workers, null);
  }

  /**
   * The same for rows that are drawn towards others than zero.
   *
   * @param means a row for each that is solved, of as many factors; null for zero
   */
  PartitionSolver drawnTo(@Nullable FactorMatrix means) {
    return new PartitionSolver(method, side, fixed, workers, means);
  }

  private static Gramian turned(FactorMatrix fixed, EigenBasis basis, RowWorkers workers) {
    basis.turn(fixed, workers.kernels(), workers.threads());
    return basis.gramian();
  }

  /**
   * Solves rows.
   *
   * @param rows the confidences of these rows, with a column for each row of the fixed side
   * @param solved their factors, a row for each, overwritten; an iterative method starts from what they hold
   * @return the rows' part of the objective: everything but the fixed side's regularizer
   * @throws java.util.concurrent.CancellationException if {@code progress} was cancelled
   */
  public double solve(InteractionMatrix rows, FactorMatrix solved, TrainingProgress progress) {
    if (rows.columns() != fixed.rows()
        || solved.rows() != rows.rows()
        || solved.rank() != fixed.rank()) {
      throw new IllegalArgumentException(
          "A matrix of %d × %d with factors of %d × %d does not fit a fixed side of %d × %d"
              .formatted(
                  rows.rows(),
                  rows.columns(),
                  solved.rows(),
                  solved.rank(),
                  fixed.rows(),
                  fixed.rank()));
    }
    RowBlocks blocks = new RowBlocks(rows.rows(), ROWS_AT_A_TIME);
    double[] objective = new double[blocks.count()];
    workers.run(blocks, own -> {
      RowSolver solver = method.with(side, own, means);
      return (block, from, to) -> {
        progress.throwIfCancelled();
        objective[block] = solveShortRows(solver, rows, from, to, solved);
      };
    });
    double sum = Arrays.stream(objective).sum();
    for (int row : longRows(rows)) {
      progress.throwIfCancelled();
      sum += solveLongRow(rows, row, solved);
    }
    return sum;
  }

  private static boolean isLong(InteractionMatrix matrix, int row) {
    return matrix.end(row) - matrix.start(row) > LONG_ROW;
  }

  private double solveShortRows(
      RowSolver solver, InteractionMatrix matrix, int from, int to, FactorMatrix solved) {
    double objective = 0;
    int start = from;
    for (int row = from; row < to; row++) {
      if (isLong(matrix, row)) {
        objective += solver.solve(matrix, start, row, fixed, solved);
        start = row + 1;
      }
    }
    return objective + solver.solve(matrix, start, to, fixed, solved);
  }

  private static List<Integer> longRows(InteractionMatrix matrix) {
    List<Integer> rows = new ArrayList<>();
    for (int row = 0; row < matrix.rows(); row++) {
      if (isLong(matrix, row)) {
        rows.add(row);
      }
    }
    return rows;
  }

  private double solveLongRow(InteractionMatrix matrix, int row, FactorMatrix solved) {
    int start = matrix.start(row);
    int length = matrix.end(row) - start;
    RowBlocks parts = new RowBlocks(length, Math.max(ENTRIES_OF_PART, length / MOST_PARTS + 1));
    NormalEquations[] equations = new NormalEquations[parts.count()];
    workers.run(parts, own -> (part, from, to) -> {
      NormalEquations equation = new NormalEquations(side, 1, means != null && part == 0);
      if (part == 0) {
        equation.begin();
        if (means != null) {
          equation.drawTo(means, row);
        }
      } else {
        equation.beginPart();
      }
      equation.add(matrix, start + from, start + to, fixed, own);
      equations[part] = equation;
    });
    for (int part = 1; part < equations.length; part++) {
      equations[0].add(equations[part]);
    }
    double objective = equations[0].solve();
    equations[0].copySolution(0, solved, row);
    return objective;
  }
}
