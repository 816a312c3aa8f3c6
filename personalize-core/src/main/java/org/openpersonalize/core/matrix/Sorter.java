// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.matrix;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Sorts each user's rows by time; those of one moment keep their order.
 *
 * <p>Keeps scratch memory and is not thread-safe.
 */
final class Sorter {
  private static final int SMALL = 16;

  private final int[] item;
  private final byte @Nullable [] eventType;
  private final float @Nullable [] eventValue;
  private final TimeColumn epochMillis;
  private final int[][] context;
  private int start;
  private long[] times = new long[SMALL];
  private int[] sorted = new int[SMALL];
  private int[] scratch = new int[SMALL];

  /**
   * The columns are sorted in place.
   *
   * @param context further columns; those without rows are passed over
   */
  Sorter(
      int[] item,
      byte @Nullable [] eventType,
      float @Nullable [] eventValue,
      TimeColumn epochMillis,
      int[][] context) {
    this.item = item;
    this.eventType = eventType;
    this.eventValue = eventValue;
    this.epochMillis = epochMillis;
    this.context = Arrays.stream(context).filter(column -> column.length > 0).toArray(int[][]::new);
  }

  /** @param starts [users + 1] */
  void sortUsers(int[] starts) {
    for (int user = 0; user + 1 < starts.length; user++) {
      start = starts[user];
      int length = starts[user + 1] - start;
      if (!isSorted(length)) {
        sort(0, length);
        rearrange(length);
      }
    }
  }

  /** Gets the next user's times ready, and looks whether they ascend as they are. */
  private boolean isSorted(int length) {
    if (length > times.length) {
      int longer = Growth.next(times.length, length);
      times = new long[longer];
      sorted = new int[longer];
      scratch = new int[longer];
    }
    boolean ascending = true;
    for (int n = 0; n < length; n++) {
      times[n] = epochMillis.get(start + n);
      sorted[n] = n;
      ascending &= n == 0 || times[n] >= times[n - 1];
    }
    return ascending;
  }

  /** A merge sort of {@code sorted[from, to)}: the JDK sorts primitives by their own value only. */
  private void sort(int from, int to) {
    if (to - from < SMALL) {
      insert(from, to);
      return;
    }
    int middle = (from + to) >>> 1;
    sort(from, middle);
    sort(middle, to);
    if (isAfter(sorted[middle - 1], sorted[middle])) {
      merge(from, middle, to);
    }
  }

  private void insert(int from, int to) {
    for (int i = from + 1; i < to; i++) {
      int n = sorted[i];
      int at = i;
      while (at > from && isAfter(sorted[at - 1], n)) {
        sorted[at] = sorted[at - 1];
        at--;
      }
      sorted[at] = n;
    }
  }

  private void merge(int from, int middle, int to) {
    System.arraycopy(sorted, from, scratch, 0, middle - from);
    int left = 0;
    int right = middle;
    for (int at = from; left < middle - from; at++) {
      boolean takeRight = right < to && isAfter(scratch[left], sorted[right]);
      sorted[at] = takeRight ? sorted[right++] : scratch[left++];
    }
  }

  /** The sort is stable: rows of one moment keep their order. */
  private boolean isAfter(int first, int second) {
    return times[first] > times[second];
  }

  private void rearrange(int length) {
    for (int n = 0; n < length; n++) {
      epochMillis.set(start + n, times[sorted[n]]);
    }
    rearrange(item, length);
    for (int[] column : context) {
      rearrange(column, length);
    }
    if (eventType != null) {
      for (int n = 0; n < length; n++) {
        scratch[n] = eventType[start + sorted[n]];
      }
      for (int n = 0; n < length; n++) {
        eventType[start + n] = (byte) scratch[n];
      }
    }
    if (eventValue != null) {
      for (int n = 0; n < length; n++) {
        scratch[n] = Float.floatToRawIntBits(eventValue[start + sorted[n]]);
      }
      for (int n = 0; n < length; n++) {
        eventValue[start + n] = Float.intBitsToFloat(scratch[n]);
      }
    }
  }

  private void rearrange(int[] column, int length) {
    for (int n = 0; n < length; n++) {
      scratch[n] = column[start + sorted[n]];
    }
    System.arraycopy(scratch, 0, column, start, length);
  }
}
