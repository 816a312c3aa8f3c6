// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.content;

import java.util.Arrays;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.matrix.IdIndex;

/**
 * What is known of some items.
 *
 * @param rows the number of each item's record in the table, −1 where it has none: [N]
 */
public record ItemRecords(RecordColumns table, int[] rows) {
  /** The records of all items of an index, in its order. */
  public static ItemRecords of(RecordColumns table, IdIndex items) {
    return new ItemRecords(table, table.rowsOf(items));
  }

  /** How many items there are. */
  public int size() {
    return rows.length;
  }

  /** Has the item a record? */
  public boolean has(int item) {
    return rows[item] >= 0;
  }

  /** The records of these items, in this order. */
  public ItemRecords select(int[] items) {
    return new ItemRecords(table, Arrays.stream(items).map(item -> rows[item]).toArray());
  }
}
