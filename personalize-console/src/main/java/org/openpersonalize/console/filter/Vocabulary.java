// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.core.schema.Field;
import org.openpersonalize.core.schema.Field.Role;
import org.openpersonalize.store.browse.StoredDataset;

/** What the expressions of a dataset group can be about. */
public record Vocabulary(List<Column> columns) {
  private static final String EVENT_TYPE = "EVENT_TYPE";

  static Vocabulary of(Map<DatasetType, StoredDataset> datasets) {
    List<Column> columns = new ArrayList<>();
    add(columns, datasets.get(DatasetType.ITEMS), "Items.", field -> !field.textual());
    add(
        columns,
        datasets.get(DatasetType.INTERACTIONS),
        "Interactions.",
        field -> field.name().equals(EVENT_TYPE));
    add(columns, datasets.get(DatasetType.USERS), "CurrentUser.", field -> !field.textual());
    return new Vocabulary(columns);
  }

  private static void add(
      List<Column> columns,
      @Nullable StoredDataset dataset,
      String prefix,
      Predicate<Field> filterable) {
    if (dataset != null) {
      dataset.schema().fields().stream()
          .filter(filterable)
          .map(field -> new Column(prefix + field.name(), field))
          .forEach(columns::add);
    }
  }

  /** An expression that fits: about a number or a category if items have one, else about what the user did. */
  public Optional<String> example() {
    return about(
            "Items.", field -> field.role() == Role.METADATA && field.type().isNumeric())
        .map("EXCLUDE ItemID WHERE %s < 1"::formatted)
        .or(() -> about(
                "Items.",
                field -> field.role() == Role.METADATA && field.type() == Field.Type.STRING)
            .map(column -> "INCLUDE ItemID WHERE %s IN ($%s)"
                .formatted(column, column.substring("Items.".length()))))
        .or(() ->
            about("Interactions.", field -> true).map("EXCLUDE ItemID WHERE %s IN (*)"::formatted));
  }

  private Optional<String> about(String prefix, Predicate<Field> fit) {
    return columns.stream()
        .filter(column -> column.name().startsWith(prefix) && fit.test(column.field()))
        .map(Column::name)
        .findFirst();
  }
}
