// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.event;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.Field;
import org.openpersonalize.core.schema.FieldValue;
import org.openpersonalize.core.schema.FieldValue.Outcome;
import org.openpersonalize.core.wire.WireJson;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The {@code properties} of an event, item or user.
 *
 * <p>On the wire they are a string that holds JSON. Some SDKs encode for their caller, who may have done so already; so an
 * object and a string in a string are read as well.
 */
final class Properties {
  private static final int MAX_ENCODINGS = 2;

  /** Numbers stay as they are written, so that they are read as in a CSV file. */
  private static final ObjectReader READER =
      WireJson.mapper().reader().with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private final String path;
  private final Map<String, Property> byKey = new LinkedHashMap<>();
  private int unfit;
  private int dropped;

  private record Property(String name, JsonNode value) {}

  private Properties(String path, ObjectNode json) {
    this.path = path;
    json.properties()
        .forEach(each -> byKey.put(
            DatasetSchema.key(each.getKey()), new Property(each.getKey(), each.getValue())));
  }

  /**
   * @param path how messages name them, as in {@code eventList.1.member.properties}
   * @param maxLength of their text, in characters
   * @throws PersonalizeException {@link ErrorCode#INVALID_INPUT} if they are too long or not a JSON object
   */
  static Properties read(@Nullable JsonNode value, String path, int maxLength) {
    if (value == null || value.isNull()) {
      return new Properties(path, JsonNodeFactory.instance.objectNode());
    }
    String text = value.isString() ? value.stringValue() : value.toString();
    if (text.isEmpty() || text.codePointCount(0, text.length()) > maxLength) {
      throw ErrorCode.INVALID_INPUT.because(
          "'%s' must be 1 to %d characters long".formatted(path, maxLength));
    }
    JsonNode json = value;
    for (int i = 0; i < MAX_ENCODINGS && json.isString(); i++) {
      json = decode(json.stringValue(), path);
    }
    if (json.isNull()) { // how Go and JavaScript print a map that is not there
      return new Properties(path, JsonNodeFactory.instance.objectNode());
    }
    if (json instanceof ObjectNode object) {
      return new Properties(path, object);
    }
    throw notAnObject(path, null);
  }

  private static JsonNode decode(String text, String path) {
    try {
      return READER.readTree(text);
    } catch (JacksonException e) {
      throw notAnObject(path, e);
    }
  }

  private static PersonalizeException notAnObject(String path, @Nullable Throwable cause) {
    return ErrorCode.INVALID_INPUT.because(
        "'%s' must be a string that holds one JSON object, such as {\"numRatings\": 12}"
            .formatted(path),
        cause);
  }

  /** Takes a value out, by its name in any spelling, as text; null if there is none. */
  @Nullable String take(String name) {
    if (byKey.isEmpty()) {
      return null;
    }
    Property property = byKey.remove(DatasetSchema.key(name));
    return property == null ? null : text(property);
  }

  /** Sets a value that is not there yet. */
  void putIfAbsent(String name, String value) {
    byKey.putIfAbsent(
        DatasetSchema.key(name), new Property(name, JsonNodeFactory.instance.stringNode(value)));
  }

  /**
   * Refuses a name in any spelling.
   *
   * @param reason what to do instead
   */
  void forbid(String name, String reason) {
    if (byKey.isEmpty()) {
      return;
    }
    Property property = byKey.get(DatasetSchema.key(name));
    if (property != null) {
      throw refusal(property.name(), "is not allowed here: " + reason);
    }
  }

  /**
   * The values by column name, as they are stored; properties that no column is called by are dropped.
   *
   * @param columns the columns that may occur
   * @param strict refuse values that do not fit, and missing ones where the schema does not allow null
   * @return a JSON object without nulls
   * @throws PersonalizeException {@link ErrorCode#INVALID_INPUT} naming a property that {@link FieldValue} refuses
   */
  String byColumn(List<Field> columns, boolean strict) {
    StringBuilder json = new StringBuilder("{");
    int known = 0;
    for (Field column : columns) {
      Property property = byKey.get(DatasetSchema.key(column.name()));
      FieldValue value = new FieldValue(column, strict);
      @Nullable String text = property == null ? null : text(property);
      if (property != null) {
        known++;
      }
      try {
        if (value.read(text) == Outcome.UNFIT) {
          unfit++;
        }
      } catch (PersonalizeException e) {
        throw refusal(
            property == null ? column.propertyName() : property.name(),
            "cannot be taken: " + e.getMessage());
      }
      if (value.isPresent()) {
        json.append(json.length() == 1 ? "" : ",")
            .append('"')
            .append(column.name())
            .append("\":");
        value.appendJson(json);
      }
    }
    dropped += byKey.size() - known;
    return json.append('}').toString();
  }

  /** How many values did not fit their columns and count as missing. */
  int unfit() {
    return unfit;
  }

  /** How many properties were dropped because no column is called so. */
  int dropped() {
    return dropped;
  }

  private @Nullable String text(Property property) {
    JsonNode value = property.value();
    if (value.isContainer()) {
      throw refusal(property.name(), "must be one value: join categories by |");
    }
    String text = value.isNull() ? "" : value.asString();
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw refusal(property.name(), "contains half of a surrogate pair: send whole characters");
    }
    return text;
  }

  private PersonalizeException refusal(String name, String sentence) {
    return ErrorCode.INVALID_INPUT.because("'%s.%s' %s".formatted(path, name, sentence));
  }
}
