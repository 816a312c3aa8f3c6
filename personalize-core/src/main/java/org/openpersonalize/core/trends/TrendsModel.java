// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.trends;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.family.OnlineLearner;
import org.openpersonalize.core.matrix.Utf8Slice;
import org.openpersonalize.core.ranking.CandidateScorer;
import org.openpersonalize.core.ranking.Query;
import org.openpersonalize.core.ranking.ScoreArray;
import org.openpersonalize.core.trends.VisitTable.Visitors;

/**
 * Items by their {@linkplain IntervalGrowth growth} at some moment, the same for everybody. Behind those that clearly grew, which
 * score 1 and more, come the others by how many users took them in all, from 0 to less than 1; so where nothing happened
 * lately, popular items are what it lists.
 *
 * <p>It goes on between trainings: {@link #onlineLearner} counts on where the training ended.
 */
public final class TrendsModel implements Model {
  private final TrendsParameters parameters;
  private final int[] users; // [items]
  private final VisitTable visits;
  private final float[] scores; // [items], or more where it has gone on

  private TrendsModel(TrendsParameters parameters, int[] users, VisitTable visits, float[] scores) {
    this.parameters = parameters;
    this.users = users;
    this.visits = visits;
    this.scores = scores;
  }

  /**
   * The model at its newest visit.
   *
   * @param users of each item at any time, kept as they are
   * @param visits kept, and not changed
   */
  static TrendsModel of(TrendsParameters parameters, int[] users, VisitTable visits) {
    return new TrendsModel(parameters, users, visits, new float[0])
        .at(visits, visits.last())
        .among(users.length, item -> item);
  }

  int[] users() {
    return users;
  }

  VisitTable visits() {
    return visits;
  }

  @Override
  public int itemCount() {
    return scores.length;
  }

  @Override
  public CandidateScorer scorer(Query query) {
    return new ScoreArray(scores);
  }

  @Override
  public long sizeInBytes() {
    return (long) Integer.BYTES * users.length
        + (long) Float.BYTES * scores.length
        + visits.sizeInBytes();
  }

  @Override
  public Optional<OnlineLearner> onlineLearner() {
    return Optional.of(new TrendLearner(visits.copy()));
  }

  private final class TrendLearner implements OnlineLearner {
    private final VisitTable counted;
    private boolean isCountedAnew = true;
    private int pane;
    private @Nullable Trends trends; // of the pane; null if nobody has asked

    TrendLearner(VisitTable counted) {
      this.counted = counted;
    }

    @Override
    public void learn(int item, String visitor, long epochMillis) {
      counted.add(item, Utf8Slice.of(visitor).hash(), parameters.pane(epochMillis));
      isCountedAnew = true;
    }

    @Override
    public Trends at(long epochMillis) {
      int now = parameters.pane(epochMillis);
      if (trends == null || isCountedAnew || now != pane) {
        trends = TrendsModel.this.at(counted, now);
        pane = now;
        isCountedAnew = false;
      }
      return trends;
    }
  }

  private Trends at(VisitTable counted, int pane) {
    Visitors visitors = counted.visitors(pane);
    IntervalGrowth growth = parameters.growth();
    int[] items = new int[visitors.newer().length];
    float[] growths = new float[items.length];
    int count = 0;
    for (int item = 0; item < items.length; item++) {
      float score = growth.of(visitors.newer()[item], visitors.older()[item]);
      if (score > 0) {
        items[count] = item;
        growths[count++] = score;
      }
    }
    return new Trends(Arrays.copyOf(items, count), Arrays.copyOf(growths, count));
  }

  /** The items that clearly grew. */
  private final class Trends implements OnlineLearner.Learned {
    private final int[] items;
    private final float[] growths; // of these

    Trends(int[] items, float[] growths) {
      this.items = items;
      this.growths = growths;
    }

    @Override
    public TrendsModel among(int itemCount, IntUnaryOperator places) {
      float[] current = popularity(itemCount);
      for (int n = 0; n < items.length; n++) {
        int place = places.applyAsInt(items[n]);
        if (place >= 0) {
          current[place] = growths[n];
        }
      }
      return new TrendsModel(parameters, users, visits, current);
    }
  }

  private float[] popularity(int itemCount) {
    int most = Arrays.stream(users).max().orElse(0);
    float[] popularity = new float[itemCount];
    for (int item = 0; item < users.length; item++) {
      popularity[item] = (float) users[item] / (most + 1);
    }
    return popularity;
  }
}
