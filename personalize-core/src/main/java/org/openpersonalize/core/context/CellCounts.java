// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.context;

import java.util.Arrays;
import org.openpersonalize.core.matrix.ContextColumn;
import org.openpersonalize.core.matrix.InteractionLog;

/** How many users took which item under which value of a column: the cells of a table. */
final class CellCounts {
  private static final double LEAST_EXPECTED = 1;
  private static final double LEAST_SHRINKAGE = 1;
  private static final double GREATEST_SHRINKAGE = 1e6;

  private final int values;
  private final int items;
  private final long[] taken; // value · items + item, ascending, each once for every user
  private final int[] ofValue; // [values], how many of them
  private final int[] ofItem; // [items], how many of them

  private CellCounts(int values, int items, long[] taken) {
    this.values = values;
    this.items = items;
    this.taken = taken;
    this.ofValue = new int[values];
    this.ofItem = new int[items];
    for (long each : taken) {
      ofValue[(int) (each / items)]++;
      ofItem[(int) (each % items)]++;
    }
  }

  static CellCounts of(InteractionLog log, ContextColumn column, Categories categories) {
    int items = log.items().size();
    long[] taken = new long[entries(log, column, categories)];
    int size = 0;
    for (int user = 0; user < log.users().size(); user++) {
      int first = size;
      for (int row = log.start(user); row < log.end(user); row++) {
        if (column.isPresent(row)) {
          for (int value : categories.ofText()[column.code(row)]) {
            taken[size++] = (long) value * items + log.item(row);
          }
        }
      }
      size = distinct(taken, first, size);
    }
    Arrays.sort(taken, 0, size);
    return new CellCounts(categories.names().size(), items, Arrays.copyOf(taken, size));
  }

  /** How many known values all rows have together. */
  private static int entries(InteractionLog log, ContextColumn column, Categories categories) {
    int entries = 0;
    for (int row = 0; row < log.size(); row++) {
      entries = Math.addExact(
          entries, column.isPresent(row) ? categories.ofText()[column.code(row)].length : 0);
    }
    return entries;
  }

  /** Sorts a part of an array and has each number once; answers where they end then. */
  private static int distinct(long[] numbers, int from, int to) {
    Arrays.sort(numbers, from, to);
    int distinct = from;
    for (int place = from; place < to; place++) {
      if (place == from || numbers[place] != numbers[place - 1]) {
        numbers[distinct++] = numbers[place];
      }
    }
    return distinct;
  }

  /** Takes cells. */
  @FunctionalInterface
  interface Visitor {
    /**
     * @param observed users who took the item under the value
     * @param expected how many these would be if the value said nothing
     */
    void cell(int value, int item, int observed, double expected);
  }

  /** Visits all cells, value by value, and items in ascending order. */
  void forEach(Visitor visitor) {
    int from = 0;
    for (int value = 0; value < values; value++) {
      int to = from + ofValue[value];
      double share = ofValue[value] / (double) taken.length;
      for (int item = 0; item < items; item++) {
        int observed = 0;
        for (; from < to && taken[from] % items == item; from++) {
          observed++;
        }
        visitor.cell(value, item, observed, share * ofItem[item]);
      }
    }
  }

  /**
   * a, such that observed / expected has the variance 1/a beside that of counting, by the method of moments: {@code a = Σ e /
   * Σ ((n − e)² / e − 1)} over the cells with e ≥ 1. The less the values differ, the greater.
   */
  double shrinkage() {
    double[] sums = new double[2];
    forEach((value, item, observed, expected) -> {
      if (expected >= LEAST_EXPECTED) {
        double surplus = observed - expected;
        sums[0] += expected;
        sums[1] += surplus * surplus / expected - 1;
      }
    });
    return sums[1] * GREATEST_SHRINKAGE > sums[0]
        ? Math.max(LEAST_SHRINKAGE, sums[0] / sums[1])
        : GREATEST_SHRINKAGE;
  }
}
