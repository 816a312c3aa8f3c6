// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.event;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.wire.LooseNumber;
import org.openpersonalize.ingest.event.Targets.Target;
import org.openpersonalize.store.interaction.Event;
import org.openpersonalize.store.interaction.EventFeed;
import org.openpersonalize.store.interaction.EventTable;
import org.openpersonalize.store.interaction.EventTable.Happening;
import org.openpersonalize.store.interaction.EventTable.VisitorKey;
import org.openpersonalize.store.request.PostedTo;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;

/** PutEvents: answered when the rows are committed, all of a request or none. */
@Service
public class EventService {
  /** What Postgres stores as text: no U+0000 and no half of a surrogate pair. */
  static final String TEXT = "[^\\x00\\p{Cs}]*";

  private final Targets targets;
  private final EventTable table;
  private final EventFeed eventFeed;
  private final PutMeters meters;
  private final Clock clock;

  EventService(
      Targets targets, EventTable table, EventFeed eventFeed, PutMeters meters, Clock clock) {
    this.targets = targets;
    this.table = table;
    this.eventFeed = eventFeed;
    this.meters = meters;
    this.clock = clock;
  }

  /** @param userId absent for an anonymous visitor, who goes by the session */
  @PostedTo("/events")
  public record PutEvents(
      @NotNull @Size(min = 1, max = 256) String trackingId,

      @Nullable @Size(min = 1, max = 256) @Pattern(regexp = TEXT) String userId,

      @NotNull @Size(min = 1, max = 256) @Pattern(regexp = TEXT) String sessionId,

      @NotNull @Size(min = 1, max = 10) List<@Valid @NotNull EventInput> eventList) {}

  /**
   * One event as it is sent.
   *
   * @param eventId a second event with this id is not stored; one is made when absent
   * @param properties a string that holds a JSON object
   */
  public record EventInput(
      @Nullable @Size(min = 1, max = 256) @Pattern(regexp = TEXT) String eventId,

      @NotNull @Size(min = 1, max = 256) @Pattern(regexp = TEXT) String eventType,

      @Nullable LooseNumber eventValue,

      @Nullable @Size(min = 1, max = 256) @Pattern(regexp = TEXT) String itemId,

      @Nullable JsonNode properties,
      @NotNull Instant sentAt,

      @Nullable @Size(min = 1, max = 40) @Pattern(regexp = TEXT) String recommendationId,

      @Nullable @Size(min = 1, max = 25) List<@NotNull @Size(min = 1, max = 256) @Pattern(regexp = TEXT) String> impression,

      @Nullable @Valid MetricAttribution metricAttribution) {}

  public record MetricAttribution(
      @NotNull @Size(max = 1024) @Pattern(regexp = "[\\x20-\\x7E]*[\\x21-\\x7E]+[\\x20-\\x7E]*") String eventAttributionSource) {}

  /**
   * Stores the events of one session.
   *
   * @throws PersonalizeException {@link ErrorCode#INVALID_INPUT} for an unknown tracker or an event that does not fit the
   *     schema; then none is stored
   */
  @Transactional
  public void put(PutEvents request) {
    Target target = targets.ofTracker(request.trackingId());
    Instant now = clock.instant();
    EventValidator validator = new EventValidator(request, target.schema(), target.strict(), now);
    List<Event> events = new ArrayList<>();
    for (EventInput input : request.eventList()) {
      String path = "eventList.%d.member".formatted(events.size() + 1);
      events.add(validator.validate(input, path));
    }
    int added = table.append(target.number(), events, now);
    eventFeed.announceAfterCommit(events.stream()
        .map(event ->
            new Happening(new VisitorKey(target.number(), event.visitor()), event.itemId()))
        .collect(Collectors.toSet()));
    meters.stored(added, events.size() - added);
    meters.notKept(target.type(), validator.unfit(), validator.dropped());
  }
}
