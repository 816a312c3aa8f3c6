// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.als;

import java.util.Map;
import org.openpersonalize.core.family.ModelParameters;
import org.openpersonalize.core.family.Settings;
import org.openpersonalize.core.matrix.InteractionMatrix;
import org.openpersonalize.core.training.TrainingData;

/**
 * What a factorization is trained with. An unobserved weight of 0 stands for one that follows from the data's density, see
 * {@link #fittedTo}.
 *
 * @param rank K, the number of factors
 * @param sweeps how often users and items are solved in turn
 */
public record AlsParameters(int rank, Objective objective, int sweeps, RowSolver.Method method)
    implements ModelParameters {
  private static final Settings<AlsParameters> SETTINGS = new Settings<AlsParameters>(
          AlsFamily.NAME)
      .whole("factors", 1, 2048, AlsParameters::rank, AlsParameters::withRank)
      .real(
          "unobserved_weight",
          0,
          1e3,
          each -> each.objective.unobservedWeight(),
          (each, value) -> each.withObjective(each.objective.withUnobservedWeight(value)))
      .real(
          "regularization",
          1e-6,
          1e3,
          each -> each.objective.regularization(),
          (each, value) -> each.withObjective(each.objective.withRegularization(value)))
      .real(
          "regularization_exponent",
          0,
          1,
          each -> each.objective.regularizationExponent(),
          (each, value) -> each.withObjective(each.objective.withRegularizationExponent(value)))
      .whole("sweeps", 1, 1000, AlsParameters::sweeps, AlsParameters::withSweeps)
      .oneOf(
          "solver",
          RowSolver.Method.words(),
          each -> each.method.word(),
          (each, word) -> each.withMethod(RowSolver.Method.of(word)));

  private static final double BY_DENSITY = 0;
  private static final double UNOBSERVED_BY_OBSERVED = 16;

  /**
   * The service's choice where a solution asks for nothing: α₀ is 16 times the density of the data, so that what a user
   * did not take weighs 16 times what the user took, however large the catalogue.
   *
   * <p>Of 4 × 3 such multiples and λ on five data sets (Online Retail, MovieLens 100K and 1M, Gowalla, and MovieLens 1M as
   * LightGCN++ splits it) it stays within 2.5 % of each set's own best by ndcg@20 on held-back parts of their interactions.
   * No constant α₀ does: 0.5, the best for the two small sets, finds a fourteenth of what can be found on Gowalla. Rank
   * 128 gained 5 % on MovieLens 100K and nothing on Online Retail, at twice the size and four times the cost of folding a
   * user in; sweeps beyond the sixth changed nothing that could be told from noise.
   */
  public static final AlsParameters DEFAULT = new AlsParameters(
      64, new Objective(BY_DENSITY, 0.005, 1), 10, RowSolver.Method.CONJUGATE_GRADIENT);

  @Override
  public AlsFamily family() {
    return AlsFamily.INSTANCE;
  }

  @Override
  public Map<String, String> settings() {
    return SETTINGS.of(this);
  }

  @Override
  public AlsParameters with(String name, String value) {
    return SETTINGS.with(this, name, value);
  }

  /** The same with α₀ = 16 · density where it was 0, but at most 1. */
  @Override
  public AlsParameters fittedTo(TrainingData data) {
    return objective.unobservedWeight() == BY_DENSITY
        ? withObjective(
            objective.withUnobservedWeight(Math.min(1, UNOBSERVED_BY_OBSERVED * density(data))))
        : this;
  }

  /**
   * The share of pairs that were observed, of users and items that have any, a pair that has faded in part being observed in
   * part; 1 if there are none.
   */
  private static double density(TrainingData data) {
    long pairs = (long) nonEmpty(data.usersByItems()) * nonEmpty(data.itemsByUsers());
    return pairs == 0 ? 1 : observed(data.usersByItems()) / pairs;
  }

  private static double observed(InteractionMatrix matrix) {
    double sum = 0;
    for (int entry = 0; entry < matrix.entries(); entry++) {
      sum += Math.min(1, Math.abs(matrix.confidence(entry)));
    }
    return sum;
  }

  private static int nonEmpty(InteractionMatrix matrix) {
    int rows = 0;
    for (int row = 0; row < matrix.rows(); row++) {
      rows += matrix.start(row) < matrix.end(row) ? 1 : 0;
    }
    return rows;
  }

  @Override
  public ImplicitAlsTrainer trainer() {
    return new ImplicitAlsTrainer(this);
  }

  public AlsParameters withRank(int other) {
    return new AlsParameters(other, objective, sweeps, method);
  }

  public AlsParameters withObjective(Objective other) {
    return new AlsParameters(rank, other, sweeps, method);
  }

  public AlsParameters withSweeps(int other) {
    return new AlsParameters(rank, objective, other, method);
  }

  public AlsParameters withMethod(RowSolver.Method other) {
    return new AlsParameters(rank, objective, sweeps, other);
  }
}
