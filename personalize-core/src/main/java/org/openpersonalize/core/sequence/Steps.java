// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.sequence;

import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import org.openpersonalize.core.matrix.Profile;
import org.openpersonalize.core.ranking.Contributions;
import org.openpersonalize.core.ranking.History;
import org.openpersonalize.core.ranking.Query;

/**
 * The events of a history that count, newest first.
 *
 * <p>Events of one moment are as many steps back. The confidence in an item is shared by its events. Where no order is known all
 * items are the newest.
 *
 * @param items [n], repeated where the user came back
 * @param gaps [n] how many steps back each is, ascending from 0
 * @param confidences [n]; less than 0 where the user does not like the item
 */
record Steps(int[] items, int[] gaps, float[] confidences) {
  /** What a query goes by: the item it is about alone, or else the user's history. */
  static Steps of(Query query) {
    if (query.hasItem()) {
      return new Steps(new int[] {query.item()}, new int[1], new float[] {1});
    }
    Profile profile = query.profile();
    History history = query.history();
    return history.size() == 0
        ? new Steps(profile.items(), new int[profile.size()], profile.confidences())
        : of(profile, history);
  }

  private static Steps of(Profile profile, History history) {
    int[] places = new int[history.size()];
    int[] times = new int[profile.size()];
    for (int event = 0; event < places.length; event++) {
      places[event] = Arrays.binarySearch(profile.items(), history.items()[event]);
      if (places[event] >= 0) {
        times[places[event]]++;
      }
    }
    int[] items = new int[places.length];
    int[] gaps = new int[places.length];
    float[] confidences = new float[places.length];
    int count = 0;
    int gap = 0;
    long later = Long.MAX_VALUE;
    for (int event = places.length - 1; event >= 0; event--) {
      int place = places[event];
      if (place >= 0) {
        gap += count > 0 && history.epochMillis()[event] < later ? 1 : 0;
        later = history.epochMillis()[event];
        items[count] = profile.items()[place];
        gaps[count] = gap;
        confidences[count++] = profile.confidences()[place] / times[place];
      }
    }
    return new Steps(
        Arrays.copyOf(items, count), Arrays.copyOf(gaps, count), Arrays.copyOf(confidences, count));
  }

  int size() {
    return items.length;
  }

  /** What the n-th event counts where a step back leaves {@code exp(−1 / recency)}. */
  float weight(int n, double recency) {
    return (float) (confidences[n] * Math.exp(-gaps[n] / recency));
  }

  /**
   * Of a score that the events make alone.
   *
   * @param amounts what the n-th event adds, by n
   */
  Contributions contributions(IntToDoubleFunction amounts) {
    SortedMap<Integer, Double> byItem = new TreeMap<>();
    for (int n = 0; n < size(); n++) {
      byItem.merge(items[n], amounts.applyAsDouble(n), Double::sum);
    }
    return new Contributions(byItem, 0);
  }
}
