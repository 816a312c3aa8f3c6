// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.nextbestaction;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.matrix.IdIndex;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.ranking.PastEvent;
import org.openpersonalize.core.schema.ActionEventType;

/**
 * What one user made of actions, oldest first. Events of a type that says nothing about that are left out.
 *
 * @param events in their order
 */
record Offers(List<Offer> events) {
  static final Offers NONE = new Offers(List.of());

  /** Before one moment no more are looked at, so that nobody takes long. */
  private static final int MOST = 500;

  private static final int UNKNOWN = -1;

  /** @param action its number; negative for one that the model does not know */
  record Offer(int action, ActionEventType type, long epochMillis) {}

  /** What was seen of one action, or of several. */
  static final class Tally {
    static final Tally NONE = new Tally();

    int taken;
    int passed; // not taken, or only viewed
    long newestTaken = Long.MIN_VALUE;
    long newestPassed = Long.MIN_VALUE;

    private void add(Offer offer) {
      if (offer.type == ActionEventType.TAKEN) {
        taken++;
        newestTaken = offer.epochMillis;
      } else {
        passed++;
        newestPassed = offer.epochMillis;
      }
    }

    int offered() {
      return taken + passed;
    }
  }

  /** How things stood at one moment. */
  record Standing(Map<Integer, Tally> byAction, Tally all) {
    Tally of(int action) {
      return byAction.getOrDefault(action, Tally.NONE);
    }
  }

  /** The types of a log's events by their numbers in it; null for one that is none of actions. */
  static @Nullable ActionEventType[] types(InteractionLog log) {
    return log.eventTypes().stream()
        .map(ActionEventType::find)
        .map(type -> type.orElse(null))
        .toArray(ActionEventType[]::new);
  }

  /** Those of one user of a log. */
  static Offers of(InteractionLog log, @Nullable ActionEventType[] types, int user) {
    List<Offer> offers = new ArrayList<>(log.length(user));
    for (int row = log.start(user); row < log.end(user); row++) {
      ActionEventType type = types[log.eventType(row)];
      if (type != null) {
        offers.add(new Offer(log.item(row), type, log.epochMillis(row)));
      }
    }
    return new Offers(offers);
  }

  /** Those of a request, by the numbers that a model has for actions. */
  static Offers of(List<PastEvent> events, IdIndex actions) {
    return new Offers(events.stream()
        .flatMap(event -> offer(event, actions).stream())
        .sorted(Comparator.comparingLong(Offer::epochMillis))
        .toList());
  }

  private static Optional<Offer> offer(PastEvent event, IdIndex actions) {
    return Optional.ofNullable(event.eventType())
        .flatMap(ActionEventType::find)
        .map(type ->
            new Offer(actions.find(event.itemId()).orElse(UNKNOWN), type, event.epochMillis()));
  }

  /** What had become of them before a moment, that one not included. */
  Standing before(long epochMillis) {
    int end = 0;
    while (end < events.size() && events.get(end).epochMillis < epochMillis) {
      end++;
    }
    Map<Integer, Tally> byAction = new HashMap<>();
    Tally all = new Tally();
    for (Offer offer : events.subList(Math.max(0, end - MOST), end)) {
      byAction.computeIfAbsent(offer.action, absent -> new Tally()).add(offer);
      all.add(offer);
    }
    return new Standing(byAction, all);
  }
}
