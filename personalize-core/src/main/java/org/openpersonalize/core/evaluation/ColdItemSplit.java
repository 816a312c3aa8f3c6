// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.evaluation;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;
import org.openpersonalize.core.catalog.NumberColumn;
import org.openpersonalize.core.content.ItemRecords;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.resource.ErrorCode;

/**
 * Interactions cut at the moment from which on a share of the items, the newest ones, appeared.
 *
 * <p>What came before is trained on, so that nothing is learned of the new items. Users who took one later are to be
 * recommended what they took among the new items alone, given what they had taken of the others until their first new one, as
 * a service knows it of them at that moment.
 *
 * @param training what came before
 * @param coldItems the new items, ascending
 * @param test whose candidates they are
 */
public record ColdItemSplit(InteractionLog training, int[] coldItems, TestSet test) {
  private static final String CREATION_TIMESTAMP = "CREATION_TIMESTAMP";

  /**
   * Cuts.
   *
   * @param records of the items; where they have a CREATION_TIMESTAMP an item appeared then, if it was not taken before
   * @param share of the items that somebody took, between 0 and 1
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#INVALID_INPUT} if the items did not
   *     appear one after the other
   */
  public static ColdItemSplit of(InteractionLog log, ItemRecords records, double share) {
    long[] births = births(log, records);
    int[] newest = IntStream.range(0, births.length)
        .filter(item -> births[item] < Long.MAX_VALUE)
        .boxed()
        .sorted(Comparator.comparingLong((Integer item) -> births[item]).reversed())
        .mapToInt(Integer::intValue)
        .toArray();
    int count = (int) Math.round(share * newest.length);
    if (count == 0 || births[newest[count - 1]] == births[newest[newest.length - 1]]) {
      throw ErrorCode.INVALID_INPUT.because(
          "The newest items cannot be told from the others: there are too few, or they are all of the same time");
    }
    long moment = births[newest[count - 1]];
    BitSet cold = new BitSet();
    Arrays.stream(newest).filter(item -> births[item] >= moment).forEach(cold::set);
    return of(log, cold, moment);
  }

  /** When each item appeared, in milliseconds since 1970; the greatest number for one that nobody took. */
  private static long[] births(InteractionLog log, ItemRecords records) {
    long[] births = new long[log.items().size()];
    Arrays.fill(births, Long.MAX_VALUE);
    for (int row = 0; row < log.size(); row++) {
      births[log.item(row)] = Math.min(births[log.item(row)], log.epochMillis(row));
    }
    Optional<NumberColumn> creation =
        records.table().column(CREATION_TIMESTAMP, NumberColumn.class);
    if (creation.isPresent()) {
      for (int item = 0; item < births.length; item++) {
        if (records.has(item) && creation.get().isPresent(records.rows()[item])) {
          births[item] =
              Math.min(births[item], 1_000 * creation.get().integer(records.rows()[item]));
        }
      }
    }
    return births;
  }

  private static ColdItemSplit of(InteractionLog log, BitSet cold, long moment) {
    int[] users = IntStream.range(0, log.users().size())
        .filter(user -> coldItems(log, user, cold).length > 0)
        .toArray();
    long[] firstCold = new long[log.users().size()];
    Arrays.fill(firstCold, Long.MIN_VALUE);
    for (int user : users) {
      firstCold[user] = IntStream.range(log.start(user), log.end(user))
          .filter(row -> cold.get(log.item(row)))
          .mapToLong(log::epochMillis)
          .min()
          .orElseThrow();
    }
    InteractionLog given = log.where(
        (user, row) -> !cold.get(log.item(row)) && log.epochMillis(row) < firstCold[user]);
    int[] tested = Arrays.stream(users).filter(user -> given.length(user) > 0).toArray();
    TestSet test = new TestSet(
        given,
        tested,
        Arrays.stream(tested).mapToObj(user -> coldItems(log, user, cold)).toArray(int[][]::new),
        new int[tested.length],
        cold,
        Repeats.LEFT_OUT,
        users.length - tested.length);
    InteractionLog training = log.where((user, row) -> log.epochMillis(row) < moment);
    return new ColdItemSplit(training, cold.stream().toArray(), test);
  }

  /** The distinct cold items that a user took, ascending. */
  private static int[] coldItems(InteractionLog log, int user, BitSet cold) {
    return IntStream.range(log.start(user), log.end(user))
        .map(log::item)
        .filter(cold::get)
        .sorted()
        .distinct()
        .toArray();
  }
}
