// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.event;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.core.schema.Field;
import org.openpersonalize.core.wire.LooseNumber;
import org.openpersonalize.ingest.event.Targets.Target;
import org.openpersonalize.store.interaction.Event;
import org.openpersonalize.store.interaction.EventFeed;
import org.openpersonalize.store.interaction.EventTable;
import org.openpersonalize.store.interaction.EventTable.VisitorKey;
import org.openpersonalize.store.record.DatasetRecord;
import org.openpersonalize.store.record.RecordFeed;
import org.openpersonalize.store.record.RecordTable;
import org.openpersonalize.store.request.PostedTo;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;

/** PutEvents, PutItems and PutUsers: answered when the rows are committed, all of a request or none. */
@Service
public class EventService {
  /** What Postgres stores as text: no U+0000 and no half of a surrogate pair. */
  private static final String TEXT = "[^\\x00\\p{Cs}]*";

  private static final int MAX_ITEM_PROPERTIES_LENGTH = 32_000;
  private static final int MAX_USER_PROPERTIES_LENGTH = 24_000;

  private final Targets targets;
  private final EventTable table;
  private final EventFeed eventFeed;
  private final RecordTable records;
  private final RecordFeed recordFeed;
  private final Counter stored;
  private final Counter repeated;
  private final MeterRegistry meters;
  private final Clock clock;

  EventService(
      Targets targets,
      EventTable table,
      EventFeed eventFeed,
      RecordTable records,
      RecordFeed recordFeed,
      MeterRegistry meters,
      Clock clock) {
    this.targets = targets;
    this.table = table;
    this.eventFeed = eventFeed;
    this.records = records;
    this.recordFeed = recordFeed;
    this.stored = meters.counter("personalize.events", "outcome", "stored");
    this.repeated = meters.counter("personalize.events", "outcome", "repeated");
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
        .map(event -> new VisitorKey(target.number(), event.visitor()))
        .collect(Collectors.toSet()));
    stored.increment(added);
    repeated.increment(events.size() - added);
    count(target.type(), validator.unfit(), validator.dropped());
  }

  /** Counts what was sent and is not kept. */
  private void count(DatasetType type, int unfit, int dropped) {
    meters
        .counter("personalize.values.unfit", "type", type.name(), "door", "put")
        .increment(unfit);
    meters.counter("personalize.properties.dropped", "type", type.name()).increment(dropped);
  }

  @PostedTo("/items")
  public record PutItems(
      @NotNull Arn datasetArn,
      @NotNull @Size(min = 1, max = 10) List<@Valid @NotNull Item> items) {}

  /** @param properties a string that holds a JSON object; the whole item is replaced by it */
  public record Item(
      @NotNull @Size(min = 1, max = 256) @Pattern(regexp = TEXT) String itemId,

      @Nullable JsonNode properties) {}

  /**
   * Adds items or replaces those with the same ids.
   *
   * @throws PersonalizeException {@link ErrorCode#RESOURCE_NOT_FOUND}, {@link ErrorCode#RESOURCE_IN_USE} or {@link
   *     ErrorCode#INVALID_INPUT}; then none is stored
   */
  @Transactional
  public void putItems(PutItems request) {
    Batch batch =
        new Batch(request.datasetArn(), DatasetType.ITEMS, "items", MAX_ITEM_PROPERTIES_LENGTH);
    for (Item item : request.items()) {
      batch.add(item.itemId(), item.properties());
    }
    batch.store();
  }

  @PostedTo("/users")
  public record PutUsers(
      @NotNull Arn datasetArn,
      @NotNull @Size(min = 1, max = 10) List<@Valid @NotNull User> users) {}

  /** @param properties a string that holds a JSON object; the whole user is replaced by it */
  public record User(
      @NotNull @Size(min = 1, max = 256) @Pattern(regexp = TEXT) String userId,

      @Nullable JsonNode properties) {}

  /** As {@link #putItems}, for users. */
  @Transactional
  public void putUsers(PutUsers request) {
    Batch batch =
        new Batch(request.datasetArn(), DatasetType.USERS, "users", MAX_USER_PROPERTIES_LENGTH);
    for (User user : request.users()) {
      batch.add(user.userId(), user.properties());
    }
    batch.store();
  }

  /** The records of one request; of two with one id the later counts. */
  private final class Batch {
    private final Target target;
    private final Field id;
    private final List<Field> columns;
    private final String member;
    private final int maxLength;
    private final Map<String, DatasetRecord> byId = new LinkedHashMap<>();
    private int count;
    private int unfit;
    private int dropped;

    Batch(Arn datasetArn, DatasetType type, String member, int maxLength) {
      this.target = targets.ofDataset(datasetArn);
      if (target.type() != type) {
        throw ErrorCode.INVALID_INPUT.because("%s holds %s: give the ARN of the dataset of %s"
            .formatted(datasetArn, target.type(), type));
      }
      this.id = target.schema().field(type.idColumn()).orElseThrow();
      this.columns =
          target.schema().fields().stream().filter(field -> !field.equals(id)).toList();
      this.member = member;
      this.maxLength = maxLength;
    }

    void add(String sentId, @Nullable JsonNode sentProperties) {
      String path = "%s.%d.member".formatted(member, ++count);
      String recordId = EventValidator.text(id, sentId, path + "." + id.propertyName());
      Properties properties = Properties.read(sentProperties, path + ".properties", maxLength);
      byId.put(
          recordId, new DatasetRecord(recordId, properties.byColumn(columns, target.strict())));
      unfit += properties.unfit();
      dropped += properties.dropped();
    }

    void store() {
      recordFeed.announceAfterCommit(
          records.put(target.number(), List.copyOf(byId.values()), clock.instant()));
      count(target.type(), unfit, dropped);
    }
  }
}
