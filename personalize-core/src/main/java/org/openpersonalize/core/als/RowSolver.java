// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.als;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
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
 * <p>A row may be drawn towards a mean m instead of zero: {@code (α₀ YᵀY + ridge · I) m} stands on the right side as well then,
 * so that what was not observed, and the regularizer, leave the row at m.
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

    /** Are rows solved that are drawn towards something else than zero? */
    public boolean takesMeans() {
      return this == CONJUGATE_GRADIENT || this == CHOLESKY;
    }

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
     * @param means what rows are drawn towards, of as many factors as they; null if that is zero
     * @throws IllegalArgumentException if there are means and the method has no place for them
     */
    RowSolver with(FixedSide side, RowEntries entries, @Nullable FactorMatrix means) {
      if (means != null && !takesMeans()) {
        throw new IllegalArgumentException(
            "Rows that are drawn towards others than zero are not solved by " + word());
      }
      return switch (this) {
        case CONJUGATE_GRADIENT -> new ConjugateGradientSolver(side, entries, means);
        case CHOLESKY -> new CholeskySolver(side, entries, means);
        case DUAL -> new DualSolver(side, entries);
        case SUBSPACE_32 -> new SubspaceSolver(side, entries, 32);
        case SUBSPACE_64 -> new SubspaceSolver(side, entries, 64);
      };
    }
  }
}
