// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.openpersonalize.core.matrix.RowBlocks;

/** How well a model found what was to be found: metrics of every tested user, and coverage. */
public final class Evaluation {
  private static final int RESAMPLES = 1000;
  private static final double CONFIDENCE = 0.95;

  private final List<RankingMetric> metrics;
  private final double[][] values; // [users][metrics]
  private final double coverage;
  private final List<BandReport> bands;

  /** @param bands what was found of each band of items, empty where nobody asked */
  Evaluation(
      List<RankingMetric> metrics, double[][] values, double coverage, List<BandReport> bands) {
    this.metrics = List.copyOf(metrics);
    this.values = values;
    this.coverage = coverage;
    this.bands = List.copyOf(bands);
  }

  /** Where the true mean may well lie. */
  public record Interval(double low, double high) {}

  /** How many users were tested. */
  public int users() {
    return values.length;
  }

  public List<RankingMetric> metrics() {
    return metrics;
  }

  /** The share of the candidates that stand in at least one user's list of the greatest depth. */
  public double coverage() {
    return coverage;
  }

  /** What was found of each band of items, empty where nobody asked. */
  public List<BandReport> bands() {
    return bands;
  }

  /** The mean over the users; 0 if there is none. */
  public double mean(RankingMetric metric) {
    return mean(values(metric));
  }

  /** The metric of each tested user, in the same order for every model that was asked about the same test set. */
  public double[] values(RankingMetric metric) {
    int column = metrics.indexOf(metric);
    if (column < 0) {
      throw new IllegalArgumentException("%s was not evaluated".formatted(metric.name()));
    }
    return Arrays.stream(values).mapToDouble(user -> user[column]).toArray();
  }

  /**
   * How uncertain it is by how much this is better than another evaluation on the same users: the standard error of the
   * mean difference.
   */
  public double standardErrorAgainst(Evaluation other, RankingMetric metric) {
    double[] difference = values(metric);
    double[] others = other.values(metric);
    for (int user = 0; user < difference.length; user++) {
      difference[user] -= others[user];
    }
    double mean = mean(difference);
    double squares = 0;
    for (double each : difference) {
      squares += (each - mean) * (each - mean);
    }
    return Math.sqrt(squares) / Math.max(1, difference.length);
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double each : values) {
      sum += each;
    }
    return sum / Math.max(1, values.length);
  }

  /**
   * For each metric the interval that holds the middle 95 % of the means of 1,000 bootstrap samples: as many users as
   * were tested, drawn with replacement. Efron: Bootstrap Methods, Annals of Statistics 1979 (percentile method).
   *
   * @param seed of the draws
   * @param threads ≥ 1; the intervals do not depend on it
   */
  public List<Interval> intervals(long seed, int threads) {
    double[][] means = new double[metrics.size()][RESAMPLES];
    long[] seeds = new SplittableRandom(seed).longs(RESAMPLES).toArray();
    new RowBlocks(RESAMPLES, 1).run(threads, () -> {
      double[] sums = new double[metrics.size()];
      return (resample, from, to) -> {
        drawSums(sums, new SplittableRandom(seeds[resample]));
        for (int metric = 0; metric < sums.length; metric++) {
          means[metric][resample] = sums[metric] / Math.max(1, values.length);
        }
      };
    });
    return Arrays.stream(means).map(Evaluation::middle).toList();
  }

  private void drawSums(double[] sums, SplittableRandom random) {
    Arrays.fill(sums, 0);
    for (int draw = 0; draw < values.length; draw++) {
      double[] user = values[random.nextInt(values.length)];
      for (int metric = 0; metric < sums.length; metric++) {
        sums[metric] += user[metric];
      }
    }
  }

  private static Interval middle(double[] means) {
    Arrays.sort(means);
    int tail = (int) Math.round((1 - CONFIDENCE) / 2 * means.length);
    return new Interval(means[tail], means[means.length - 1 - tail]);
  }
}
