// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.als;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.matrix.InteractionMatrix;

/**
 * Solves rows of one side with the other side fixed; users given items and items given users are the same problem.
 *
 * <p>Minimising {@link Objective} over one row x gives the K×K system
 *
 * <pre>  (α₀ YᵀY + Σ |cᵢ| yᵢyᵢᵀ + ridge · I) x = Σ max(cᵢ, 0) yᵢ</pre>
 *
 * with sums over the row's n entries only, so a row costs O(n) in the size of the data.
 *
 * <p>Keeps scratch memory and is not thread-safe: one instance per worker.
 */
public interface RowSolver {
  /**
   * Solves the rows {@code [from, to)} of {@code matrix}. Rows without entries have the solution zero.
   *
   * @param fixed Y, a row for each column of the matrix; K is a multiple of {@code Kernels.WIDTH}
   * @param solved the rows' factors, overwritten; an iterative solver starts from what they hold
   * @return the rows' part of the objective: everything but the other side's regularizer
   */
  double solve(InteractionMatrix matrix, int from, int to, FactorMatrix fixed, FactorMatrix solved);

  /** How rows are solved. */
  enum Method {
    /** A few steps of conjugate gradients from the last sweep's factors: the cheapest at equal loss. */
    CONJUGATE_GRADIENT,
    /** The exact solution by Cholesky decomposition. */
    CHOLESKY,
    /** The exact solution, for rows with few entries by a system of their number; for data of short rows only. */
    DUAL,
    /** One exact step in each block of 32 factors. */
    SUBSPACE_32,
    /** One exact step in each block of 64 factors. */
    SUBSPACE_64;

    /** The name as a setting: {@code conjugate-gradient}. */
    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Method of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    static List<String> words() {
      return Arrays.stream(values()).map(Method::word).toList();
    }

    /**
     * A solver for one worker; {@link #DUAL} wants the side turned into its {@link EigenBasis}.
     *
     * @param entries the worker's own
     */
    RowSolver with(FixedSide side, RowEntries entries) {
      return switch (this) {
        case CONJUGATE_GRADIENT -> new ConjugateGradientSolver(side, entries);
        case CHOLESKY -> new CholeskySolver(side, entries);
        case DUAL -> new DualSolver(side, entries);
        case SUBSPACE_32 -> new SubspaceSolver(side, entries, 32);
        case SUBSPACE_64 -> new SubspaceSolver(side, entries, 64);
      };
    }
  }
}
