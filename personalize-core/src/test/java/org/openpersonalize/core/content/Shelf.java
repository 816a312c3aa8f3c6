// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.content;

import java.util.Arrays;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.catalog.RecordColumnsBuilder;
import org.openpersonalize.core.matrix.Utf8Slice;
import org.openpersonalize.core.schema.DatasetSchema;

/** Items with a genre, a price and a title, called 0, 1, 2 … in the order in which they are put there. */
final class Shelf {
  private static final DatasetSchema SCHEMA = DatasetSchema.parse("""
      {"type":"record","name":"Items","namespace":"com.amazonaws.personalize.schema","version":"1.0","fields":[
        {"name":"ITEM_ID","type":"string"},
        {"name":"GENRES","type":["null","string"],"categorical":true},
        {"name":"MAKER","type":["null","string"]},
        {"name":"PRICE","type":["null","float"]},
        {"name":"TITLE","type":["null","string"],"textual":true}]}""", null);

  private final RecordColumnsBuilder records = new RecordColumnsBuilder(SCHEMA);
  private int size;

  Shelf put(String properties) {
    records.add(Utf8Slice.of(Integer.toString(size++)), Utf8Slice.of(properties));
    return this;
  }

  Shelf put(int times, String properties) {
    for (int n = 0; n < times; n++) {
      put(properties);
    }
    return this;
  }

  /** The records of all items. */
  ItemRecords records() {
    RecordColumns table = records.build();
    int[] rows = new int[size];
    Arrays.setAll(rows, item -> table.find(Integer.toString(item)).orElseThrow());
    return new ItemRecords(table, rows);
  }
}
