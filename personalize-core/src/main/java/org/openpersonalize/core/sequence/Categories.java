// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.sequence;

import java.util.Arrays;
import java.util.List;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.catalog.StringColumn;
import org.openpersonalize.core.matrix.IdIndex;
import org.openpersonalize.core.training.TrainingData;

/**
 * Which items have which categories, of all categorical columns together; immutable.
 *
 * <p>A category that more than {@value #MOST_ITEMS} items have is left out: it says little, and comparing its items with each other
 * would take longer than all else.
 */
final class Categories {
  private static final int MOST_ITEMS = 1000;

  private final int[][] ofItems; // [I]
  private final int[][] members; // [categories], ascending; empty for those that are left out
  private final float[] squares; // [categories], idf²
  private final float[] scales; // [I], 1 / the length of the item's vector

  private Categories(int[][] ofItems, int categories) {
    this.ofItems = ofItems;
    int[] counts = new int[categories];
    for (int[] own : ofItems) {
      for (int category : own) {
        counts[category]++;
      }
    }
    this.squares = new float[categories];
    this.members = new int[categories][];
    for (int category = 0; category < categories; category++) {
      boolean isCommon = counts[category] > MOST_ITEMS;
      double idf = Math.log((1.0 + ofItems.length) / (1 + counts[category]));
      squares[category] = isCommon ? 0 : (float) (idf * idf);
      members[category] = new int[isCommon ? 0 : counts[category]];
    }
    int[] filled = new int[categories];
    this.scales = new float[ofItems.length];
    for (int item = 0; item < ofItems.length; item++) {
      double square = 0;
      for (int category : ofItems[item]) {
        square += squares[category];
        if (members[category].length > 0) {
          members[category][filled[category]++] = item;
        }
      }
      scales[item] = square > 0 ? (float) (1 / Math.sqrt(square)) : 0;
    }
  }

  /** Those of the records of the items, none where there are no records. */
  static Categories of(TrainingData data) {
    IdIndex items = data.log().items();
    return data.items()
        .map(records -> of(records, items))
        .orElseGet(() -> new Categories(new int[items.size()][0], 0));
  }

  private static Categories of(RecordColumns records, IdIndex items) {
    int[] rows = records.rowsOf(items);
    List<StringColumn> columns = records.columns().stream()
        .filter(StringColumn.class::isInstance)
        .map(StringColumn.class::cast)
        .filter(column -> column.field().categorical())
        .toList();
    int[][] ofItems = new int[rows.length][0];
    int before = 0;
    for (StringColumn column : columns) {
      for (int item = 0; item < rows.length; item++) {
        if (rows[item] >= 0 && column.isPresent(rows[item])) {
          ofItems[item] =
              joined(ofItems[item], column.categoriesOf(column.code(rows[item])), before);
        }
      }
      before += column.categoryCount();
    }
    return new Categories(ofItems, before);
  }

  private static int[] joined(int[] own, int[] others, int shift) {
    int[] distinct = Arrays.stream(others).distinct().toArray();
    int[] joined = Arrays.copyOf(own, own.length + distinct.length);
    for (int n = 0; n < distinct.length; n++) {
      joined[own.length + n] = distinct[n] + shift;
    }
    return joined;
  }

  /** How many categories there are. */
  int count() {
    return members.length;
  }

  /** The categories of an item, read only; those that compare nothing as well. */
  int[] of(int item) {
    return ofItems[item];
  }

  int items() {
    return ofItems.length;
  }

  /** Adds the cosine of an item with each other one. */
  void addNeighbours(SparseRow row, int item) {
    for (int category : ofItems[item]) {
      if (squares[category] > 0) {
        float scaled = squares[category] * scales[item];
        for (int other : members[category]) {
          if (other != item) {
            row.add(other, scaled * scales[other]);
          }
        }
      }
    }
  }
}
