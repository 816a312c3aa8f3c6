// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.evaluation;

import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.ranking.TopN;

/**
 * The official split of a log for user segments: of each user the oldest 80 % of interactions are trained on, and who takes what in
 * the newest 20 % is what must be predicted, by lot among those of one moment. Of users with a single interaction there is nothing to predict.
 */
public final class SegmentHoldOut {
  public static final String HITS = "hits_at_1_percent";
  public static final String RECALL = "recall_at_1_percent";

  private static final int MOST_ITEMS = 1000;
  private static final int MOST_PERCENT = 100;

  private final InteractionLog training;
  private final InteractionLog future;
  private final BitSet[] takers; // [items], the users who are to be found
  private final int[] tested;
  private final int testedUsers;

  /** @param seed of the lots by which a thousand items are drawn where more could be asked about */
  public SegmentHoldOut(InteractionLog log, long seed) {
    BitSet future = new BitSet();
    takers = new BitSet[log.items().size()];
    Arrays.setAll(takers, item -> new BitSet());
    int withFuture = 0;
    for (int user = 0; user < log.users().size(); user++) {
      int given = Math.max(1, (int) (log.length(user) * 4L / 5));
      if (given < log.length(user)) {
        NewestRows.mark(log, user, log.start(user) + given, future);
        withFuture++;
      }
      for (int row = log.start(user); row < log.end(user); row++) {
        if (future.get(row)) {
          takers[log.item(row)].set(user);
        }
      }
    }
    testedUsers = withFuture;
    training = log.where((user, row) -> !future.get(row));
    this.future = log.where((user, row) -> future.get(row));
    tested = drawn(seed);
  }

  private int[] drawn(long seed) {
    int[] possible = IntStream.range(0, takers.length)
        .filter(item -> !takers[item].isEmpty())
        .toArray();
    SplittableRandom random = new SplittableRandom(seed);
    int count = Math.min(MOST_ITEMS, possible.length);
    for (int n = 0; n < count; n++) {
      int other = n + random.nextInt(possible.length - n);
      int item = possible[other];
      possible[other] = possible[n];
      possible[n] = item;
    }
    return Arrays.stream(possible, 0, count).sorted().toArray();
  }

  /** What the evaluated model is trained on. */
  public InteractionLog training() {
    return training;
  }

  /** Who is to be found. */
  public InteractionLog future() {
    return future;
  }

  /**
   * How well users are found.
   *
   * @param scores of all users for an item, the likeliest highest; equal ones count in the order of the users' numbers
   * @return the three official metrics, means over the tested items, and coverage: the share of the users who are among the
   *     first hundredth for any of them
   */
  public EvaluationReport report(IntFunction<float[]> scores) {
    int users = training.users().size();
    int depth = (users + MOST_PERCENT - 1) / MOST_PERCENT;
    BitSet listed = new BitSet();
    double hits = 0;
    double recall = 0;
    for (int item : tested) {
      int found = 0;
      for (int user : first(scores.apply(item), depth)) {
        listed.set(user);
        found += takers[item].get(user) ? 1 : 0;
      }
      hits += found;
      recall += (double) found / takers[item].cardinality();
    }
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put(
        EvaluationReport.COVERAGE,
        EvaluationReport.rounded((double) listed.cardinality() / Math.max(1, users)));
    metrics.put(HITS, EvaluationReport.rounded(hits / Math.max(1, tested.length)));
    metrics.put(RECALL, EvaluationReport.rounded(recall / Math.max(1, tested.length)));
    return new EvaluationReport(metrics, testedUsers);
  }

  /** How well users are found who are the same for every item: those with most interactions. */
  public EvaluationReport byActivity() {
    float[] lengths = new float[training.users().size()];
    for (int user = 0; user < lengths.length; user++) {
      lengths[user] = training.length(user);
    }
    return report(item -> lengths);
  }

  private static int[] first(float[] scores, int depth) {
    TopN best = new TopN(depth);
    for (int user = 0; user < scores.length; user++) {
      best.offer(user, scores[user]);
    }
    return best.drain().items();
  }
}
