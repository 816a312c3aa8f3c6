// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.answer;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.openpersonalize.core.catalog.NumberColumn;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.matrix.IdIndex;

/**
 * The actions of a dataset as they were at one moment, numbered from the one of the greatest value down, so that of two that are
 * equally likely the more valuable one comes first; those of the same value by their ids. Does not hold the records.
 */
final class ActionShelf {
  private static final String VALUE = "VALUE";
  private static final String REPEAT_FREQUENCY = "REPEAT_FREQUENCY";
  private static final List<String> EXPIRATION =
      List.of("EXPIRATION_TIMESTAMP", "ACTION_EXPIRATION_TIMESTAMP");

  private final IdIndex ids;
  private final long[] expirations; // epoch seconds, [A]
  private final long[] repeatDays; // [A]

  private ActionShelf(IdIndex ids, long[] expirations, long[] repeatDays) {
    this.ids = ids;
    this.expirations = expirations;
    this.repeatDays = repeatDays;
  }

  static ActionShelf of(RecordColumns records) {
    int[] rows = IntStream.range(0, records.size())
        .boxed()
        .sorted(Comparator.comparing((Integer row) -> value(records, row))
            .reversed()
            .thenComparing(records::id))
        .mapToInt(Integer::intValue)
        .toArray();
    IdIndex ids = IdIndex.of(IntStream.of(rows).mapToObj(records::id).toList());
    return new ActionShelf(
        ids,
        IntStream.of(rows)
            .mapToLong(row -> EXPIRATION.stream()
                .flatMapToLong(name -> number(records, name, row).stream())
                .findFirst()
                .orElse(Long.MAX_VALUE))
            .toArray(),
        IntStream.of(rows)
            .mapToLong(row -> number(records, REPEAT_FREQUENCY, row).orElse(0))
            .toArray());
  }

  private static long value(RecordColumns records, int row) {
    return number(records, VALUE, row).orElse(Long.MIN_VALUE);
  }

  private static OptionalLong number(RecordColumns records, String column, int row) {
    return Stream.of(records.column(column, NumberColumn.class))
        .flatMap(Optional::stream)
        .filter(numbers -> numbers.isPresent(row))
        .mapToLong(numbers -> numbers.integer(row))
        .findFirst();
  }

  IdIndex ids() {
    return ids;
  }

  boolean isExpired(int action, Instant now) {
    return expirations[action] <= now.getEpochSecond();
  }

  /**
   * Is an action not to be offered again yet?
   *
   * @param newest epoch milliseconds of what its user last made of it
   */
  boolean isTooSoon(int action, long newest, Instant now) {
    return newest > now.minus(Duration.ofDays(repeatDays[action])).toEpochMilli();
  }
}
