// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.evaluation.HoldOut.Part;
import org.openpersonalize.core.evaluation.RankingMetric.Recall;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.InteractionLogBuilder;
import org.openpersonalize.core.popularity.PopularityModel;
import org.openpersonalize.core.ranking.Calibration;
import org.openpersonalize.core.ranking.CandidateScorer;
import org.openpersonalize.core.ranking.Query;
import org.openpersonalize.core.reward.ItemRewards;
import org.openpersonalize.core.reward.ObjectiveSensitivity;
import org.openpersonalize.core.reward.OptimizationObjective;
import org.openpersonalize.core.testing.TestData;

@DisplayNameGeneration(ReplaceUnderscores.class)
class EvaluatorTest {
  private final InteractionLog log = TestData.random(2, 400, 300, 12_000);
  private final HoldOut holdOut = new HoldOut(log, 17);
  private final ConfidenceRule rule = ConfidenceRule.everyEvent();

  @Test
  void a_report_has_the_eight_official_metrics_and_no_other() {
    assertThat(evaluate(Calibration.NONE, 1).metrics())
        .containsOnlyKeys(
            "coverage",
            "mean_reciprocal_rank_at_25",
            "normalized_discounted_cumulative_gain_at_5",
            "normalized_discounted_cumulative_gain_at_10",
            "normalized_discounted_cumulative_gain_at_25",
            "precision_at_5",
            "precision_at_10",
            "precision_at_25");
  }

  @Test
  void the_report_does_not_depend_on_the_number_of_threads() {
    assertThat(evaluate(Calibration.NONE, 4)).isEqualTo(evaluate(Calibration.NONE, 1));
  }

  /** Sorts the whole catalogue by the definition and counts with sets. */
  @Test
  void the_metrics_are_those_of_a_slow_and_obvious_implementation() {
    double offset = -0.3;
    int[] users = holdOut.users(Part.TEST);
    double ndcg10 = 0;
    double precision25 = 0;
    double reciprocalRank = 0;
    Set<Integer> recommended = new HashSet<>();
    for (int user : users) {
      int start = log.start(user);
      int given = start + (int) Math.floor((log.end(user) - start) * 0.9);
      Set<Integer> seen = new HashSet<>();
      for (int row = start; row < given; row++) {
        seen.add(log.item(row));
      }
      Set<Integer> future = new HashSet<>();
      for (int row = given; row < log.end(user); row++) {
        future.add(log.item(row));
      }
      List<Integer> order = new ArrayList<>();
      for (int item = 0; item < log.items().size(); item++) {
        order.add(item);
      }
      TieBreak tieBreak = new TieBreak(user);
      order.sort(Comparator.<Integer>comparingDouble(
              item -> -(score(seen, item) + (seen.contains(item) ? offset : 0)))
          .thenComparingInt(tieBreak::lot));

      double gain = 0;
      double ideal = 0;
      for (int position = 1; position <= 25; position++) {
        int item = order.get(position - 1);
        recommended.add(item);
        boolean hit = future.contains(item);
        precision25 += hit ? 1 / 25.0 / users.length : 0;
        gain += hit && position <= 10 ? 1 / Math.log(position + 1.0) : 0;
        ideal += position <= Math.min(10, future.size()) ? 1 / Math.log(position + 1.0) : 0;
      }
      ndcg10 += gain / ideal / users.length;
      reciprocalRank += order.stream()
              .limit(25)
              .filter(future::contains)
              .findFirst()
              .map(item -> 1.0 / (order.indexOf(item) + 1))
              .orElse(0.0)
          / users.length;
    }

    EvaluationReport report = evaluate(new Calibration(offset, 1), 2);

    assertThat(report.users()).isEqualTo(users.length).isPositive();
    assertThat(report.metric("normalized_discounted_cumulative_gain_at_10"))
        .isCloseTo(ndcg10, within(0.00005))
        .isPositive();
    assertThat(report.metric("precision_at_25")).isCloseTo(precision25, within(0.00005));
    assertThat(report.metric("mean_reciprocal_rank_at_25"))
        .isCloseTo(reciprocalRank, within(0.00005));
    assertThat(report.metric("coverage"))
        .isCloseTo((double) recommended.size() / log.items().size(), within(0.00005));
  }

