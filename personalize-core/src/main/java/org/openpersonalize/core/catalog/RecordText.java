// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.catalog;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openpersonalize.core.matrix.Utf8Slice;
import org.openpersonalize.core.schema.Field;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads a record's properties into columns. */
final class RecordText {
  private final JsonFactory json = new JsonFactory();
  private final Map<String, Integer> places = new HashMap<>();

  /** @param fields those of the columns, in their order */
  RecordText(List<Field> fields) {
    for (Field field : fields) {
      places.put(field.name(), places.size());
    }
  }

  /** A column's place. */
  Map<String, Integer> places() {
    return places;
  }

  /**
   * Writes a record's values, and that it has no others.
   *
   * @param properties a JSON object keyed by the schema's column names; others are passed over
   * @param columns may be written at {@code row}
   */
  void read(Utf8Slice properties, Column[] columns, int row) {
    for (Column column : columns) {
      column.clear(row);
    }
    try (JsonParser parser = json.createParser(
        ObjectReadContext.empty(), properties.bytes(), properties.from(), properties.length())) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        Integer place = places.get(parser.currentName());
        JsonToken value = parser.nextToken();
        if (place != null) {
          columns[place].set(row, value, parser);
        }
        parser.skipChildren();
      }
    }
  }
}
