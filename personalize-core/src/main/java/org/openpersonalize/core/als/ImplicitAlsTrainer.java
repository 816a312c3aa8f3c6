package org.openpersonalize.core.als;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.matrix.InteractionMatrix;
import org.openpersonalize.core.matrix.RowBlocks;
import org.openpersonalize.core.matrix.Vectors;
import org.openpersonalize.core.recipe.Checkpoint;
import org.openpersonalize.core.recipe.Checkpoints;
import org.openpersonalize.core.recipe.Trainer;
import org.openpersonalize.core.recipe.TrainingData;
import org.openpersonalize.core.recipe.TrainingProgress;

/**
 * Minimises {@link Objective} by solving all users with the items fixed, then all items with the users fixed, and again.
 *
 * <p>Both half-sweeps are the same method on the matrix and its transpose. Rows are independent, so threads claim blocks
 * of them and the result does not depend on who got which. The users' factors are thrown away in the end: a user's
 * vector is a function of the item factors and the user's events, see {@link FoldIn}.
 */
public final class ImplicitAlsTrainer implements Trainer<FactorModel> {
  private static final int ROWS_AT_A_TIME = 32;
  private static final double INITIAL_SCALE = 0.1;

  private final AlsParameters parameters;

  public ImplicitAlsTrainer(AlsParameters parameters) {
    this.parameters = parameters;
  }

  @Override
  public FactorModel train(TrainingData data, TrainingProgress progress) {
    InteractionMatrix usersByItems = data.usersByItems();
    InteractionMatrix itemsByUsers = data.itemsByUsers();
    FactorMatrix users = new FactorMatrix(usersByItems.rows(), parameters.rank());
    FactorMatrix items = initialItems(itemsByUsers, data.seed());
    Checkpoints checkpoints = progress.checkpoints();
    int swept = checkpoints.latest().map(state -> restore(state, users, items)).orElse(0);
    Gramian itemGramian = Gramian.of(items, data.threads());

    for (int sweep = swept + 1; sweep <= parameters.sweeps(); sweep++) {
      progress.throwIfCancelled();
      solveRows(usersByItems, items, itemGramian, users, data.threads());
      Gramian userGramian = Gramian.of(users, data.threads());
      progress.throwIfCancelled();
      solveRows(itemsByUsers, users, userGramian, items, data.threads());
      itemGramian = Gramian.of(items, data.threads());
      double loss =
          loss(usersByItems, itemsByUsers, users, userGramian, items, itemGramian, data.threads());
      progress.report((double) sweep / parameters.sweeps(), loss, "train");
      checkpoints.offer(new Checkpoint(sweep, List.of(users.values(), items.values())));
    }
    return new FactorModel(items, itemGramian, parameters.objective());
  }

  /** Takes over what an interrupted training has learned, and answers how many sweeps that took. */
  private static int restore(Checkpoint state, FactorMatrix users, FactorMatrix items) {
    System.arraycopy(state.arrays().get(0), 0, users.values(), 0, users.values().length);
    System.arraycopy(state.arrays().get(1), 0, items.values(), 0, items.values().length);
    return state.step();
  }

  /** Normal with deviation 0.1/√K, zero for items nobody touched, whose equation has the solution zero. */
  private FactorMatrix initialItems(InteractionMatrix itemsByUsers, long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    FactorMatrix items = new FactorMatrix(itemsByUsers.rows(), parameters.rank());
    float[] row = new float[parameters.rank()];
    double deviation = INITIAL_SCALE / Math.sqrt(parameters.rank());
    for (int item = 0; item < items.rows(); item++) {
      for (int k = 0; k < row.length; k++) {
        row[k] = (float) (random.nextGaussian() * deviation);
      }
      if (itemsByUsers.start(item) < itemsByUsers.end(item)) {
        items.setRow(item, row);
      }
    }
    return items;
  }

  /** Solves every row of {@code matrix}, warm-started from {@code solved}. */
  private void solveRows(
      InteractionMatrix matrix,
      FactorMatrix fixed,
      Gramian gramian,
      FactorMatrix solved,
      int threads) {
    new RowBlocks(matrix.rows(), ROWS_AT_A_TIME).run(threads, () -> {
      RowSolver solver = parameters.method().with(gramian, parameters.objective());
      float[] x = new float[parameters.rank()];
      return (block, from, to) -> {
        for (int row = from; row < to; row++) {
          if (matrix.start(row) < matrix.end(row)) {
            solved.copyRow(row, x);
            solver.solve(
                fixed,
                matrix.columnIndices(),
                matrix.confidences(),
                matrix.start(row),
                matrix.end(row),
                x);
            solved.setRow(row, x);
          }
        }
      };
    });
  }

  /** The objective, divided by the number of observed entries. */
  private double loss(
      InteractionMatrix usersByItems,
      InteractionMatrix itemsByUsers,
      FactorMatrix users,
      Gramian userGramian,
      FactorMatrix items,
      Gramian itemGramian,
      int threads) {
    double unobserved =
        parameters.objective().unobservedWeight() * userGramian.sumOfSquaredScores(itemGramian);
    double observed = observedLoss(usersByItems, users, items, threads);
    double norms = norms(usersByItems, users) + norms(itemsByUsers, items);
    return (observed + unobserved + norms) / Math.max(1, usersByItems.entries());
  }

  private double observedLoss(
      InteractionMatrix usersByItems, FactorMatrix users, FactorMatrix items, int threads) {
    RowBlocks blocks = new RowBlocks(usersByItems.rows(), ROWS_AT_A_TIME);
    double[] partial = new double[blocks.count()];
    blocks.run(threads, () -> {
      float[] x = new float[parameters.rank()];
      float[] y = new float[parameters.rank()];
      return (block, from, to) -> {
        for (int user = from; user < to; user++) {
          users.copyRow(user, x);
          for (int entry = usersByItems.start(user); entry < usersByItems.end(user); entry++) {
            items.copyRow(usersByItems.columnIndices()[entry], y);
            double error = 1 - Vectors.dot(x, y);
            partial[block] += usersByItems.confidences()[entry] * error * error;
          }
        }
      };
    });
    double sum = 0;
    for (double part : partial) {
      sum += part;
    }
    return sum;
  }

  /** The regularizer of one side. */
  private double norms(InteractionMatrix matrix, FactorMatrix factors) {
    float[] x = new float[parameters.rank()];
    double sum = 0;
    for (int row = 0; row < matrix.rows(); row++) {
      double observedWeight = 0;
      for (int entry = matrix.start(row); entry < matrix.end(row); entry++) {
        observedWeight += matrix.confidences()[entry];
      }
      factors.copyRow(row, x);
      sum += parameters.objective().ridge(observedWeight, matrix.columns()) * Vectors.dot(x, x);
    }
    return sum;
  }
}
