package org.openpersonalize.core.evaluation;

import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.Profile;
import org.openpersonalize.core.matrix.ProfileBuilder;
import org.openpersonalize.core.matrix.RowBlocks;
import org.openpersonalize.core.ranking.ItemFilter;
import org.openpersonalize.core.ranking.Ranker;
import org.openpersonalize.core.ranking.TopN;
import org.openpersonalize.core.recipe.Model;

/**
 * Asks a model for the 25 best items of the full catalogue for each test user and compares them with what the user did
 * next. Items the user already had are candidates like all others, as they are in the API's answers.
 *
 * <p>Users are shared among threads and added up in their order: the report does not depend on the number of threads.
 */
public final class Evaluator {
  private static final int USERS_AT_A_TIME = 8;

  private final HoldOut holdOut;
  private final ConfidenceRule rule;
  private final int threads;

  public Evaluator(HoldOut holdOut, ConfidenceRule rule, int threads) {
    this.holdOut = holdOut;
    this.rule = rule;
    this.threads = threads;
  }

  /** What the user had done when the future began. */
  static Profile given(HoldOut holdOut, ConfidenceRule rule, ProfileBuilder builder, int user) {
    InteractionLog log = holdOut.log();
    return builder
        .clear()
        .addAll(log, rule, log.start(user), holdOut.futureStart(user))
        .build();
  }

  /** Evaluates a model that was trained on {@link HoldOut#training}. */
  public EvaluationReport evaluate(Model model, Ranker ranker) {
    int[] users = holdOut.users(HoldOut.Part.TEST);
    List<RankingMetric> metrics = RankingMetric.OFFICIAL;
    double[][] values = new double[users.length][metrics.size()];
    int[][] lists = new int[users.length][];
    new RowBlocks(users.length, USERS_AT_A_TIME).run(threads, () -> {
      ProfileBuilder builder = new ProfileBuilder(rule);
      return (block, from, to) -> {
        for (int index = from; index < to; index++) {
          Profile profile = given(holdOut, rule, builder, users[index]);
          TopN.Ranking best = ranker.top(
              model.scorer(profile), profile, RankingMetric.DEPTH, ItemFilter.EVERYTHING);
          lists[index] = best.items();
          int[] relevant = holdOut.futureItems(users[index]);
          boolean[] hits = hits(best.items(), relevant);
          for (int metric = 0; metric < metrics.size(); metric++) {
            values[index][metric] = metrics.get(metric).of(hits, relevant.length);
          }
        }
      };
    });
    return report(metrics, values, lists);
  }

  private static boolean[] hits(int[] list, int[] relevant) {
    boolean[] hits = new boolean[list.length];
    for (int position = 0; position < list.length; position++) {
      hits[position] = Arrays.binarySearch(relevant, list[position]) >= 0;
    }
    return hits;
  }

  private EvaluationReport report(List<RankingMetric> metrics, double[][] values, int[][] lists) {
    Map<String, Double> means = new LinkedHashMap<>();
    means.put(EvaluationReport.COVERAGE, EvaluationReport.rounded(coverage(lists)));
    for (int metric = 0; metric < metrics.size(); metric++) {
      double sum = 0;
      for (double[] user : values) {
        sum += user[metric];
      }
      means.put(
          metrics.get(metric).key(), EvaluationReport.rounded(sum / Math.max(1, values.length)));
    }
    return new EvaluationReport(means, values.length);
  }

  /** The share of the catalogue's items that stand in at least one user's list. */
  private double coverage(int[][] lists) {
    BitSet recommended = new BitSet();
    for (int[] list : lists) {
      for (int item : list) {
        recommended.set(item);
      }
    }
    return (double) recommended.cardinality()
        / Math.max(1, holdOut.log().items().size());
  }
}
