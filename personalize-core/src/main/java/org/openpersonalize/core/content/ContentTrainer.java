// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.content;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.openpersonalize.core.content.ContentVectors.Fit;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.matrix.RowBlocks;
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
  private static final double[] SMALLER = {10, 3, 1, 0.3};
  private static final double[] LARGER = {30, 100, 300, 1000};
  private static final double NEARLY = 1.01;
  private static final double CLEARLY = 1.03;
  private static final int FOLDS = 5;
  private static final int MOST_ITEMS_IN_FOLDS = 20_000;
  private static final int MOST_FACTORS_IN_FOLDS = 16;
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

  /** What was left out of a fit, and what was not; the coefficients of one λ are where the next begins. */
  private static final class Fold {
    private final Observations leftOut;
    private final RidgeRegression regression;
    private final float[][] coefficients;

    Fold(Observations fitted, Observations leftOut, TrainingProgress progress) {
      this.leftOut = leftOut;
      this.regression = new RidgeRegression(fitted, 1, progress);
      this.coefficients = fitted.meanCoefficients();
    }

    void solve(double lambda) {
      regression.solve(lambda, coefficients);
    }

    /** The squared error of what was left out, that of the mean vector at first. */
    double error() {
      return leftOut.squaredError(coefficients);
    }
  }

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
    Choice choice = choose(observations, progress);
    float[][] coefficients = observations.meanCoefficients();
    new RidgeRegression(observations, threads, progress).solve(choice.lambda(), coefficients);
    return Optional.of(new ContentVectors(
        features,
        coefficients,
        new Fit(features.size(), items.length, choice.lambda(), choice.error())));
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

  /**
   * A λ and what comes of it.
   *
   * @param error the squared error of items left out, as a share of that of the mean vector
   */
  private record Choice(double lambda, double error) {}

  /** From the λ in the middle on, smaller ones and then larger ones, each until it is clear that more of them are worse. */
  private Choice choose(Observations observations, TrainingProgress progress) {
    List<Fold> folds = folds(observations, progress);
    double ofMean = Math.max(Double.MIN_NORMAL, error(folds));
    NavigableMap<Double, Double> errors = new TreeMap<>(); // by λ
    for (double lambda : SMALLER) {
      if (!errors.isEmpty() && isClearlyWorse(errors.firstEntry().getValue(), errors)) {
        break;
      }
      solve(folds, lambda);
      errors.put(lambda, error(folds) / ofMean);
    }
    for (double lambda : LARGER) {
      if (isClearlyWorse(errors.lastEntry().getValue(), errors)) {
        break;
      }
      solve(folds, lambda);
      errors.put(lambda, error(folds) / ofMean);
    }
    double enough = NEARLY * least(errors);
    return errors.descendingMap().entrySet().stream()
        .filter(each -> each.getValue() <= enough)
        .map(each -> new Choice(each.getKey(), each.getValue()))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isClearlyWorse(double error, Map<Double, Double> others) {
    return error > CLEARLY * least(others);
  }

  private static double least(Map<Double, Double> errors) {
    return errors.values().stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  /** Each on a thread, since a step of one is too short to be shared. */
  private void solve(List<Fold> folds, double lambda) {
    new RowBlocks(folds.size(), 1)
        .run(threads, () -> (fold, from, to) -> folds.get(fold).solve(lambda));
  }

  private static double error(List<Fold> folds) {
    return folds.stream().mapToDouble(Fold::error).sum();
  }

  /** By lot, of so many items and factors at most that choosing takes no longer the more there are. */
  private List<Fold> folds(Observations all, TrainingProgress progress) {
    Observations observations = all.ofFactors(MOST_FACTORS_IN_FOLDS);
    int[] order = IntStream.range(0, observations.size()).toArray();
    SplittableRandom random = new SplittableRandom(seed);
    for (int n = order.length - 1; n > 0; n--) {
      int other = random.nextInt(n + 1);
      int drawn = order[other];
      order[other] = order[n];
      order[n] = drawn;
    }
    int[] drawn = Arrays.copyOf(order, Math.min(order.length, MOST_ITEMS_IN_FOLDS));
    return IntStream.range(0, FOLDS)
        .mapToObj(fold -> new Fold(
            observations.select(part(drawn, n -> n % FOLDS != fold)),
            observations.select(part(drawn, n -> n % FOLDS == fold)),
            progress))
        .toList();
  }

  private static int[] part(int[] drawn, IntPredicate places) {
    return IntStream.range(0, drawn.length).filter(places).map(n -> drawn[n]).toArray();
  }
}
