package org.openpersonalize.core.matrix;

import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Turns a user's events into a {@link Profile} by a {@link ConfidenceRule}.
 *
 * <p>An event of weight w and age a adds {@code w · 2^(−a / halfLife)} to the confidence in its item. The age counts
 * from the user's own newest event and not from the clock: a profile is a function of its events alone, in training as in
 * a request, and neither a user who returns after a year nor data that ends in the past fades to nothing. (Ages that
 * count from the newest event of all data rank no better: ndcg@10 0.1435 against 0.1413 on Online Retail, 0.1445
 * against 0.1460 on MovieLens 100K.)
 *
 * <p>Reusable and not thread-safe: one instance per worker.
 */
public final class ProfileBuilder {
  private final int historyLength;
  private final double fadingPerMilli;
  private int size;
  private int[] items = new int[64];
  private float[] weights = new float[64];
  private long[] times = new long[64];

  public ProfileBuilder(ConfidenceRule rule) {
    this.historyLength = rule.historyLength();
    this.fadingPerMilli = fading(rule.halfLife());
  }

  private static double fading(@Nullable Duration halfLife) {
    return halfLife == null ? 0 : Math.log(2) / halfLife.toMillis();
  }

  /** Forgets what was added, for the next user. */
  public ProfileBuilder clear() {
    size = 0;
    return this;
  }

  /** Adds the next newer event; one of weight 0 is ignored. */
  public ProfileBuilder add(int item, float weight, long epochMillis) {
    if (weight != 0) {
      ensureRoom();
      items[size] = item;
      weights[size] = weight;
      times[size] = epochMillis;
      size++;
    }
    return this;
  }

  /** Adds the rows {@code [from, to)} of a log, which belong to one user. */
  public ProfileBuilder addAll(InteractionLog log, ConfidenceRule rule, int from, int to) {
    for (int row = from; row < to; row++) {
      add(log.item(row), rule.weight(log, row), log.epochMillis(row));
    }
    return this;
  }

  /** The profile of the newest {@code historyLength} events added. */
  public Profile build() {
    return build(Long.MAX_VALUE);
  }

  /**
   * As {@link #build()}, for a request.
   *
   * @param now ages count from no later than this, in epoch milliseconds, so that one event dated into the future by a
   *     wrong clock does not make all others look old
   */
  public Profile build(long now) {
    if (size == 0) {
      return Profile.EMPTY;
    }
    int oldest = Math.max(0, size - historyLength);
    long newest = Math.min(now, times[size - 1]);
    long[] byItem = new long[size - oldest];
    for (int event = oldest; event < size; event++) {
      byItem[event - oldest] = (long) items[event] << Integer.SIZE | event;
    }
    Arrays.sort(byItem);

    int[] distinct = new int[byItem.length];
    float[] confidences = new float[byItem.length];
    int count = 0;
    for (long entry : byItem) {
      int item = (int) (entry >>> Integer.SIZE);
      int event = (int) entry;
      if (count == 0 || distinct[count - 1] != item) {
        distinct[count++] = item;
      }
      confidences[count - 1] += faded(weights[event], Math.max(0, newest - times[event]));
    }
    return new Profile(Arrays.copyOf(distinct, count), Arrays.copyOf(confidences, count));
  }

  private float faded(float weight, long ageMillis) {
    return fadingPerMilli == 0 ? weight : (float) (weight * Math.exp(-fadingPerMilli * ageMillis));
  }

  private void ensureRoom() {
    if (size == items.length) {
      int length = Growth.next(size, size + 1);
      items = Arrays.copyOf(items, length);
      weights = Arrays.copyOf(weights, length);
      times = Arrays.copyOf(times, length);
    }
  }
}
