package org.openpersonalize.core.als;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.openpersonalize.core.matrix.FactorRows;

/**
 * Solves one row's factors with the other side's fixed; users given items and items given users are the same problem.
 *
 * <p>Minimising {@link Objective} over one row x gives the K×K system
 *
 * <pre>  (α₀ YᵀY + Σ cᵢ yᵢyᵢᵀ + ridge · I) x = Σ cᵢ yᵢ</pre>
 *
 * with sums over the row's n entries only, so a row costs O(n) in the size of the data.
 *
 * <p>Keeps scratch memory and is not thread-safe: one instance per worker.
 */
public interface RowSolver {
  /**
   * Solves the row with the entries {@code [from, to)}.
   *
   * @param fixed Y, the other side's factors
   * @param indices rows of Y
   * @param confidences cᵢ &gt; 0 for the same rows
   * @param x [K], overwritten; an iterative solver starts from what it holds
   */
  void solve(FactorRows fixed, int[] indices, float[] confidences, int from, int to, float[] x);

  /** How rows are solved. */
  enum Method {
    /** A few steps of conjugate gradients from the last sweep's factors: the cheapest at equal loss. */
    CONJUGATE_GRADIENT,
    /** The exact solution by Cholesky decomposition. */
    CHOLESKY;

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

    RowSolver with(Gramian gramian, Objective objective) {
      return this == CHOLESKY
          ? new CholeskySolver(gramian, objective)
          : new ConjugateGradientSolver(gramian, objective);
    }
  }
}
