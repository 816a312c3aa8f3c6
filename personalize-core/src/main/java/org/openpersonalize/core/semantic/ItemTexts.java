// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.semantic;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.catalog.Column;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.catalog.StringColumn;
import org.openpersonalize.core.catalog.TextColumn;
import org.openpersonalize.core.content.ItemRecords;

/** What the records of items say in words: the columns of an Items schema that are {@code textual} or the {@code itemName}. */
final class ItemTexts {
  private final ItemRecords items;
  private final List<Column> columns;

  ItemTexts(ItemRecords items) {
    this.items = items;
    this.columns = columnsOf(items.table());
  }

  private static List<Column> columnsOf(RecordColumns table) {
    return table.columns().stream()
        .filter(column -> column.field().textual() || column.field().itemName())
        .toList();
  }

  /** How many items there are. */
  int size() {
    return items.size();
  }

  /** The terms of all the texts of an item, ascending; none without a record or a text. */
  int[] terms(int item) {
    return Terms.of(text(item));
  }

  /** All the texts of an item, a line each; empty without a record or a text. */
  String text(int item) {
    return items.has(item) ? ofRecord(items.rows()[item]) : "";
  }

  private String ofRecord(int row) {
    StringBuilder text = new StringBuilder();
    for (Column column : columns) {
      String part = text(column, row);
      if (part != null) {
        text.append(part).append('\n');
      }
    }
    return text.toString();
  }

  private static @Nullable String text(Column column, int row) {
    if (column instanceof TextColumn prose) {
      return prose.text(row);
    }
    return column instanceof StringColumn strings ? strings.text(row) : null;
  }
}
