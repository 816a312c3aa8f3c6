// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.matrix;

/**
 * Sorts texts by their bytes, which are unsigned, without looking at a byte more than once or twice.
 *
 * <p>Bentley, Sedgewick: Fast Algorithms for Sorting and Searching Strings, SODA 1997: three-way quicksort on one byte
 * after the other.
 */
final class TextSort {
  private static final int END = -1;

  private final byte[] text;
  private final int[] starts;

  /** @param starts where each text starts and, one further, ends */
  TextSort(byte[] text, int[] starts) {
    this.text = text;
    this.starts = starts;
  }

  /** Puts the numbers of the texts in the order of the texts. */
  void sort(int[] order) {
    sort(order, 0, order.length, 0);
  }

  /** Sorts {@code order[from, to)}, whose texts agree up to {@code depth}. */
  private void sort(int[] order, int from, int to, int depth) {
    int low = from;
    int high = to;
    int at = depth;
    while (high - low > 1) {
      int pivot = byteAt(order[(low + high) >>> 1], at);
      int less = low;
      int greater = high;
      int i = low;
      while (i < greater) {
        int here = byteAt(order[i], at);
        if (here < pivot) {
          swap(order, less++, i++);
        } else if (here > pivot) {
          swap(order, --greater, i);
        } else {
          i++;
        }
      }
      sort(order, low, less, at);
      sort(order, greater, high, at);
      if (pivot == END) {
        return;
      }
      low = less;
      high = greater;
      at++;
    }
  }

  private int byteAt(int index, int depth) {
    int at = starts[index] + depth;
    return at < starts[index + 1] ? Byte.toUnsignedInt(text[at]) : END;
  }

  private static void swap(int[] order, int a, int b) {
    int kept = order[a];
    order[a] = order[b];
    order[b] = kept;
  }
}
