// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.schema;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaFormatter;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/**
 * The text of a schema, read and written as one Avro record.
 *
 * <p>Avro's parser would take a key that stands twice, the last one winning, and tells of bad JSON in the words of the
 * classes it is made of. So the text is gone through as plain JSON before; what Avro then refuses is about Avro.
 */
final class AvroText {
  private static final String NAMESPACE = "com.amazonaws.personalize.schema";
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /** With comments, which Avro reads too. */
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonReadFeature.ALLOW_JAVA_COMMENTS).build();

  /** What Avro 1.12 puts in place of a type that does not exist, down to the type's name. */
  private static final Pattern MADE_UP =
      Pattern.compile("\\{[^{}]*\"org\\.apache\\.avro\\.idl\\.unresolved\\.name\":(\"[^\"]*\")}");

  private static final String ONE_RECORD =
      "it must be one record, such as {\"type\": \"record\", \"name\": \"Interactions\", \"fields\": […]}";

  private AvroText() {}

  /**
   * Reads a record; a byte order mark in front of it is passed over.
   *
   * <p>Defaults are not held to their types: in Avro 1.12 that check does not come back from a record that contains
   * itself. {@link DatasetSchema} does it when the types are known.
   *
   * @throws PersonalizeException {@link ErrorCode#INVALID_INPUT} saying what is wrong with the text
   */
  static Schema record(String text) {
    String json = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    checkJson(json);
    Schema schema = parse(json);
    if (schema.getType() != Schema.Type.RECORD) {
      throw refusal("The schema is of the Avro type %s: %s"
          .formatted(schema.getType().getName(), ONE_RECORD));
    }
    return schema;
  }

  /** Such a record, of these columns. */
  static String of(DatasetType type, List<Field> fields) {
    Schema record = Schema.createRecord(
        type.recordName(),
        null,
        NAMESPACE,
        false,
        fields.stream().map(AvroText::column).toList());
    record.addProp("version", "1.0");
    return SchemaFormatter.format("json/pretty", record);
  }

  private static Schema.Field column(Field field) {
    Schema type = Schema.create(Schema.Type.valueOf(field.type().name()));
    Schema.Field column = new Schema.Field(
        field.name(),
        field.nullable() ? Schema.createUnion(Schema.create(Schema.Type.NULL), type) : type,
        null,
        (Object) null);
    if (field.categorical()) {
      column.addProp("categorical", true);
    }
    if (field.textual()) {
      column.addProp("textual", true);
    }
    if (field.itemName()) {
      column.addProp("itemName", true);
    }
    return column;
  }

  private static Schema parse(String json) {
    try {
      return new Schema.Parser().setValidateDefaults(false).parse(json);
    } catch (AvroRuntimeException e) {
      String message = MADE_UP.matcher(String.valueOf(e.getMessage())).replaceAll("$1");
      throw ErrorCode.INVALID_INPUT.because("The schema is not Avro JSON: " + message, e);
    } catch (RuntimeException e) {
      // Attributes that the parser uses before it has checked them.
      throw ErrorCode.INVALID_INPUT.because(
          "The schema is not Avro JSON: the order of a column must be ascending, descending or ignore, and the default of a number a number",
          e);
    }
  }

  /** Is it one JSON object, and nothing behind it, in which no key stands twice? */
  private static void checkJson(String text) {
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
      try {
        if (json.nextToken() != JsonToken.START_OBJECT) {
          throw refusal("The schema is not a JSON object: " + ONE_RECORD);
        }
        checkKeys(json);
        if (json.nextToken() != null) {
          throw refusal("The schema goes on behind its closing brace: leave out what begins at "
              + place(json.currentTokenLocation()));
        }
      } catch (StreamConstraintsException e) {
        throw ErrorCode.INVALID_INPUT.because(
            "The schema has a number that is too long, or is nested too deeply: see "
                + place(json.currentLocation()),
            e);
      } catch (JacksonException e) {
        throw ErrorCode.INVALID_INPUT.because(
            "The schema is not JSON: see "
                + place(Optional.ofNullable(e.getLocation()).orElseGet(json::currentLocation)),
            e);
      }
    }
  }

  /** Goes to the end of the object that was begun. */
  private static void checkKeys(JsonParser json) {
    Deque<Set<String>> keys = new ArrayDeque<>(); // of the objects that are open
    keys.push(new HashSet<>());
    while (!keys.isEmpty()) {
      switch (json.nextToken()) {
        case START_OBJECT -> keys.push(new HashSet<>());
        case END_OBJECT -> keys.pop();
        case PROPERTY_NAME -> {
          if (!keys.element().add(json.currentName())) {
            throw refusal("The schema has the key \"%s\" twice in one object: leave out that at %s"
                .formatted(json.currentName(), place(json.currentTokenLocation())));
          }
        }
        default -> {}
      }
    }
  }

  private static String place(TokenStreamLocation location) {
    return "line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
  }

  private static PersonalizeException refusal(String sentence) {
    return ErrorCode.INVALID_INPUT.because(sentence);
  }
}
