// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.trial;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.openpersonalize.console.form.FormError;
import org.openpersonalize.console.form.FormErrors;
import org.openpersonalize.console.form.Forms;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.ingest.dataset.EventTrackerService;
import org.openpersonalize.ingest.dataset.EventTrackerService.CreateEventTracker;
import org.openpersonalize.ingest.dataset.EventTrackerService.DescribeEventTracker;
import org.openpersonalize.ingest.dataset.EventTrackerService.EventTrackerSummary;
import org.openpersonalize.ingest.event.EventService;
import org.openpersonalize.ingest.event.EventService.EventInput;
import org.openpersonalize.ingest.event.EventService.PutEvents;
import org.springframework.stereotype.Component;

/** Records what a user might have done in the shop, as the shop would. */
@Component
class Events {
  private static final String SESSION = "console";

  private final EventTrackerService trackers;
  private final EventService events;
  private final Shelf shelf;
  private final Forms forms;
  private final Clock clock;

  Events(EventTrackerService trackers, EventService events, Shelf shelf, Forms forms, Clock clock) {
    this.trackers = trackers;
    this.events = events;
    this.shelf = shelf;
    this.forms = forms;
    this.clock = clock;
  }

  /** Records that a user did something with an item, now. */
  FormErrors put(Group group, String user, String eventType, String itemId) {
    Optional<EventTrackerSummary> tracker = shelf.tracker(group);
    if (tracker.isEmpty()) {
      return FormErrors.of(FormError.of("", "try.no-tracker"));
    }
    String trackingId = trackers
        .describe(new DescribeEventTracker(tracker.get().eventTrackerArn()))
        .eventTracker()
        .trackingId();
    EventInput event =
        new EventInput(null, eventType, null, itemId, null, clock.instant(), null, null, null);
    return forms
        .send(new PutEvents(trackingId, user, SESSION, List.of(event)), request -> {
          events.put(request);
          return request;
        })
        .errors();
  }

  /** Creates a tracker, which is named after the group. */
  FormErrors openTracker(Group group) {
    return forms
        .send(new CreateEventTracker(group.name(), group.arn(), null), trackers::create)
        .errors();
  }
}
