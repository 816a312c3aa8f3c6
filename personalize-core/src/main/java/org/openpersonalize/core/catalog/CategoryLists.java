// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.catalog;

import java.util.Arrays;

/** The categories of each text of a column; it only grows, as the column's {@link Dictionary} does. */
final class CategoryLists {
  private volatile int[][] lists = new int[16][];
  private long bytes; // of the lists, for who adds

  int[] of(int code) {
    return lists[code];
  }

  void add(int code, int[] categories) {
    int[][] grown = code < lists.length ? lists : Arrays.copyOf(lists, 2 * lists.length);
    grown[code] = categories;
    bytes += 16 + (long) Integer.BYTES * categories.length;
    lists = grown;
  }

  long sizeInBytes() {
    return bytes + (long) Integer.BYTES * lists.length;
  }
}
