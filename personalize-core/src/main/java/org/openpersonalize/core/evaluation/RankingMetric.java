// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.evaluation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How well one user's list predicts the items to be found, from 0 to 1.
 *
 * <p>An item is relevant if it is among those to be found. Positions count from 1.
 */
public sealed interface RankingMetric {
  /** The metrics of {@code GetSolutionMetrics} by their names there, without coverage, which is not one of a list. */
  Map<String, RankingMetric> OFFICIAL = official();

  /** What it is called for people, such as {@code recall@20}. */
  String name();

  /** How far down the list it looks. */
  int k();

  /**
   * The value for one user.
   *
   * @param hits whether the item at each position is relevant, best first
   * @param relevant how many items are relevant, ≥ 1
   */
  double of(boolean[] hits, int relevant);

  /** Recall, NDCG, precision, reciprocal rank and hit rate at each cut-off. */
  static List<RankingMetric> at(List<Integer> cutOffs) {
    List<RankingMetric> metrics = new ArrayList<>();
    cutOffs.forEach(k -> metrics.add(new Recall(k)));
    cutOffs.forEach(k -> metrics.add(new Ndcg(k)));
    cutOffs.forEach(k -> metrics.add(new Precision(k)));
    cutOffs.forEach(k -> metrics.add(new MeanReciprocalRank(k)));
    cutOffs.forEach(k -> metrics.add(new HitRate(k)));
    return metrics;
  }

  private static Map<String, RankingMetric> official() {
    Map<String, RankingMetric> metrics = new LinkedHashMap<>();
    metrics.put("mean_reciprocal_rank_at_25", new MeanReciprocalRank(25));
    for (int k : new int[] {5, 10, 25}) {
      metrics.put("normalized_discounted_cumulative_gain_at_" + k, new Ndcg(k));
    }
    for (int k : new int[] {5, 10, 25}) {
      metrics.put("precision_at_" + k, new Precision(k));
    }
    return Collections.unmodifiableMap(metrics);
  }

  private static int count(boolean[] hits, int k) {
    int count = 0;
    for (int position = 0; position < Math.min(k, hits.length); position++) {
      count += hits[position] ? 1 : 0;
    }
    return count;
  }

  /** Relevant items among the first k, divided by all relevant items (and not by the smaller of k and their number). */
  record Recall(int k) implements RankingMetric {
    @Override
    public String name() {
      return "recall@" + k;
    }

    @Override
    public double of(boolean[] hits, int relevant) {
      return (double) count(hits, k) / relevant;
    }
  }

  /** Relevant items among the first k, divided by k even where the list is shorter. */
  record Precision(int k) implements RankingMetric {
    @Override
    public String name() {
      return "precision@" + k;
    }

    @Override
    public double of(boolean[] hits, int relevant) {
      return (double) count(hits, k) / k;
    }
  }

  /** 1 if any of the first k is relevant, else 0. */
  record HitRate(int k) implements RankingMetric {
    @Override
    public String name() {
      return "hit@" + k;
    }

    @Override
    public double of(boolean[] hits, int relevant) {
      return count(hits, k) > 0 ? 1 : 0;
    }
  }

  /**
   * Discounted gain {@code Σ 1/log(1 + position)} over the relevant items among the first k, divided by that of a list
   * that begins with all relevant items.
   */
  record Ndcg(int k) implements RankingMetric {
    @Override
    public String name() {
      return "ndcg@" + k;
    }

    @Override
    public double of(boolean[] hits, int relevant) {
      double gain = 0;
      for (int position = 1; position <= Math.min(k, hits.length); position++) {
        gain += hits[position - 1] ? discount(position) : 0;
      }
      double ideal = 0;
      for (int position = 1; position <= Math.min(k, relevant); position++) {
        ideal += discount(position);
      }
      return gain / ideal;
    }

    private static double discount(int position) {
      return 1 / Math.log(1.0 + position);
    }
  }

  /** 1 / position of the first relevant item, 0 if there is none among the first k. */
  record MeanReciprocalRank(int k) implements RankingMetric {
    @Override
    public String name() {
      return "mrr@" + k;
    }

    @Override
    public double of(boolean[] hits, int relevant) {
      for (int position = 1; position <= Math.min(k, hits.length); position++) {
        if (hits[position - 1]) {
          return 1.0 / position;
        }
      }
      return 0;
    }
  }
}
