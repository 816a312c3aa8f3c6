// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.mapping;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands in one column of a file.
 *
 * @param place in the header, from 0
 * @param name in the header; empty if it has none
 * @param samples the first different values, {@value ColumnWatch#SAMPLES} at most
 * @param filled in how many rows there is a value
 * @param different how many different values there are, {@value ColumnWatch#MOST_DIFFERENT} standing for more
 * @param longest how many characters the longest value has
 * @param kind what all values are
 * @param number how numbers are written, if that is what they are
 * @param times how they may be read as times, the likeliest first; empty if too few of them can
 */
public record SeenColumn(
    int place,
    String name,
    List<String> samples,
    long filled,
    int different,
    int longest,
    Kind kind,
    @Nullable NumberForm number,
    List<TimeForm> times) {
  /** What the values of a column are. */
  public enum Kind {
    EMPTY,
    WHOLE,
    DECIMAL,
    /** {@code true} and {@code false}. */
    TRUTH,
    TEXT
  }

  /** The likeliest way to read the values as times; null if they are none. */
  public @Nullable TimeForm time() {
    return times.isEmpty() ? null : times.get(0);
  }

  /** Could the day as well be the month, in all that was seen? */
  public boolean isDayOrMonth() {
    return times.contains(TimeForm.DAY_FIRST) && times.contains(TimeForm.MONTH_FIRST);
  }

  /** What messages call it: its header, or where it is. */
  public String label() {
    return name.isEmpty() ? Integer.toString(place + 1) : name;
  }

  /** This column, filling one of a dataset, with its values read as they most likely are meant. */
  public MappedColumn as(String field, ColumnKind kind) {
    TimeForm time = time();
    return new MappedColumn(
        place,
        label(),
        field,
        kind,
        time == null ? TimeForm.EPOCH_SECONDS : time,
        number == null ? NumberForm.PLAIN : number);
  }

  /** What it most likely holds, if it is none of the service's columns. */
  public ColumnKind likelyKind() {
    if (isNumber() && !Vocabulary.isLabel(name)) {
      return kind == Kind.WHOLE ? ColumnKind.WHOLE_NUMBER : ColumnKind.NUMBER;
    }
    return kind == Kind.TRUTH
        ? ColumnKind.TRUTH
        : isOfCategories() ? ColumnKind.CATEGORY : ColumnKind.TEXT;
  }

  boolean isNumber() {
    return kind == Kind.WHOLE || kind == Kind.DECIMAL;
  }

  /** Few values that come again and again. */
  boolean isOfCategories() {
    return different < ColumnWatch.MOST_DIFFERENT && 2L * different <= filled && longest <= 200;
  }
}
