package org.openpersonalize.core.als;

import org.openpersonalize.core.recipe.Hyperparameters;

/**
 * What a factorization is trained with.
 *
 * @param rank K, the number of factors
 * @param sweeps how often users and items are solved in turn
 */
public record AlsParameters(int rank, Objective objective, int sweeps, RowSolver.Method method) {
  public static final AlsParameters DEFAULT =
      new AlsParameters(64, new Objective(0.1, 0.01, 1), 12, RowSolver.Method.CONJUGATE_GRADIENT);

  /** The service's choice, with the rank a user's {@code hidden_dimension} asks for. */
  public static AlsParameters of(Hyperparameters hyperparameters) {
    return hyperparameters.integer("hidden_dimension").map(DEFAULT::withRank).orElse(DEFAULT);
  }

  AlsParameters withRank(int other) {
    return new AlsParameters(other, objective, sweeps, method);
  }
}
