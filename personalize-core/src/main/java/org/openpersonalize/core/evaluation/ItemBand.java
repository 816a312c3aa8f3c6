// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.evaluation;

import org.jspecify.annotations.Nullable;

/**
 * Items that a training knows about equally well.
 *
 * @param measure by what they are alike
 * @param from the least
 * @param to the most, null if there is no such
 */
public record ItemBand(Measure measure, int from, @Nullable Integer to) {

  /** What a training knows of an item. */
  public enum Measure {
    /** How many users took it; by 0 it was never seen. */
    USERS,

    /** Whole days from when it was first taken to the newest interaction of all. */
    AGE_IN_DAYS
  }

  boolean holds(long value) {
    return value >= from && (to == null || value <= to);
  }

  /** For people, such as {@code 5 to 20 users}. */
  public String words() {
    if (measure == Measure.USERS && from == 0) {
      return "never seen";
    }
    String unit = measure == Measure.USERS ? "users" : "days old";
    return to == null
        ? "more than %d %s".formatted(from - 1, unit)
        : "%d to %d %s".formatted(from, to, unit);
  }
}
