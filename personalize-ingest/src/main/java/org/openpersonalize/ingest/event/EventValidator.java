// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.event;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.Field;
import org.openpersonalize.core.schema.FieldValue;
import org.openpersonalize.core.wire.WireJson;
import org.openpersonalize.ingest.event.EventService.EventInput;
import org.openpersonalize.ingest.event.EventService.MetricAttribution;
import org.openpersonalize.ingest.event.EventService.PutEvents;
import org.openpersonalize.store.interaction.Event;

/**
 * Turns what a client sent into events of the dataset, or says what is wrong with it. One instance a request.
 *
 * <p>Values are read as in a CSV file, by {@link FieldValue}.
 */
final class EventValidator {
  private static final int MAX_BYTES = 10 * 1024;
  private static final int MAX_PROPERTIES_LENGTH = 1_024;

  /** Clocks differ; beyond this a time is a mistake, most often milliseconds for seconds. */
  private static final Duration MAX_AHEAD = Duration.ofDays(1);

  /** What stands beside the properties, unless the schema has a column of its own that is called so. */
  private static final List<String> FORBIDDEN =
      List.of("userId", "sessionId", "eventType", "timestamp", "recommendationId", "impression");

  private static final Field ITEM_ID = id("ITEM_ID");
  private static final Field USER_ID = id("USER_ID");
  private static final Field EVENT_TYPE = id("EVENT_TYPE");
  private static final Field EVENT_VALUE =
      new Field("EVENT_VALUE", Field.Type.FLOAT, true, false, false, false);

  private final PutEvents request;
  private final List<Field> columns;
  private final boolean strict;
  private final Instant now;
  private final boolean hasSession;
  private int unfit;
  private int dropped;

  /** @param strict refuse values that do not fit, and missing ones where the schema does not allow null */
  EventValidator(PutEvents request, DatasetSchema schema, boolean strict, Instant now) {
    this.request = request;
    this.columns = schema.metadata();
    this.strict = strict;
    this.now = now;
    this.hasSession = SessionId.namesOne(request.sessionId());
  }

  private static Field id(String name) {
    return new Field(name, Field.Type.STRING, false, false, false, false, Field.Role.ID);
  }

  /** How many values did not fit and count as missing. */
  int unfit() {
    return unfit;
  }

  /** How many properties were dropped because no column is called so. */
  int dropped() {
    return dropped;
  }

  /**
   * @param path how messages name the event, as in {@code eventList.1.member}
   * @throws PersonalizeException {@link ErrorCode#INVALID_INPUT} naming the member that is wrong
   */
  Event validate(EventInput input, String path) {
    int bytes = WireJson.write(input).length;
    if (bytes > MAX_BYTES) {
      throw ErrorCode.INVALID_INPUT.because(
          "'%s' is %d bytes long: an event may have %d".formatted(path, bytes, MAX_BYTES));
    }
    if (input.sentAt().isBefore(Instant.EPOCH) || input.sentAt().isAfter(now.plus(MAX_AHEAD))) {
      throw ErrorCode.INVALID_INPUT.because(
          "'%s.sentAt' is %s, which is not a time at which this was sent: send the seconds since 1970 (not milliseconds)"
              .formatted(path, input.sentAt()));
    }

    String eventId = input.eventId() == null ? UUID.randomUUID().toString() : input.eventId();
    Properties properties =
        Properties.read(input.properties(), path + ".properties", MAX_PROPERTIES_LENGTH);
    for (String name : FORBIDDEN) {
      if (!isColumn(name)) {
        properties.forbid(name, "send it beside the properties");
      }
    }
    // the first version of the API had these two inside
    @Nullable String formerItemId = properties.take("itemId");
    @Nullable String formerEventValue = properties.take("eventValue");
    besides(input, eventId).forEach((name, value) -> {
      if (isColumn(name)) {
        properties.putIfAbsent(name, value);
      }
    });
    String metadata = properties.byColumn(columns, strict);
    unfit += properties.unfit();
    dropped += properties.dropped();
    MetricAttribution attribution = input.metricAttribution();
    return new Event(
        eventId,
        hasSession ? request.sessionId() : "no session: " + eventId,
        userId(),
        itemId(input, formerItemId, path),
        text(EVENT_TYPE, input.eventType(), path + ".eventType"),
        input.eventValue() == null
            ? eventValue(formerEventValue, path + ".properties.eventValue")
            : eventValue(input.eventValue().text(), path + ".eventValue"),
        input.sentAt(),
        input.impression(),
        input.recommendationId(),
        attribution == null ? null : attribution.eventAttributionSource(),
        metadata.equals("{}") ? null : metadata);
  }

  private boolean isColumn(String name) {
    String key = DatasetSchema.key(name);
    return columns.stream().anyMatch(column -> DatasetSchema.key(column.name()).equals(key));
  }

  /** What stands beside the properties and may be a column of the dataset's own. */
  private Map<String, String> besides(EventInput input, String eventId) {
    BigDecimal sentAt = BigDecimal.valueOf(input.sentAt().toEpochMilli(), 3);
    return Map.of(
        "sessionId",
        hasSession ? request.sessionId() : "",
        "eventId",
        eventId,
        "trackingId",
        request.trackingId(),
        "sentAt",
        sentAt.stripTrailingZeros().toPlainString());
  }

  private @Nullable String userId() {
    String userId = request.userId();
    return userId == null || SessionId.isNobody(userId) ? null : text(USER_ID, userId, "userId");
  }

  private static @Nullable String itemId(
      EventInput input, @Nullable String formerItemId, String path) {
    if (input.itemId() != null) {
      return text(ITEM_ID, input.itemId(), path + ".itemId");
    }
    return formerItemId == null || formerItemId.isEmpty()
        ? null
        : text(ITEM_ID, formerItemId, path + ".properties.itemId");
  }

  /** The text of an id, or of an event's type. */
  static String text(Field field, String source, String path) {
    FieldValue value = new FieldValue(field, true);
    read(value, source, path);
    return String.valueOf(value.text());
  }

  private @Nullable Double eventValue(@Nullable String source, String path) {
    FieldValue value = new FieldValue(EVENT_VALUE, strict);
    if (read(value, source, path) == FieldValue.Outcome.UNFIT) {
      unfit++;
    }
    return value.isPresent() ? value.number() : null;
  }

  private static FieldValue.Outcome read(FieldValue value, @Nullable String source, String path) {
    try {
      return value.read(source);
    } catch (PersonalizeException e) {
      throw ErrorCode.INVALID_INPUT.because(
          "'%s' cannot be taken: %s".formatted(path, e.getMessage()), e);
    }
  }
}
