// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.item;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.Field;
import org.openpersonalize.core.wire.WireJson;
import org.openpersonalize.store.browse.StoredDataset;
import org.openpersonalize.store.record.DatasetRecord;
import org.openpersonalize.store.record.RecordTable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Finds what items are called for people: the first column of their dataset that is named as such columns are, however it is
 * spelt. A description is one where there is nothing shorter, cut to {@value #LONGEST} characters.
 */
@Component
public class Titles {
  private static final List<String> COLUMNS =
      List.of("title", "name", "itemname", "productname", "description");

  static final int LONGEST = 80;

  private final RecordTable records;

  Titles(RecordTable records) {
    this.records = records;
  }

  /**
   * The titles of items by their ids, in one statement; an item without one is left out.
   *
   * @param items null if the group has no such dataset
   */
  public Map<String, String> of(@Nullable StoredDataset items, Collection<String> itemIds) {
    Optional<String> column = Optional.ofNullable(items).flatMap(each -> column(each.schema()));
    if (items == null || column.isEmpty() || itemIds.isEmpty()) {
      return Map.of();
    }
    return records.find(items.number(), itemIds).stream()
        .flatMap(item -> title(item, column.get()).stream().map(title -> Map.entry(item, title)))
        .collect(Collectors.toMap(titled -> titled.getKey().recordId(), Map.Entry::getValue));
  }

  /**
   * The items that are called so, or whose titles have these words, by their ids with their titles, the shortest first.
   *
   * @param items null if the group has no such dataset
   */
  public Map<String, String> called(@Nullable StoredDataset items, String words, int most) {
    Optional<String> column = Optional.ofNullable(items).flatMap(each -> column(each.schema()));
    Map<String, String> called = new LinkedHashMap<>();
    if (items != null && column.isPresent() && !words.isBlank()) {
      records
          .named(items.number(), column.get(), words.strip(), most)
          .forEach(item ->
              title(item, column.get()).ifPresent(title -> called.put(item.recordId(), title)));
    }
    return called;
  }

  /** What a record says an item is called. */
  public static Optional<String> title(DatasetRecord item, DatasetSchema schema) {
    return column(schema).flatMap(column -> title(item, column));
  }

  private static Optional<String> title(DatasetRecord item, String column) {
    JsonNode properties = WireJson.read(item.properties().getBytes(UTF_8), JsonNode.class);
    return Optional.ofNullable(properties.get(column))
        .filter(JsonNode::isString)
        .map(JsonNode::stringValue)
        .filter(title -> !title.isBlank())
        .map(Titles::cut);
  }

  private static String cut(String title) {
    return title.codePointCount(0, title.length()) <= LONGEST
        ? title
        : title.substring(0, title.offsetByCodePoints(0, LONGEST - 1)) + "…";
  }

  private static Optional<String> column(DatasetSchema schema) {
    Map<String, String> byKey = schema.fields().stream()
        .map(Field::name)
        .collect(Collectors.toMap(DatasetSchema::key, name -> name, (one, other) -> one));
    return COLUMNS.stream().filter(byKey::containsKey).map(byKey::get).findFirst();
  }
}
