// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.evaluation;

import java.util.BitSet;
import org.openpersonalize.core.matrix.InteractionLog;

/** Marks what is a user's future behind a cut, by lot among the interactions of the moment that the cut goes through. */
final class NewestRows {
  private NewestRows() {}

  /**
   * Marks as many rows as there are from {@code cut} on.
   *
   * @param cut a row of the user
   */
  static void mark(InteractionLog log, int user, int cut, BitSet into) {
    long moment = log.epochMillis(cut);
    int from = cut;
    while (from > log.start(user) && log.epochMillis(from - 1) == moment) {
      from--;
    }
    int to = cut;
    while (to < log.end(user) && log.epochMillis(to) == moment) {
      to++;
    }
    int[] rows = Lots.order(log, user, from, to);
    for (int n = cut - from; n < rows.length; n++) {
      into.set(rows[n]);
    }
    into.set(to, log.end(user));
  }
}
