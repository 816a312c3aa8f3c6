// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.kernel.Kernels;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.ProfileBuilder;
import org.openpersonalize.core.matrix.RowBlocks;
import org.openpersonalize.core.ranking.Calibration;
import org.openpersonalize.core.ranking.Query;
import org.openpersonalize.core.ranking.TopN;
import org.openpersonalize.core.reward.ItemRewards;

/**
 * Asks a model for the best items of the full catalogue for each tested user and compares them with what was to be found.
 *
 * <p>Users are scored some at a time, which models do faster than one by one, and shared among threads; the result does
 * not depend on the number of threads. Memory: {@value #SCORES_AT_A_TIME} scores per thread, or one user's if the
 * catalogue is larger.
 */
public final class Evaluator {
  private static final int SCORES_AT_A_TIME = 1 << 21;
  private static final int USERS_AT_A_TIME = 64;
  private static final int USERS_OF_A_TILE = 8; // which kernels take together

  private final TestSet test;
  private final ConfidenceRule rule;
  private final int threads;
  private final @Nullable ItemRewards rewards;
  private final @Nullable ItemBands bands;

  /**
   * @param rule how what is given of a user becomes a profile
   * @param threads ≥ 1
   */
  public Evaluator(TestSet test, ConfidenceRule rule, int threads) {
    this(test, rule, threads, null, null);
  }

  private Evaluator(
      TestSet test,
      ConfidenceRule rule,
      int threads,
      @Nullable ItemRewards rewards,
      @Nullable ItemBands bands) {
    this.test = test;
    this.rule = rule;
    this.threads = threads;
    this.rewards = rewards;
    this.bands = bands;
  }

  /** The same, that reports what recommendations earn as well; the same if nothing is known of that. */
  public Evaluator rewarding(@Nullable ItemRewards itemRewards) {
    return new Evaluator(test, rule, threads, itemRewards, bands);
  }

  /** The same, that tells as well what is found of each band of items. */
  public Evaluator telling(ItemBands itemBands) {
    return new Evaluator(test, rule, threads, rewards, itemBands);
  }

  /**
   * The official metrics, and with rewards their own.
   *
   * @param calibration what is added to the scores of items the user already had, where these are candidates
   */
  public EvaluationReport report(Model model, Calibration calibration) {
    return assess(model, calibration).report();
  }

  /**
   * The official metrics in the mean and of each user.
   *
   * @param evaluation of the official metrics
   */
  public record Assessed(EvaluationReport report, Evaluation evaluation) {}

  /** As {@link #report}, with the metrics of each user beside. */
  public Assessed assess(Model model, Calibration calibration) {
    List<RankingMetric> official = List.copyOf(RankingMetric.OFFICIAL.values());
    Answers answers =
        ask(new SingleModel(model), List.of(calibration), official).get(0);
    Evaluation evaluation = evaluation(answers, official);
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put(EvaluationReport.COVERAGE, EvaluationReport.rounded(evaluation.coverage()));
    RankingMetric.OFFICIAL.forEach(
        (key, metric) -> metrics.put(key, EvaluationReport.rounded(evaluation.mean(metric))));
    if (rewards != null) {
      double earned = averageReward(answers.lists(), rewards);
      metrics.put(EvaluationReport.AVERAGE_REWARDS, EvaluationReport.rounded(earned));
    }
    return new Assessed(
        new EvaluationReport(metrics, evaluation.users(), evaluation.bands()), evaluation);
  }

  /**
   * Any metrics.
   *
   * @param calibration what is added to the scores of items the user already had, where these are candidates
   */
  public Evaluation evaluate(Model model, Calibration calibration, List<RankingMetric> metrics) {
    return evaluate(new SingleModel(model), List.of(calibration), metrics).get(0);
  }

  /**
   * As {@link #evaluate(Model, Calibration, List)} for several models whose scores have much in common.
   *
   * @param calibrations one of each model
   * @return one of each model
   */
  public List<Evaluation> evaluate(
      ModelGroup group, List<Calibration> calibrations, List<RankingMetric> metrics) {
    return ask(group, calibrations, metrics).stream()
        .map(answers -> evaluation(answers, metrics))
        .toList();
  }

  /**
   * What one model answered.
   *
   * @param values [places][metrics]
   * @param lists [places] the best items of each tested user
   */
  private record Answers(double[][] values, int[][] lists) {}

  private Evaluation evaluation(Answers answers, List<RankingMetric> metrics) {
    List<BandReport> found = bands == null ? List.of() : bands.reports(test, answers.lists());
    return new Evaluation(metrics, answers.values(), coverage(answers.lists()), found);
  }

  private List<Answers> ask(
      ModelGroup group, List<Calibration> calibrations, List<RankingMetric> metrics) {
    int depth = metrics.stream().mapToInt(RankingMetric::k).max().orElse(0);
    int items = group.itemCount();
    double[][][] values = new double[group.size()][test.size()][metrics.size()];
    int[][][] lists = new int[group.size()][test.size()][];
    int usersAtATime = usersAtATime(items);
    int[] excluded = test.excluded();
    new RowBlocks(test.size(), usersAtATime).run(threads, () -> {
      ProfileBuilder builder = new ProfileBuilder(rule);
      ModelGroup.Worker worker = group.worker(usersAtATime);
      Lister lister = new Lister(items, Math.min(depth, items));
      return (block, from, to) -> {
        List<Query> queries = new ArrayList<>(to - from);
        for (int place = from; place < to; place++) {
          queries.add(test.query(place, rule, builder));
        }
        worker.ask(queries);
        for (int place = from; place < to; place++) {
          int[] seen = test.repeats() == Repeats.LEFT_OUT
              ? test.seen(place)
              : queries.get(place - from).seen();
          for (int member = 0; member < group.size(); member++) {
            float[] scores = worker.scores(member, place - from);
            remove(scores, excluded);
            if (test.repeats() == Repeats.LEFT_OUT) {
              remove(scores, seen);
            } else {
              add(scores, seen, (float) calibrations.get(member).seenOffset());
            }
            if (queries.get(place - from).hasItem()) {
              scores[queries.get(place - from).item()] = Float.NEGATIVE_INFINITY;
            }
            int[] list = lister.list(scores, test.tieBreak(place));
            lists[member][place] = list;
            boolean[] hits = hits(list, test.relevant(place));
            for (int metric = 0; metric < metrics.size(); metric++) {
              values[member][place][metric] =
                  metrics.get(metric).of(hits, test.relevantCount(place));
            }
          }
        }
      };
    });
    List<Answers> answers = new ArrayList<>();
    for (int member = 0; member < group.size(); member++) {
      answers.add(new Answers(values[member], lists[member]));
    }
    return answers;
  }

