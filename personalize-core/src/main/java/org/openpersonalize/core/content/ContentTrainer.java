// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.content;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.openpersonalize.core.content.ContentVectors.Fit;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.training.TrainingProgress;

/**
 * Learns from items that were taken how what their records say becomes factors: a regression of the factors on the features,
 * in which an item counts the more the more users took it, since the better its vector is known (Agarwal, Chen:
 * Regression-based Latent Factor Models, KDD 2009, where both are learned together).
 *
 * <p>λ is the largest by which items that were left out of a fit, a fifth at a time, get vectors as near to theirs as by the
 * best, or nearly so.
 */
public final class ContentTrainer {
  private static final double[] REGULARIZATIONS = {1000, 300, 100, 30, 10, 3, 1, 0.3};
  private static final double NEARLY = 1.01;
  private static final int FOLDS = 5;
  private static final int MOST_ITEMS_IN_FOLDS = 20_000;
  private static final int FEWEST_USERS = 5;
  private static final int FEWEST_ITEMS = 20;

  private final long seed;
  private final int threads;

  /**
   * @param seed of the folds
   * @param threads ≥ 1; the result does not depend on it
   */
  public ContentTrainer(long seed, int threads) {
    this.seed = seed;
    this.threads = threads;
  }

  /** What was left out of a fit, and what was not. */
  private record Fold(Observations fitted, Observations leftOut) {}

  /**
   * Learns from the items with a record that at least {@value #FEWEST_USERS} users took; empty where these are fewer than
   * {@value #FEWEST_ITEMS}.
   *
   * @param records of all items
   * @param factors of all items, [N, K]
   * @param users how many took each item, [N]
   * @throws java.util.concurrent.CancellationException if {@code progress} was cancelled
   */
  public Optional<ContentVectors> train(
      ItemRecords records, FactorMatrix factors, int[] users, TrainingProgress progress) {
    int[] items = IntStream.range(0, records.size())
        .filter(item -> records.has(item) && users[item] >= FEWEST_USERS)
        .toArray();
    if (items.length < FEWEST_ITEMS) {
      return Optional.empty();
    }
    ItemRecords known = records.select(items);
    ItemFeatures features = ItemFeatures.of(known);
    Observations observations = new Observations(
        features.rows(known), Observations.select(factors, items), weights(items, users));
    double[] errors = leaveItemsOutErrors(observations, progress);
    double least = Arrays.stream(errors).min().orElseThrow();
    int chosen = IntStream.range(0, errors.length)
        .filter(n -> errors[n] <= NEARLY * least)
        .findFirst()
        .orElseThrow();
    double lambda = REGULARIZATIONS[chosen];
    float[][] coefficients = observations.meanCoefficients();
    new RidgeRegression(observations, threads, progress).solve(lambda, coefficients);
    return Optional.of(new ContentVectors(
        features, coefficients, new Fit(features.size(), items.length, lambda, errors[chosen])));
  }

  private static float[] weights(int[] items, int[] users) {
    double mean =
        Arrays.stream(items).mapToDouble(item -> users[item]).average().orElseThrow();
    float[] weights = new float[items.length];
    for (int n = 0; n < items.length; n++) {
      weights[n] = (float) (users[items[n]] / mean);
    }
    return weights;
  }

  /** For each λ the squared error of items left out, as a share of that of the mean vector. */
  private double[] leaveItemsOutErrors(Observations observations, TrainingProgress progress) {
    double[] errors = new double[REGULARIZATIONS.length];
    double ofMean = 0;
    for (Fold fold : folds(observations)) {
      float[][] coefficients = fold.fitted().meanCoefficients();
      ofMean += fold.leftOut().squaredError(coefficients);
      RidgeRegression regression = new RidgeRegression(fold.fitted(), threads, progress);
      for (int n = 0; n < errors.length; n++) {
        regression.solve(REGULARIZATIONS[n], coefficients);
        errors[n] += fold.leftOut().squaredError(coefficients);
      }
    }
    for (int n = 0; n < errors.length; n++) {
      errors[n] /= Math.max(Double.MIN_NORMAL, ofMean);
    }
    return errors;
  }

  /** By lot, of so many items at most that choosing takes no longer the more there are. */
  private Fold[] folds(Observations observations) {
    int[] order = IntStream.range(0, observations.size()).toArray();
    SplittableRandom random = new SplittableRandom(seed);
    for (int n = order.length - 1; n > 0; n--) {
      int other = random.nextInt(n + 1);
      int drawn = order[other];
      order[other] = order[n];
      order[n] = drawn;
    }
    int[] drawn = Arrays.copyOf(order, Math.min(order.length, MOST_ITEMS_IN_FOLDS));
    Fold[] folds = new Fold[FOLDS];
    for (int fold = 0; fold < FOLDS; fold++) {
      int own = fold;
      folds[fold] = new Fold(
          observations.select(IntStream.range(0, drawn.length)
              .filter(n -> n % FOLDS != own)
              .map(n -> drawn[n])
              .toArray()),
          observations.select(IntStream.range(0, drawn.length)
              .filter(n -> n % FOLDS == own)
              .map(n -> drawn[n])
              .toArray()));
    }
    return folds;
  }
}
