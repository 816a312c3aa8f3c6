// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.evaluation;

import java.util.BitSet;
import java.util.stream.IntStream;
import org.openpersonalize.core.matrix.InteractionLog;

/**
 * A slice of time as a test: what users took in it, whether or not they had it before, given all that they had taken until then.
 * Strangers are not asked, and an item that nobody had taken until then counts as missed.
 */
public final class TimeSlice {
  private TimeSlice() {}

  /**
   * The test of a slice.
   *
   * @param from epoch milliseconds; what is earlier is given
   * @param until what is from then on is not looked at
   */
  public static TestSet of(InteractionLog log, long from, long until) {
    InteractionLog given = log.where((user, row) -> log.epochMillis(row) < from);
    BitSet candidates = Split.items(given);
    int[] taking = IntStream.range(0, log.users().size())
        .filter(user -> items(log, user, from, until).findAny().isPresent())
        .toArray();
    int[] users = IntStream.of(taking).filter(user -> given.length(user) > 0).toArray();
    int[][] relevant = new int[users.length][];
    int[] unreachable = new int[users.length];
    for (int place = 0; place < users.length; place++) {
      int[] taken = items(log, users[place], from, until).sorted().distinct().toArray();
      relevant[place] = IntStream.of(taken).filter(candidates::get).toArray();
      unreachable[place] = taken.length - relevant[place].length;
    }
    return new TestSet(
        given,
        users,
        relevant,
        unreachable,
        candidates,
        Repeats.CALIBRATED,
        taking.length - users.length);
  }

  private static IntStream items(InteractionLog log, int user, long from, long until) {
    return IntStream.range(log.start(user), log.end(user))
        .filter(row -> log.epochMillis(row) >= from && log.epochMillis(row) < until)
        .map(log::item);
  }
}
