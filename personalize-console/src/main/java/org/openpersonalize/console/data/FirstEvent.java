// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.data;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.ingest.event.EventService.EventInput;
import org.openpersonalize.ingest.event.EventService.PutEvents;
import org.openpersonalize.store.catalog.EventTracker;
import org.springframework.stereotype.Component;

/** How somebody would send the first event, to be copied. */
@Component
public class FirstEvent {
  private final DatasetDetails details;
  private final Clock clock;

  FirstEvent(DatasetDetails details, Clock clock) {
    this.details = details;
    this.clock = clock;
  }

  /** With the tracking id of the group; null if it has none yet. */
  public @Nullable PutEvents of(Group group) {
    EventTracker tracker = details.tracker(group.arn());
    return tracker == null ? null : of(tracker.trackingId(), clock.instant());
  }

  static PutEvents of(String trackingId, Instant sentAt) {
    return new PutEvents(
        trackingId,
        "USER",
        "SESSION",
        List.of(new EventInput(
            null,
            "view",
            null,
            "ITEM",
            null,
            sentAt.truncatedTo(ChronoUnit.SECONDS),
            null,
            null,
            null)));
  }
}
