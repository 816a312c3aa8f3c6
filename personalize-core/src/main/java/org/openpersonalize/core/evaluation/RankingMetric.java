package org.openpersonalize.core.evaluation;

import java.util.List;

/**
 * How well one user's list predicts the user's future, from 0 to 1; the definitions of the API's developer guide.
 *
 * <p>An item is relevant if it is in the user's hidden future. Positions count from 1.
 */
sealed interface RankingMetric {
  /** As deep as any metric looks. */
  int DEPTH = 25;

  /** The official eight without coverage, which is not a metric of one list. */
  List<RankingMetric> OFFICIAL = List.of(
      new MeanReciprocalRank(25),
      new Ndcg(5),
      new Ndcg(10),
      new Ndcg(25),
      new Precision(5),
      new Precision(10),
      new Precision(25));

  /** The name in {@code GetSolutionMetrics}. */
  String key();

  /**
   * The value for one user.
   *
   * @param hits whether the item at each position is relevant, best first
   * @param relevant how many items are relevant, ≥ 1
   */
  double of(boolean[] hits, int relevant);

  /** Relevant items among the first k, divided by k even where the list is shorter. */
  record Precision(int k) implements RankingMetric {
    @Override
    public String key() {
      return "precision_at_" + k;
    }

    @Override
    public double of(boolean[] hits, int relevant) {
      int count = 0;
      for (int position = 0; position < Math.min(k, hits.length); position++) {
        count += hits[position] ? 1 : 0;
      }
      return (double) count / k;
    }
  }

  /**
   * Discounted gain {@code Σ 1/log(1 + position)} over the relevant items among the first k, divided by that of a list
   * that begins with all relevant items.
   */
  record Ndcg(int k) implements RankingMetric {
    @Override
    public String key() {
      return "normalized_discounted_cumulative_gain_at_" + k;
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
    public String key() {
      return "mean_reciprocal_rank_at_" + k;
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
