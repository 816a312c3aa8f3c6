// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.recommendation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.ranking.PastEvent;

/** A log's interactions as a request finds them. */
final class Events {
  static final Instant NOW =
      Instant.parse("1971-01-01T00:00:00Z"); // after all generated interactions

  private Events() {}

  static List<PastEvent> of(InteractionLog log, int user) {
    List<PastEvent> events = new ArrayList<>();
    for (int row = log.start(user); row < log.end(user); row++) {
      events.add(new PastEvent(
          log.items().id(log.item(row)),
          log.eventTypes().get(log.eventType(row)),
          log.eventValue(row),
          log.epochMillis(row)));
    }
    return events;
  }
}