  @Test
  void a_report_with_rewards_tells_what_share_of_them_25_recommendations_earn() {
    float[] worth = new float[log.items().size()];
    for (int item = 0; item < worth.length; item++) {
      worth[item] = (1 + item % 10) / 10f;
    }
    ItemRewards rewards =
        new ItemRewards(new OptimizationObjective("PRICE", ObjectiveSensitivity.OFF), worth);
    double expected = 0;
    int[] users = holdOut.users(Part.TEST);
    for (int user : users) {
      Set<Integer> seen = new HashSet<>();
      for (int row = log.start(user); row < log.end(user); row++) {
        if (!holdOut.isFuture(row)) {
          seen.add(log.item(row));
        }
      }
      TieBreak tieBreak = new TieBreak(user);
      List<Integer> best = IntStream.range(0, worth.length)
          .boxed()
          .sorted(Comparator.<Integer>comparingDouble(item -> -score(seen, item))
              .thenComparingInt(tieBreak::lot))
          .limit(25)
          .toList();
      double earned = 0;
      double all = 0;
      for (int item : holdOut.futureItems(user)) {
        all += worth[item];
        earned += best.contains(item) ? worth[item] : 0;
      }
      expected += earned / all / users.length;
    }

    EvaluationReport report = new Evaluator(holdOut.testSet(Part.TEST), rule, 2)
        .rewarding(rewards)
        .report(MODEL, Calibration.NONE);

    assertThat(report.metrics()).hasSize(9);
    assertThat(report.metric("average_rewards_at_k"))
        .isCloseTo(expected, within(0.00005))
        .isBetween(0.01, 0.99);
  }

  /** Ids follow popularity here, so whoever breaks ties by id would do far better than chance. */
  @Test
  void a_model_that_likes_everything_alike_finds_no_more_than_chance() {
    InteractionLogBuilder popularFirst = new InteractionLogBuilder();
    SplittableRandom random = new SplittableRandom(3);
    for (int user = 0; user < 3000; user++) {
      for (int row = 0; row < 6; row++) {
        int item = (int) (200 * Math.pow(random.nextDouble(), 3));
        popularFirst.add("u" + user, "i%03d".formatted(item), "view", 0, row);
      }
    }
    Split split = Split.leaveLastOut(popularFirst.build(), 1);
    RankingMetric recall = new Recall(20);
    double chance = 20.0 / 197; // a user has about three distinct items less than there are

    Evaluation constant = evaluate(split, new PopularityModel(new int[200]), recall);

    assertThat(constant.mean(recall)).isLessThan(chance * 1.25);
    assertThat(evaluate(split, new PopularityModel(descending()), recall).mean(recall))
        .isGreaterThan(2 * chance);
  }

  private static int[] descending() {
    return IntStream.range(0, 200).map(item -> 200 - item).toArray();
  }

  private Evaluation evaluate(Split split, Model model, RankingMetric metric) {
    return new Evaluator(split.test(), rule, 2).evaluate(model, Calibration.NONE, List.of(metric));
  }

  private EvaluationReport evaluate(Calibration calibration, int threads) {
    return new Evaluator(holdOut.testSet(Part.TEST), rule, threads).report(MODEL, calibration);
  }

  /** A score that depends on the item and on what was seen, in coarse steps so that there are ties. */
  private static double score(Set<Integer> seen, int item) {
    return new SplittableRandom(item).nextInt(4) * 0.25
        + (seen.contains(item) ? 0.5 : 0)
        - Math.floorDiv(item, 256);
  }

  private static final Model MODEL = new Model() {
    @Override
    public int itemCount() {
      return 300;
    }

    @Override
    public CandidateScorer scorer(Query query) {
      Set<Integer> seen = new HashSet<>();
      for (int item : query.seen()) {
        seen.add(item);
      }
      return new CandidateScorer() {
        @Override
        public int itemCount() {
          return MODEL.itemCount();
        }

        @Override
        public void scoreBlock(int block, float[] scores) {
          for (int item = 0; item < 300; item++) {
            scores[item] = score(item);
          }
        }

        @Override
        public float score(int item) {
          return (float) EvaluatorTest.score(seen, item);
        }
      };
    }

    @Override
    public long sizeInBytes() {
      return 0;
    }
  };
}
