// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.event;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.core.schema.Field;
import org.openpersonalize.core.schema.FieldValue;
import org.openpersonalize.core.wire.WireJson;
import org.openpersonalize.ingest.event.EventService.EventInput;
import org.openpersonalize.ingest.event.EventService.MetricAttribution;
import org.openpersonalize.ingest.event.Targets.Target;
import org.openpersonalize.store.interaction.Event;
import tools.jackson.databind.JsonNode;

/**
 * Turns what a client sent into events of the dataset, or says what is wrong with it. One instance a request, which says who
 * sends for all of its events or for each.
 *
 * <p>Values are read as in a CSV file, by {@link FieldValue}.
 */
final class EventValidator {
  private static final int MAX_BYTES = 10 * 1024;

  /** As an escape by its number. */
  private static final int MOST_BYTES_OF_A_CHARACTER = 6;

  /** Names of members, quotes, commas and the time. */
  private static final int MOST_BESIDE_TEXTS = 600;

  private static final int MAX_PROPERTIES_LENGTH = 1_024;

  /** Clocks differ; beyond this a time is a mistake, most often milliseconds for seconds. */
  private static final Duration MAX_AHEAD = Duration.ofDays(1);

  /** What stands beside the properties, unless the schema has a column of its own that is called so. */
  private static final List<String> FORBIDDEN =
      List.of("userId", "sessionId", "eventType", "timestamp", "recommendationId", "impression");

  private static final Field USER_ID = id("USER_ID");
  private static final Field EVENT_TYPE = id("EVENT_TYPE");
  private static final Field EVENT_VALUE =
      new Field("EVENT_VALUE", Field.Type.FLOAT, true, false, false, false);

  private final String trackingId;
  private final DatasetType type;
  private final DatasetSchema schema;
  private final boolean strict;
  private final Instant now;
  private int unfit;
  private int dropped;

  EventValidator(String trackingId, Target target, Instant now) {
    this.trackingId = trackingId;
    this.type = target.type();
    this.schema = target.schema();
    this.strict = target.strict();
    this.now = now;
  }

  /**
   * Who sends an event.
   *
   * @param userId absent for an anonymous visitor, who goes by the session
   * @param hasSession does the id name a session?
   */
  record Sender(@Nullable String userId, String sessionId, boolean hasSession) {
    Sender(@Nullable String userId, String sessionId) {
      this(userId, sessionId, SessionId.namesOne(sessionId));
    }

    private @Nullable String knownUser() {
      return userId == null || SessionId.isNobody(userId) ? null : text(USER_ID, userId, "userId");
    }
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
  Event validate(Sender sender, EventInput input, String path) {
    if (mayBeTooLong(input)) {
      int bytes = WireJson.write(input).length;
      if (bytes > MAX_BYTES) {
        throw ErrorCode.INVALID_INPUT.because(
            "'%s' is %d bytes long: an event may have %d".formatted(path, bytes, MAX_BYTES));
      }
    }
    if (input.sentAt().isBefore(Instant.EPOCH) || input.sentAt().isAfter(now.plus(MAX_AHEAD))) {
      throw ErrorCode.INVALID_INPUT.because(
          "'%s.%s' is %s, which is not a time at which this was sent: send the seconds since 1970 (not milliseconds)"
              .formatted(path, timeMember(), input.sentAt()));
    }

    String eventId = input.eventId() == null ? UUID.randomUUID().toString() : input.eventId();
    Properties properties =
        Properties.read(input.properties(), path + ".properties", MAX_PROPERTIES_LENGTH);
    for (String name : FORBIDDEN) {
      if (!schema.hasMetadata(name)) {
        properties.forbid(name, "send it beside the properties");
      }
    }
    // the first version of the API had these two inside
    @Nullable String formerItemId = takeUnlessColumn(properties, idMember());
    @Nullable String formerEventValue = takeUnlessColumn(properties, "eventValue");
    addColumnsBesides(sender, input, eventId, properties);
    String metadata = properties.byColumn(schema.metadata(), strict);
    unfit += properties.unfit();
    dropped += properties.dropped();
    MetricAttribution attribution = input.metricAttribution();
    return new Event(
        eventId,
        sender.hasSession() ? sender.sessionId() : "no session: " + eventId,
        sender.knownUser(),
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

  /** Writing an event to count its bytes takes as long as reading it, and most have a few dozen characters. */
  private static boolean mayBeTooLong(EventInput input) {
    JsonNode properties = input.properties();
    if (properties != null && !properties.isString() && !properties.isNull()) {
      return true;
    }
    Stream<@Nullable String> texts = Stream.of(
        input.eventId(),
        input.eventType(),
        input.eventValue() == null ? null : input.eventValue().text(),
        input.itemId(),
        properties == null || properties.isNull() ? null : properties.stringValue(),
        input.recommendationId(),
        input.metricAttribution() == null
            ? null
            : input.metricAttribution().eventAttributionSource());
    long characters = texts.mapToLong(text -> text == null ? 0 : text.length()).sum();
    if (input.impression() != null) {
      characters += input.impression().stream().mapToLong(String::length).sum();
    }
    return MOST_BESIDE_TEXTS + MOST_BYTES_OF_A_CHARACTER * characters > MAX_BYTES;
  }

  private String idMember() {
    return id(type.idColumn()).propertyName();
  }

  private String timeMember() {
    return type == DatasetType.INTERACTIONS ? "sentAt" : "timestamp";
  }

  private @Nullable String takeUnlessColumn(Properties properties, String name) {
    return schema.hasMetadata(name) ? null : properties.take(name);
  }

  /** What stands beside the properties and may be a column of the dataset's own. */
  private void addColumnsBesides(
      Sender sender, EventInput input, String eventId, Properties properties) {
    if (schema.hasMetadata("sessionId")) {
      properties.putIfAbsent("sessionId", sender.hasSession() ? sender.sessionId() : "");
    }
    if (schema.hasMetadata("eventId")) {
      properties.putIfAbsent("eventId", eventId);
    }
    if (schema.hasMetadata("trackingId")) {
      properties.putIfAbsent("trackingId", trackingId);
    }
    if (schema.hasMetadata("sentAt")) {
      BigDecimal sentAt = BigDecimal.valueOf(input.sentAt().toEpochMilli(), 3);
      properties.putIfAbsent("sentAt", sentAt.stripTrailingZeros().toPlainString());
    }
  }

  private @Nullable String itemId(EventInput input, @Nullable String formerItemId, String path) {
    if (input.itemId() != null) {
      return text(id(type.idColumn()), input.itemId(), path + "." + idMember());
    }
    return formerItemId == null || formerItemId.isEmpty()
        ? null
        : text(id(type.idColumn()), formerItemId, path + ".properties." + idMember());
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
