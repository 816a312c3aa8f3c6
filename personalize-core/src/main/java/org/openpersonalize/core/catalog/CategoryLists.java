// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.catalog;

import java.util.Arrays;

/** The categories of each text of a column; it only grows, as the column's {@link Dictionary} does. */
final class CategoryLists {
  private volatile int[][] lists = new int[16][];

  int[] of(int code) {
    return lists[code];
  }

  void add(int code, int[] categories) {
    int[][] grown = code < lists.length ? lists : Arrays.copyOf(lists, 2 * lists.length);
    grown[code] = categories;
    lists = grown;
  }

  long sizeInBytes() {
    long bytes = 0;
    for (int[] list : lists) {
      bytes += Integer.BYTES + (list == null ? 0 : 16 + (long) Integer.BYTES * list.length);
    }
    return bytes;
  }
}
