// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.matrix;

import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.ErrorCode;

/**
 * Points in time in milliseconds, kept as distances from the earliest: 4 bytes each where they are whole seconds within
 * 136 years of each other, and 6 otherwise.
 */
final class TimeColumn {
  private static final long SECOND = 1_000;
  private static final int LOW_BITS = 32;
  private static final long LOW = (1L << LOW_BITS) - 1;
  private static final long WIDEST = 1L << (LOW_BITS + Short.SIZE);

  private final long earliest;
  private final long unit;
  private final int[] low; // unsigned
  private final short @Nullable [] high; // unsigned, null if all are zero

  private TimeColumn(long earliest, long unit, int[] low, short @Nullable [] high) {
    this.earliest = earliest;
    this.unit = unit;
    this.low = low;
    this.high = high;
  }

  /**
   * Room for the times of {@code size} rows.
   *
   * @param wholeSeconds are all times whole seconds?
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#INVALID_INPUT} if they span more than
   *     8,900 years
   */
  static TimeColumn spanning(int size, long earliest, long latest, boolean wholeSeconds) {
    long unit = wholeSeconds ? SECOND : 1;
    long widest = (latest - earliest) / unit;
    if (widest < 0 || widest >= WIDEST) {
      throw ErrorCode.INVALID_INPUT.because(
          "The times of the interactions span more than 8900 years: TIMESTAMP counts seconds since 1970");
    }
    return new TimeColumn(earliest, unit, new int[size], widest > LOW ? new short[size] : null);
  }

  void set(int row, long epochMillis) {
    long distance = (epochMillis - earliest) / unit;
    low[row] = (int) distance;
    if (high != null) {
      high[row] = (short) (distance >>> LOW_BITS);
    }
  }

  long get(int row) {
    long distance = low[row] & LOW;
    if (high != null) {
      distance |= (long) Short.toUnsignedInt(high[row]) << LOW_BITS;
    }
    return earliest + unit * distance;
  }

  /** Are all times the same? */
  boolean isConstant() {
    for (int row = 1; row < low.length; row++) {
      if (low[row] != low[0] || (high != null && high[row] != high[0])) {
        return false;
      }
    }
    return true;
  }

  /** The times of some of the rows. */
  TimeColumn select(int[] rows) {
    return new TimeColumn(
        earliest,
        unit,
        Columns.select(low, rows),
        high == null ? null : Columns.select(high, rows));
  }

  /** Bytes held in memory. */
  long sizeInBytes() {
    return 4L * low.length + (high == null ? 0 : 2L * high.length);
  }
}
