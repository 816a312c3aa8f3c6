package org.openpersonalize.core.als;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.openpersonalize.core.kernel.Kernels;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.matrix.InteractionMatrix;
import org.openpersonalize.core.matrix.RowBlocks;
import org.openpersonalize.core.training.TrainingProgress;

/**
 * Solves all rows of one side with the other side fixed.
 *
 * <p>Rows are independent, so threads claim blocks of them and the result does not depend on who got which. The few rows
 * that are longer than {@link #LONG_ROW} are left to the end and solved one after the other by all threads together, so
 * that nobody waits for the one who has the most popular item; exactly, whatever the method, since their equation is cut
 * into parts that are summed in order.
 */
final class HalfSweep {
  private static final int ROWS_AT_A_TIME = 32;
  private static final int LONG_ROW = 16384;
  private static final int ENTRIES_OF_PART = 4096;
  private static final int MOST_PARTS = 64;

  private final AlsParameters parameters;
  private final Kernels kernels;
  private final int threads;
  private final TrainingProgress progress;
  private final List<RowEntries> entries; // of each worker, kept since they are large

  HalfSweep(AlsParameters parameters, Kernels kernels, int threads, TrainingProgress progress) {
    this.parameters = parameters;
    this.kernels = kernels;
    this.threads = threads;
    this.progress = progress;
    this.entries = Stream.generate(
            () -> new RowEntries(kernels.lastingRowBuffer(Kernels.padded(parameters.rank()))))
        .limit(threads)
        .toList();
  }

  /**
   * Overwrites {@code solved}.
   *
   * @param fixed may be turned into another basis, to which {@code solved} belongs then
   * @param gramian of {@code fixed}
   * @return the objective without the fixed side's regularizer
   */
  double solve(InteractionMatrix matrix, FactorMatrix fixed, Gramian gramian, FactorMatrix solved) {
    FixedSide side =
        new FixedSide(kernels, parameters.objective(), prepared(fixed, gramian), fixed.rows());
    RowBlocks blocks = new RowBlocks(matrix.rows(), ROWS_AT_A_TIME);
    double[] objective = new double[blocks.count()];
    AtomicInteger workers = new AtomicInteger();
    blocks.run(threads, () -> {
      RowSolver solver = parameters.method().with(side, entries.get(workers.getAndIncrement()));
      return (block, from, to) -> {
        progress.throwIfCancelled();
        objective[block] = solveShortRows(solver, matrix, from, to, fixed, solved);
      };
    });
    double sum = Arrays.stream(objective).sum();
    for (int row : longRows(matrix)) {
      progress.throwIfCancelled();
      sum += solveLongRow(side, matrix, row, fixed, solved);
    }
    return sum;
  }

  /** Turns the fixed side where the solver wants that, and answers its Gramian then. */
  private Gramian prepared(FactorMatrix fixed, Gramian gramian) {
    if (parameters.method() != RowSolver.Method.DUAL) {
      return gramian;
    }
    EigenBasis basis = EigenBasis.of(gramian, parameters.rank());
    basis.turn(fixed, kernels, threads);
    return basis.gramian();
  }

  private static boolean isLong(InteractionMatrix matrix, int row) {
    return matrix.end(row) - matrix.start(row) > LONG_ROW;
  }

  private static double solveShortRows(
      RowSolver solver,
      InteractionMatrix matrix,
      int from,
      int to,
      FactorMatrix fixed,
      FactorMatrix solved) {
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

  private double solveLongRow(
      FixedSide side, InteractionMatrix matrix, int row, FactorMatrix fixed, FactorMatrix solved) {
    int start = matrix.start(row);
    int length = matrix.end(row) - start;
    RowBlocks parts = new RowBlocks(length, Math.max(ENTRIES_OF_PART, length / MOST_PARTS + 1));
    NormalEquations[] equations = new NormalEquations[parts.count()];
    AtomicInteger workers = new AtomicInteger();
    parts.run(threads, () -> {
      RowEntries own = entries.get(workers.getAndIncrement());
      return (part, from, to) -> {
        NormalEquations equation = new NormalEquations(side, 1);
        if (part == 0) {
          equation.begin();
        } else {
          equation.beginPart();
        }
        equation.add(matrix, start + from, start + to, fixed, own);
        equations[part] = equation;
      };
    });
    for (int part = 1; part < equations.length; part++) {
      equations[0].add(equations[part]);
    }
    double objective = equations[0].solve();
    equations[0].copySolution(0, solved, row);
    return objective;
  }
}
