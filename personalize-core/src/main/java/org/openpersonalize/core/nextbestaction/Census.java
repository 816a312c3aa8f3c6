// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.nextbestaction;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.catalog.NumberColumn;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.schema.ActionEventType;
import org.openpersonalize.core.training.ActionData;

/**
 * How often each action was taken and left in the {@value #WEEKS} weeks before the newest interaction with any.
 *
 * @param taken [A]
 * @param passed not taken, or only viewed, [A]
 * @param latest epoch milliseconds of when something last happened with each, whenever that was, [A]
 */
record Census(int[] taken, int[] passed, long[] latest, long newest) {
  /** An action that was taken, or left, less often is not learned. */
  static final int FEWEST = 50;

  private static final int WEEKS = 6;
  private static final int MOST_ACTIONS = 1_000;
  private static final String CREATED = "CREATION_TIMESTAMP";

  static Census of(InteractionLog log) {
    @Nullable ActionEventType[] types = Offers.types(log);
    int actions = log.items().size();
    long newest =
        IntStream.range(0, log.size()).mapToLong(log::epochMillis).max().orElse(0);
    long since = newest - Duration.ofDays(7L * WEEKS).toMillis();
    Census census = new Census(new int[actions], new int[actions], new long[actions], newest);
    for (int row = 0; row < log.size(); row++) {
      int action = log.item(row);
      ActionEventType type = types[log.eventType(row)];
      census.latest[action] = Math.max(census.latest[action], log.epochMillis(row));
      if (type != null && log.epochMillis(row) >= since) {
        int[] counts = type == ActionEventType.TAKEN ? census.taken : census.passed;
        counts[action]++;
      }
    }
    return census;
  }

  /** How often each was offered, [A]. */
  int[] offered() {
    int[] offered = taken.clone();
    Arrays.setAll(offered, action -> taken[action] + passed[action]);
    return offered;
  }

  /**
   * The actions of which enough is known and that there still are, ascending; of too many those that are newest, or were offered
   * last.
   */
  int[] learned(ActionData data) {
    List<Integer> enough = new ArrayList<>();
    for (int action = 0; action < taken.length; action++) {
      boolean isThere =
          data.records().find(data.interactions().items().id(action)).isPresent();
      if (isThere && taken[action] >= FEWEST && passed[action] >= FEWEST) {
        enough.add(action);
      }
    }
    return enough.stream()
        .sorted(Comparator.comparingLong((Integer action) -> -lastHeardOf(action, data)))
        .limit(MOST_ACTIONS)
        .sorted()
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private long lastHeardOf(int action, ActionData data) {
    return Math.max(
        latest[action], created(data.records(), data.interactions().items().id(action)));
  }

  private static long created(RecordColumns records, String id) {
    Optional<NumberColumn> column = records.column(CREATED, NumberColumn.class);
    OptionalInt row = records.find(id);
    return column.isEmpty() || row.isEmpty() || !column.get().isPresent(row.getAsInt())
        ? Long.MIN_VALUE
        : Duration.ofSeconds(column.get().integer(row.getAsInt())).toMillis();
  }
}
