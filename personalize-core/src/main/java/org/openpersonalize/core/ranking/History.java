// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.ranking;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.openpersonalize.core.matrix.InteractionLog;

/**
 * A user's events in their order, oldest first. The arrays are shared, not copied, and must not be changed.
 *
 * @param items [n] numbers of items, repeated where the user came back
 * @param eventTypes [n] empty where an event has none
 * @param epochMillis [n]
 */
public record History(int[] items, String[] eventTypes, long[] epochMillis) {
  /** Nothing is known. */
  public static final History EMPTY = new History(new int[0], new String[0], new long[0]);

  /** The rows {@code [from, to)} of a log, which belong to one user. */
  public static History of(InteractionLog log, int from, int to) {
    History history = new History(new int[to - from], new String[to - from], new long[to - from]);
    for (int row = from; row < to; row++) {
      history.items[row - from] = log.item(row);
      history.eventTypes[row - from] = log.eventTypes().get(log.eventType(row));
      history.epochMillis[row - from] = log.epochMillis(row);
    }
    return history;
  }

  /** The same without the items from this number on. */
  public History below(int item) {
    int[] rows = IntStream.range(0, size()).filter(row -> items[row] < item).toArray();
    return new History(
        Arrays.stream(rows).map(row -> items[row]).toArray(),
        Arrays.stream(rows).mapToObj(row -> eventTypes[row]).toArray(String[]::new),
        Arrays.stream(rows).mapToLong(row -> epochMillis[row]).toArray());
  }

  public int size() {
    return items.length;
  }
}
