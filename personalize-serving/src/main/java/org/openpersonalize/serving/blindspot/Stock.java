// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.blindspot;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.matrix.IdIndex;
import org.openpersonalize.core.matrix.Utf8Slice;

/**
 * The items of a dataset group: those that have a record or were taken, numbered as their ids sort.
 *
 * @param taken [items] how often
 */
record Stock(IdIndex items, int[] taken) {
  int size() {
    return items.size();
  }

  /** The items in the order of what they would bring: what is taken most first, and then as their ids sort. */
  int[] inOrder() {
    return LongStream.of(IntStream.range(0, size())
            .mapToLong(item -> (long) (Integer.MAX_VALUE - taken[item]) << Integer.SIZE | item)
            .sorted()
            .toArray())
        .mapToInt(key -> (int) key)
        .toArray();
  }

  /** Counts a stock. */
  static final class Builder {
    private final IdIndex.Builder ids = new IdIndex.Builder();
    private int[] taken = new int[1024];

    void addRecords(@Nullable RecordColumns records) {
      for (int row = 0; records != null && row < records.size(); row++) {
        ids.add(records.id(row));
      }
    }

    void addTaken(Utf8Slice itemId, long times) {
      int item = ids.add(itemId);
      if (item >= taken.length) {
        taken = Arrays.copyOf(taken, 2 * (item + 1));
      }
      taken[item] = (int) Math.min(Integer.MAX_VALUE, times);
    }

    Stock build() {
      int[] counted = Arrays.copyOf(taken, ids.size());
      int[] numbers = ids.sort();
      int[] sorted = new int[counted.length];
      for (int item = 0; item < counted.length; item++) {
        sorted[numbers[item]] = counted[item];
      }
      return new Stock(ids.build(), sorted);
    }
  }
}
