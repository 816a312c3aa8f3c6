package org.openpersonalize.ingest.event;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.Field;
import org.openpersonalize.core.wire.WireJson;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
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

  private final String path;
  private final ObjectNode json;

  private Properties(String path, ObjectNode json) {
    this.path = path;
    this.json = json;
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
    if (text.isEmpty() || text.length() > maxLength) {
      throw ErrorCode.INVALID_INPUT.because(
          "'%s' must be 1 to %d characters long".formatted(path, maxLength));
    }
    JsonNode json = value;
    for (int i = 0; i < MAX_ENCODINGS && json.isString(); i++) {
      json = decode(json.stringValue(), path);
    }
    if (json instanceof ObjectNode object) {
      return new Properties(path, object.deepCopy());
    }
    throw notAnObject(path, null);
  }

  private static JsonNode decode(String text, String path) {
    try {
      return WireJson.mapper().readTree(text);
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

  /** Takes a value out, as text; null if there is none. */
  @Nullable String take(String name) {
    JsonNode value = json.remove(name);
    return value == null ? null : text(name, value);
  }

  /**
   * Refuses some names in any spelling.
   *
   * @param reason what to do instead
   */
  void forbid(Collection<String> names, String reason) {
    for (String name : json.propertyNames()) {
      if (names.stream().anyMatch(name::equalsIgnoreCase)) {
        throw refusal(name, "is not allowed here: " + reason);
      }
    }
  }

  /**
   * The values by column name, as they are stored.
   *
   * @param columns the columns that may occur; one that does not allow null must
   * @return a JSON object without nulls
   * @throws PersonalizeException {@link ErrorCode#INVALID_INPUT} naming a property that no column is called by, is
   *     missing or does not fit its column
   */
  ObjectNode byColumn(DatasetSchema schema, List<Field> columns) {
    ObjectNode values = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> property : json.properties()) {
      String name = property.getKey();
      Field field = schema
          .property(name)
          .filter(columns::contains)
          .orElseThrow(() -> refusal(
              name,
              "is not in the dataset's schema: use one of "
                  + columns.stream().map(Field::propertyName).toList()));
      String text = text(name, property.getValue());
      if (text == null) {
        continue;
      }
      try {
        switch (field.type()) {
          case STRING -> values.put(field.name(), field.text(text));
          case INT, LONG -> values.put(field.name(), field.integer(text));
          case FLOAT, DOUBLE -> values.put(field.name(), field.number(text));
          case BOOLEAN -> values.put(field.name(), field.truth(text));
        }
      } catch (PersonalizeException e) {
        throw refusal(name, "cannot be taken: " + e.getMessage());
      }
    }
    List<String> missing = new ArrayList<>();
    for (Field field : columns) {
      if (!field.nullable() && !values.has(field.name())) {
        missing.add(field.propertyName());
      }
    }
    if (!missing.isEmpty()) {
      throw ErrorCode.INVALID_INPUT.because(
          "'%s' lacks %s, which the dataset's schema does not allow to be null"
              .formatted(path, missing));
    }
    return values;
  }

  private @Nullable String text(String name, JsonNode value) {
    if (value.isContainer()) {
      throw refusal(name, "must be one value: join categories by |");
    }
    String text = value.isNull() ? "" : value.asString();
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw refusal(name, "contains half of a surrogate pair: send whole characters");
    }
    return text.isEmpty() ? null : text;
  }

  private PersonalizeException refusal(String name, String sentence) {
    return ErrorCode.INVALID_INPUT.because("'%s.%s' %s".formatted(path, name, sentence));
  }
}
