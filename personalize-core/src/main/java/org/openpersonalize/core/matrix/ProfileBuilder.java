// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.matrix;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Turns a user's events into a {@link Profile} by a {@link ConfidenceRule}.
 *
 * <p>An event of weight w adds to the confidence in its item what the rule's {@link Fading} leaves of w. Age and rank
 * count from the user's own newest event and not from the clock: a profile is a function of its events alone, in training
 * as in a request, and data that ends in the past does not fade to nothing. Events of one moment have the same rank.
 *
 * <p>Reusable and not thread-safe: one instance per worker.
 */
public final class ProfileBuilder {
  private final int historyLength;
  private final @Nullable Fading fading;
  private int size;
  private int[] items = new int[64];
  private float[] weights = new float[64];
  private float[] faded = new float[64]; // by place
  private long[] times = new long[64];

  public ProfileBuilder(ConfidenceRule rule) {
    this.historyLength = rule.historyLength();
    this.fading = rule.fading();
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
   * @param now in epoch milliseconds; an event dated later counts as of now, and as the oldest if its date cannot be true,
   *     so that it does not make all others look old
   */
  public Profile build(long now) {
    if (size == 0) {
      return Profile.EMPTY;
    }
    int from = Math.max(0, size - historyLength);
    int wrong = firstWrong(now);
    fade(from, wrong, now);
    long[] byItem = new long[size - from];
    for (int place = from; place < size; place++) {
      byItem[place - from] = (long) items[event(place, wrong)] << Integer.SIZE | place;
    }
    Arrays.sort(byItem);

    int[] distinct = new int[byItem.length];
    float[] confidences = new float[byItem.length];
    int count = 0;
    for (long entry : byItem) {
      int item = (int) (entry >>> Integer.SIZE);
      int place = (int) entry;
      if (count == 0 || distinct[count - 1] != item) {
        distinct[count++] = item;
      }
      confidences[count - 1] += faded[place];
    }
    return new Profile(Arrays.copyOf(distinct, count), Arrays.copyOf(confidences, count));
  }

  /**
   * What each event counts in the profile of a request, in the order in which they were added; 0 for those before the newest
   * {@code historyLength}. Those of one item sum to its confidence.
   */
  public float[] counts(long now) {
    float[] counts = new float[size];
    int from = Math.max(0, size - historyLength);
    int wrong = firstWrong(now);
    fade(from, wrong, now);
    for (int place = from; place < size; place++) {
      counts[event(place, wrong)] = faded[place];
    }
    return counts;
  }

  private int firstWrong(long now) {
    int event = size;
    while (event > 0 && WrongDate.is(times[event - 1], now)) {
      event--;
    }
    return event;
  }

  /** The event at a place in the order from old to new, which those with wrong dates begin. */
  private int event(int place, int wrong) {
    return (wrong + place) % size;
  }

  private long time(int place, int wrong, long now) {
    return Math.min(now, times[place < size - wrong ? 0 : event(place, wrong)]);
  }

  /** Weighs the events at the places {@code [from, size)}, from the newest back. */
  private void fade(int from, int wrong, long now) {
    long newest = time(size - 1, wrong, now);
    long later = newest;
    int newer = 0;
    for (int place = size - 1; place >= from; place--) {
      long time = time(place, wrong, now);
      if (time < later) {
        newer = size - 1 - place;
        later = time;
      }
      float weight = weights[event(place, wrong)];
      faded[place] = fading == null ? weight : (float) (weight * fading.left(newest - time, newer));
    }
  }

  private void ensureRoom() {
    if (size == items.length) {
      int length = Growth.next(size, size + 1);
      items = Arrays.copyOf(items, length);
      weights = Arrays.copyOf(weights, length);
      faded = new float[length];
      times = Arrays.copyOf(times, length);
    }
  }
}
