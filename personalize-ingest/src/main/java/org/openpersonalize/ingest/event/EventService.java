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
import org.openpersonalize.core.schema.ActionEventType;
import org.openpersonalize.core.wire.LooseNumber;
import org.openpersonalize.ingest.event.EventValidator.Sender;
import org.openpersonalize.ingest.event.Targets.Target;
import org.openpersonalize.store.interaction.Event;
import org.openpersonalize.store.interaction.EventFeed;
import org.openpersonalize.store.interaction.EventTable;
import org.openpersonalize.store.interaction.EventTable.Happening;
import org.openpersonalize.store.interaction.EventTable.Put;
import org.openpersonalize.store.request.PostedTo;
import org.springframework.stereotype.Service;
import tools.jackson.databind.JsonNode;

/**
 * PutEvents and PutActionInteractions: answered when the rows are committed, all of a request or none; requests that come at the same
 * time share a commit.
 */
@Service
public class EventService {
  /** What Postgres stores as text: no U+0000 and no half of a surrogate pair. */
  static final String TEXT = "[^\\x00\\p{Cs}]*";

  private final Targets targets;
  private final EventFeed eventFeed;
  private final PutMeters meters;
  private final Clock clock;
  private final GroupCommit<Put> commits;

  EventService(
      Targets targets, EventTable table, EventFeed eventFeed, PutMeters meters, Clock clock) {
    this.targets = targets;
    this.eventFeed = eventFeed;
    this.meters = meters;
    this.clock = clock;
    this.commits = new GroupCommit<>(puts -> stored(puts, table.append(puts)));
  }

  /** @param numbers of the rows, which their callers announce */
  private void stored(List<Put> puts, List<Long> numbers) {
    int added = numbers.size();
    eventFeed.passOver(numbers);
    meters.stored(added, puts.stream().mapToInt(put -> put.events().size()).sum() - added);
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
  public void put(PutEvents request) {
    Target target = targets.ofTracker(request.trackingId());
    Batch batch = new Batch(request.trackingId(), target);
    Sender sender = new Sender(request.userId(), request.sessionId());
    for (EventInput input : request.eventList()) {
      batch.add(sender, input, "eventList");
    }
    batch.store();
  }

  @PostedTo("/action-interactions")
  public record PutActionInteractions(
      @NotNull @Size(min = 1, max = 256) String trackingId,

      @NotNull @Size(min = 1, max = 10) List<@Valid @NotNull ActionInteraction> actionInteractions) {}

  /**
   * What became of an action that somebody was offered.
   *
   * @param userId absent for an anonymous visitor, who goes by the session
   * @param eventType {@link ActionEventType taken, not taken or viewed}, in any spelling
   * @param eventId a second one with this id is not stored; one is made when absent
   * @param impression the actions that were offered together
   * @param properties a string that holds a JSON object
   */
  public record ActionInteraction(
      @NotNull @Size(min = 1, max = 256) @Pattern(regexp = TEXT) String actionId,

      @Nullable @Size(min = 1, max = 256) @Pattern(regexp = TEXT) String userId,

      @NotNull @Size(min = 1, max = 256) @Pattern(regexp = TEXT) String sessionId,

      @NotNull Instant timestamp,

      @NotNull @Size(min = 1, max = 256) @Pattern(regexp = TEXT) String eventType,

      @Nullable @Size(min = 1, max = 256) @Pattern(regexp = TEXT) String eventId,

      @Nullable @Size(min = 1, max = 40) @Pattern(regexp = TEXT) String recommendationId,

      @Nullable @Size(min = 1, max = 25) List<@NotNull @Size(min = 1, max = 256) @Pattern(regexp = TEXT) String> impression,

      @Nullable JsonNode properties) {
    private EventInput asEvent() {
      return new EventInput(
          eventId,
          eventType,
          null,
          actionId,
          properties,
          timestamp,
          recommendationId,
          impression,
          null);
    }
  }

  /**
   * Stores what became of actions.
   *
   * @throws PersonalizeException {@link ErrorCode#RESOURCE_NOT_FOUND} if no dataset has that tracking id, {@link
   *     ErrorCode#RESOURCE_IN_USE} if it is not ACTIVE, {@link ErrorCode#INVALID_INPUT} for an interaction that does not fit
   *     the schema; then none is stored
   */
  public void putActionInteractions(PutActionInteractions request) {
    Batch batch = new Batch(request.trackingId(), targets.ofDatasetTracker(request.trackingId()));
    for (ActionInteraction interaction : request.actionInteractions()) {
      ActionEventType.ofWire(interaction.eventType());
      batch.add(
          new Sender(interaction.userId(), interaction.sessionId()),
          interaction.asEvent(),
          "actionInteractions");
    }
    batch.store();
  }

  /** The events of one request. */
  private final class Batch {
    private final Target target;
    private final Instant now = clock.instant();
    private final EventValidator validator;
    private final List<Event> events = new ArrayList<>();

    Batch(String trackingId, Target target) {
      this.target = target;
      this.validator = new EventValidator(trackingId, target, now);
    }

    void add(Sender sender, EventInput input, String member) {
      String path = member + "." + (events.size() + 1) + ".member";
      events.add(validator.validate(sender, input, path));
    }

    void store() {
      commits.write(new Put(target.number(), events, now));
      eventFeed.announce(events.stream()
          .map(event -> Happening.of(target.number(), event, now))
          .collect(Collectors.toSet()));
      meters.notKept(target.type(), validator.unfit(), validator.dropped());
    }
  }
}
