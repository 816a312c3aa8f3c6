// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.evaluation;

import java.util.Arrays;
import org.openpersonalize.core.matrix.InteractionLog;

/**
 * Puts a user's interactions of one moment in an order that knows nothing of the order in which they came, nor of any that
 * items have elsewhere: a cut that goes through them is fair.
 */
final class Lots {
  private Lots() {}

  /**
   * @param user whose rows they are
   * @return the rows {@code [from, to)}, the same for the same interactions in whatever order
   */
  static int[] order(InteractionLog log, int user, int from, int to) {
    long[] lots = new long[to - from];
    for (int row = from; row < to; row++) {
      lots[row - from] = (long) lot(user, log.item(row)) << Integer.SIZE | row - from;
    }
    Arrays.sort(lots);
    int[] rows = new int[lots.length];
    for (int n = 0; n < rows.length; n++) {
      int row = from + (int) lots[n];
      int at = n;
      while (at > 0 && isSameItemAfter(log, rows[at - 1], row)) {
        rows[at] = rows[at - 1];
        at--;
      }
      rows[at] = row;
    }
    return rows;
  }

  private static boolean isSameItemAfter(InteractionLog log, int first, int second) {
    if (log.item(first) != log.item(second)) {
      return false;
    }
    int order = Integer.compare(log.eventType(first), log.eventType(second));
    return order == 0
        ? Float.compare(log.eventValue(first), log.eventValue(second)) > 0
        : order > 0;
  }

  /** A bijection of items, another one for each user. */
  private static int lot(int user, int item) {
    int mixed = 31 * user + item;
    mixed = (mixed ^ (mixed >>> 16)) * 0x45d9f3b;
    mixed = (mixed ^ (mixed >>> 16)) * 0x45d9f3b;
    return mixed ^ (mixed >>> 16);
  }
}
