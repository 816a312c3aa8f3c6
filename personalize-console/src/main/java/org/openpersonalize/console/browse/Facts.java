// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.browse;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.Map;
import org.openpersonalize.core.wire.WireJson;
import org.openpersonalize.store.record.DatasetRecord;
import tools.jackson.databind.JsonNode;

/** What a record says, by column. */
final class Facts {
  private Facts() {}

  static Map<String, String> of(DatasetRecord record) {
    Map<String, String> facts = new LinkedHashMap<>();
    WireJson.read(record.properties().getBytes(UTF_8), JsonNode.class)
        .properties()
        .forEach(column -> {
          if (!column.getValue().isNull()) {
            facts.put(column.getKey(), text(column.getValue()));
          }
        });
    return facts;
  }

  private static String text(JsonNode value) {
    return value.isString() ? value.stringValue() : value.toString();
  }
}
