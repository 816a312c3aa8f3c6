// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.als;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.family.Trainer;
import org.openpersonalize.core.kernel.Kernels;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.matrix.InteractionMatrix;
import org.openpersonalize.core.training.Checkpoint;
import org.openpersonalize.core.training.Checkpoints;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;

/**
 * Minimises {@link Objective} by solving all users with the items fixed, then all items with the users fixed, and again.
 *
 * <p>Both half-sweeps are the same {@link PartitionSolver} on the matrix and its transpose. The users' factors are thrown away
 * in the end: a user's vector is a function of the item factors and the user's events, see {@link FoldIn}, for which the
 * items are turned into their {@link EigenBasis}.
 *
 * <p>The rank is padded with factors that are and stay zero, to a multiple of {@link Kernels#WIDTH}, so that no kernel
 * has to care for the rest of a vector.
 */
public final class ImplicitAlsTrainer implements Trainer<FactorModel> {
  private static final double INITIAL_SCALE = 0.1;

  private final AlsParameters parameters;
  private final Kernels kernels;
  private final @Nullable ItemPrior prior;

  public ImplicitAlsTrainer(AlsParameters parameters) {
    this(parameters, Kernels.best());
  }

  /** A trainer on kernels of one's choice, to compare them. */
  public ImplicitAlsTrainer(AlsParameters parameters, Kernels kernels) {
    this(parameters, kernels, null);
  }

  private ImplicitAlsTrainer(AlsParameters parameters, Kernels kernels, @Nullable ItemPrior prior) {
    this.parameters = parameters;
    this.kernels = kernels;
    this.prior = prior;
  }

  /** A trainer that has items drawn towards what a prior says of them instead of zero. */
  public ImplicitAlsTrainer with(ItemPrior itemPrior) {
    return new ImplicitAlsTrainer(parameters, kernels, itemPrior);
  }

  @Override
  public FactorModel train(TrainingData data, TrainingProgress progress) {
    AlsParameters fitted = parameters.fittedTo(data);
    if (!fitted.equals(parameters)) {
      return new ImplicitAlsTrainer(fitted, kernels, prior).train(data, progress);
    }
    InteractionMatrix usersByItems = data.usersByItems();
    InteractionMatrix itemsByUsers = data.itemsByUsers();
    int rank = Kernels.padded(parameters.rank());
    FactorMatrix users = new FactorMatrix(usersByItems.rows(), rank);
    FactorMatrix items = initialItems(itemsByUsers, data.seed(), rank);
    Checkpoints checkpoints = progress.checkpoints().part(name(usersByItems));
    Optional<Checkpoint> latest = checkpoints.latest();
    int swept = latest.map(state -> restore(state, users, items)).orElse(0);
    @Nullable FactorMatrix means = latest.flatMap(state -> restoredMeans(state, items)).orElse(null);
    Gramian itemGramian = Gramian.of(items, kernels, data.threads());
    RowWorkers workers = new RowWorkers(kernels, parameters.rank(), data.threads());

    for (int sweep = swept + 1; sweep <= parameters.sweeps(); sweep++) {
      progress.throwIfCancelled();
      PartitionSolver.of(parameters, items, itemGramian, workers)
          .solve(usersByItems, users, progress);
      Gramian userGramian = Gramian.of(users, kernels, data.threads());
      means = prior == null ? null : prior.means(sweep, items, means);
      double loss = PartitionSolver.of(parameters, users, userGramian, workers)
              .drawnTo(means)
              .solve(itemsByUsers, items, progress)
          + regularizer(usersByItems, users);
      itemGramian = Gramian.of(items, kernels, data.threads());
      progress.report(
          (double) sweep / parameters.sweeps(),
          loss / Math.max(1, usersByItems.entries()),
          "train");
      checkpoints.offer(new Checkpoint(sweep, state(users, items, means)));
    }
    EigenBasis basis = EigenBasis.of(itemGramian, parameters.rank());
    basis.turn(items, kernels, data.threads());
    return new FactorModel(
        items.withRank(parameters.rank()),
        basis.gramian().withRank(parameters.rank()),
        parameters.objective(),
        kernels);
  }

  /** What only a training by the same parameters on the same confidences is called. */
  private String name(InteractionMatrix usersByItems) {
    return "%s-%08x-%s%s"
        .formatted(
            AlsFamily.NAME,
            parameters.settings().hashCode(),
            usersByItems.fingerprint(),
            prior == null ? "" : "-" + prior.name());
  }

  private static List<float[]> state(
      FactorMatrix users, FactorMatrix items, @Nullable FactorMatrix means) {
    return means == null
        ? List.of(users.values(), items.values())
        : List.of(users.values(), items.values(), means.values());
  }

  private static Optional<FactorMatrix> restoredMeans(Checkpoint state, FactorMatrix items) {
    return state.arrays().stream()
        .skip(2)
        .map(values -> new FactorMatrix(items.rows(), items.rank(), values))
        .findFirst();
  }

  /** Takes over what an interrupted training has learned, and answers how many sweeps that took. */
  private static int restore(Checkpoint state, FactorMatrix users, FactorMatrix items) {
    System.arraycopy(state.arrays().get(0), 0, users.values(), 0, users.values().length);
    System.arraycopy(state.arrays().get(1), 0, items.values(), 0, items.values().length);
    return state.step();
  }

  /** Normal with deviation 0.1/√K, zero for items nobody touched, whose equation has the solution zero. */
  private FactorMatrix initialItems(InteractionMatrix itemsByUsers, long seed, int rank) {
    RandomGenerator random = new SplittableRandom(seed);
    FactorMatrix items = new FactorMatrix(itemsByUsers.rows(), rank);
    float[] row = new float[rank];
    double deviation = INITIAL_SCALE / Math.sqrt(parameters.rank());
    for (int item = 0; item < items.rows(); item++) {
      for (int k = 0; k < parameters.rank(); k++) {
        row[k] = (float) (random.nextGaussian() * deviation);
      }
      if (itemsByUsers.start(item) < itemsByUsers.end(item)) {
        items.setRow(item, row, 0);
      }
    }
    return items;
  }

  /** The regularizer of one side, which the other side's half-sweep does not see. */
  private double regularizer(InteractionMatrix matrix, FactorMatrix factors) {
    double sum = 0;
    for (int row = 0; row < matrix.rows(); row++) {
      double observedWeight = 0;
      for (int entry = matrix.start(row); entry < matrix.end(row); entry++) {
        observedWeight += Math.abs(matrix.confidence(entry));
      }
      double squares = 0;
      for (int k = row * factors.rank(); k < (row + 1) * factors.rank(); k++) {
        squares += factors.values()[k] * factors.values()[k];
      }
      sum += parameters.objective().ridge(observedWeight, matrix.columns()) * squares;
    }
    return sum;
  }
}
