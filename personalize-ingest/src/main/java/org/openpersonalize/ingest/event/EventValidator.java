package org.openpersonalize.ingest.event;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.Field;
import org.openpersonalize.core.wire.WireJson;
import org.openpersonalize.ingest.event.EventService.EventInput;
import org.openpersonalize.ingest.event.EventService.MetricAttribution;
import org.openpersonalize.store.interaction.Event;
import tools.jackson.databind.node.ObjectNode;

/** Turns what a client sent into an event of the dataset, or says what is wrong with it. */
final class EventValidator {
  private static final int MAX_BYTES = 10 * 1024;
  private static final int MAX_PROPERTIES_LENGTH = 1_024;
  private static final int MAX_ID_LENGTH = 256;

  /** Clocks differ; beyond this a time is a mistake, most often milliseconds for seconds. */
  private static final Duration MAX_AHEAD = Duration.ofDays(1);

  private static final List<String> FORBIDDEN =
      List.of("userId", "sessionId", "eventType", "timestamp", "recommendationId", "impression");

  private EventValidator() {}

  /**
   * @param path how messages name the event, as in {@code eventList.1.member}
   * @throws PersonalizeException {@link ErrorCode#INVALID_INPUT} naming the member that is wrong
   */
  static Event validate(
      EventInput input,
      String path,
      String sessionId,
      @Nullable String userId,
      DatasetSchema schema,
      Instant now) {
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

    Properties properties =
        Properties.read(input.properties(), path + ".properties", MAX_PROPERTIES_LENGTH);
    properties.forbid(FORBIDDEN, "send it beside the properties");
    String formerItemId =
        properties.take("itemId"); // the first version of the API had these two inside
    String formerEventValue = properties.take("eventValue");
    ObjectNode metadata = properties.byColumn(schema, schema.metadata());
    MetricAttribution attribution = input.metricAttribution();
    return new Event(
        input.eventId() == null ? UUID.randomUUID().toString() : input.eventId(),
        sessionId,
        userId,
        input.itemId() == null ? itemId(formerItemId, path) : input.itemId(),
        input.eventType(),
        input.eventValue() == null
            ? eventValue(formerEventValue, path)
            : finite(input.eventValue(), path),
        input.sentAt(),
        input.impression(),
        input.recommendationId(),
        attribution == null ? null : attribution.eventAttributionSource(),
        metadata.isEmpty() ? null : metadata.toString());
  }

  private static @Nullable String itemId(@Nullable String text, String path) {
    if (text != null && text.length() > MAX_ID_LENGTH) {
      throw ErrorCode.INVALID_INPUT.because(
          "'%s.properties.itemId' must be 1 to %d characters long".formatted(path, MAX_ID_LENGTH));
    }
    return text;
  }

  private static Double finite(Double value, String path) {
    if (!Double.isFinite(value)) {
      throw ErrorCode.INVALID_INPUT.because(
          "'%s.eventValue' must be a number that a double can hold".formatted(path));
    }
    return value;
  }

  private static @Nullable Double eventValue(@Nullable String text, String path) {
    if (text == null) {
      return null;
    }
    return Field.decimal(text)
        .orElseThrow(() -> ErrorCode.INVALID_INPUT.because(
            "'%s.properties.eventValue' must be a number".formatted(path)));
  }
}