  private static void remove(float[] scores, int[] items) {
    for (int item : items) {
      scores[item] = Float.NEGATIVE_INFINITY;
    }
  }

  private static void add(float[] scores, int[] items, float offset) {
    for (int item : items) {
      scores[item] += offset;
    }
  }

  private static int usersAtATime(int items) {
    int most = Math.min(USERS_AT_A_TIME, SCORES_AT_A_TIME / Math.max(1, items));
    return Math.max(1, most < USERS_OF_A_TILE ? most : most / USERS_OF_A_TILE * USERS_OF_A_TILE);
  }

  /** Lists one user's best items after another's. */
  private static final class Lister {
    private static final int ITEMS_AT_A_TIME = 1024;

    private final Kernels kernels = Kernels.best();
    private final int items;
    private final TopN best;
    private final int[] places = new int[ITEMS_AT_A_TIME];

    Lister(int items, int length) {
      this.items = items;
      this.best = new TopN(length);
    }

    /**
     * The best items that were not removed; ties go to the smaller lot. Lots are drawn only of items that may be in the list: where few
     * items have a score, most of the others tie with the best so far until enough of these were met.
     */
    int[] list(float[] scores, TieBreak tieBreak) {
      int item = 0;
      for (; item < items && best.hasRoom(); item++) {
        if (scores[item] > Float.NEGATIVE_INFINITY) {
          best.offer(item, scores[item]);
        }
      }
      for (; item < items; item += ITEMS_AT_A_TIME) {
        int count = placesAbove(scores, item, best.least());
        for (int n = 0; n < count; n++) {
          if (scores[places[n]] > best.least()) {
            best.offer(places[n], scores[places[n]]);
          }
        }
      }
      boolean isFull = !best.hasRoom();
      float least = best.least();
      TopN.Ranking byNumber = best.drain();
      for (int rank = 0; rank < byNumber.size(); rank++) {
        if (!isFull || byNumber.scores()[rank] > least) {
          best.offer(tieBreak.lot(byNumber.items()[rank]), byNumber.scores()[rank]);
        }
      }
      if (isFull) {
        offerEqual(scores, least, tieBreak);
      }
      int[] list = best.drain().items();
      for (int position = 0; position < list.length; position++) {
        list[position] = tieBreak.item(list[position]);
      }
      return list;
    }

    private int placesAbove(float[] scores, int from, float bound) {
      int to = Math.min(items, from + ITEMS_AT_A_TIME);
      return kernels.placesAbove(scores, from, to, bound, places);
    }

    private void offerEqual(float[] scores, float score, TieBreak tieBreak) {
      for (int from = 0; from < items; from += ITEMS_AT_A_TIME) {
        int count = placesAbove(scores, from, Math.nextDown(score));
        for (int n = 0; n < count; n++) {
          if (scores[places[n]] == score) {
            int lot = tieBreak.lot(places[n]);
            if (best.wouldTake(lot, score)) {
              best.offer(lot, score);
            }
          }
        }
      }
    }
  }

  private static boolean[] hits(int[] list, int[] relevant) {
    boolean[] hits = new boolean[list.length];
    for (int position = 0; position < list.length; position++) {
      hits[position] = Arrays.binarySearch(relevant, list[position]) >= 0;
    }
    return hits;
  }

  /**
   * A group of one.
   *
   * @param model its only member
   */
  private record SingleModel(Model model) implements ModelGroup {
    @Override
    public int size() {
      return 1;
    }

    @Override
    public int itemCount() {
      return model.itemCount();
    }

    @Override
    public Worker worker(int users) {
      float[][] scores = new float[users][itemCount()];
      return new Worker() {
        @Override
        public void ask(List<Query> queries) {
          model.scoreAll(queries, scores);
        }

        @Override
        public float[] scores(int member, int user) {
          return scores[user];
        }
      };
    }
  }

  /** What share of the rewards that were to be had the lists got, in the mean over the users. */
  private double averageReward(int[][] lists, ItemRewards itemRewards) {
    double sum = 0;
    for (int place = 0; place < lists.length; place++) {
      int[] relevant = test.relevant(place);
      double found = Arrays.stream(lists[place])
          .filter(item -> Arrays.binarySearch(relevant, item) >= 0)
          .mapToDouble(itemRewards::of)
          .sum();
      sum += found == 0
          ? 0
          : found / Arrays.stream(relevant).mapToDouble(itemRewards::of).sum();
    }
    return sum / Math.max(1, lists.length);
  }

  /** The share of the candidates that stand in at least one user's list. */
  private double coverage(int[][] lists) {
    BitSet recommended = new BitSet();
    for (int[] list : lists) {
      for (int item : list) {
        recommended.set(item);
      }
    }
    return (double) recommended.cardinality() / Math.max(1, test.candidates());
  }
}
