// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.recommendation;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.IdIndex;
import org.openpersonalize.core.matrix.Profile;
import org.openpersonalize.core.matrix.ProfileBuilder;
import org.openpersonalize.core.ranking.History;
import org.openpersonalize.core.ranking.PastEvent;

/**
 * A user's events in the numbers of a model.
 *
 * @param events those of items that the model knows, oldest first
 * @param order the same
 * @param profile what they say together
 */
record NumberedHistory(List<PastEvent> events, History order, Profile profile) {
  /**
   * Reads a history.
   *
   * @param newestFirst those of one moment in the reverse of their order
   * @param now in epoch milliseconds
   */
  static NumberedHistory of(
      List<PastEvent> newestFirst, IdIndex ids, ConfidenceRule rule, long now) {
    PastEvent[] events = oldestFirst(newestFirst);
    int[] items = new int[events.length];
    int known = 0;
    for (PastEvent event : events) {
      OptionalInt item = ids.find(event.itemId());
      if (item.isPresent()) {
        items[known] = item.getAsInt();
        events[known++] = event;
      }
    }
    String[] types = new String[known];
    long[] times = new long[known];
    ProfileBuilder builder = new ProfileBuilder(rule);
    for (int n = 0; n < known; n++) {
      types[n] = typeOf(events[n]);
      times[n] = events[n].epochMillis();
      builder.add(items[n], rule.weight(types[n], events[n].eventValue()), times[n]);
    }
    return new NumberedHistory(
        Arrays.asList(events).subList(0, known),
        new History(Arrays.copyOf(items, known), types, times),
        builder.build(now));
  }

  private static PastEvent[] oldestFirst(List<PastEvent> newestFirst) {
    PastEvent[] events = new PastEvent[newestFirst.size()];
    int place = events.length;
    for (PastEvent event : newestFirst) {
      events[--place] = event; // those of one moment keep their order
    }
    Arrays.sort(events, Comparator.comparingLong(PastEvent::epochMillis));
    return events;
  }

  /** Is all of it past, so that it says the same whenever it is read? */
  boolean isOver(long now) {
    long[] times = order.epochMillis();
    return times.length == 0 || times[times.length - 1] <= now;
  }

  /** What each event counts in the profile; those of one item sum to its confidence. */
  CountedEvents counted(ConfidenceRule rule, long now) {
    ProfileBuilder builder = new ProfileBuilder(rule);
    int[] counting =
        IntStream.range(0, events.size()).filter(n -> weight(rule, n) != 0).toArray();
    for (int n : counting) {
      builder.add(order.items()[n], weight(rule, n), order.epochMillis()[n]);
    }
    return new CountedEvents(
        Arrays.stream(counting).mapToObj(events::get).toList(),
        Arrays.stream(counting).map(n -> order.items()[n]).toArray(),
        builder.counts(now));
  }

  private float weight(ConfidenceRule rule, int n) {
    return rule.weight(order.eventTypes()[n], events.get(n).eventValue());
  }

  private static String typeOf(PastEvent event) {
    return event.eventType() == null ? "" : event.eventType();
  }
}
