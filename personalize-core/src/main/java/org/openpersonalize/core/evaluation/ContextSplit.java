// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.evaluation;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.openpersonalize.core.matrix.ContextColumn;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.resource.ErrorCode;

/**
 * Interactions cut at the moment of {@link Split#timeSplit} into what a model learns from and what it is asked. A user is asked
 * in the situation of the first interaction after that moment, for what the user took in this situation from then on and had
 * not taken before; one of whose situation nothing is known is not asked.
 *
 * @param training what to learn from
 * @param known users with interactions before the moment
 * @param strangers users without
 */
public record ContextSplit(InteractionLog training, TestSet known, TestSet strangers) {

  /**
   * Cuts a log with context columns.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#INVALID_INPUT} if everything happened at
   *     once
   */
  public static ContextSplit of(InteractionLog log) {
    long moment = Split.momentOfSplit(log);
    InteractionLog training = log.where((user, row) -> log.epochMillis(row) <= moment);
    BitSet candidates = Split.items(training);
    Asked known = new Asked(training, candidates);
    Asked strangers = new Asked(training, candidates);
    for (int user = 0; user < log.users().size(); user++) {
      int first = log.start(user) + training.length(user);
      if (first < log.end(user)) {
        Asked asked = training.length(user) > 0 ? known : strangers;
        asked.add(user, situation(log, first), laterItems(log, user, first));
      }
    }
    return new ContextSplit(training, known.testSet(), strangers.testSet());
  }

  private static Map<String, String> situation(InteractionLog log, int row) {
    Map<String, String> situation = new HashMap<>();
    for (ContextColumn column : log.context()) {
      String value = column.value(row);
      if (value != null) {
        situation.put(column.name(), value);
      }
    }
    return situation;
  }

  /** The distinct items of the user's rows from one on that have its situation, in ascending order. */
  private static int[] laterItems(InteractionLog log, int user, int first) {
    return IntStream.range(first, log.end(user))
        .filter(row ->
            log.context().stream().allMatch(column -> column.code(row) == column.code(first)))
        .map(log::item)
        .sorted()
        .distinct()
        .toArray();
  }

  /** Users who are asked, as they are found. */
  private static final class Asked {
    private final InteractionLog training;
    private final BitSet candidates;
    private final List<Integer> users = new ArrayList<>();
    private final List<int[]> relevant = new ArrayList<>();
    private final List<Integer> unreachable = new ArrayList<>();
    private final List<Map<String, String>> situations = new ArrayList<>();

    Asked(InteractionLog training, BitSet candidates) {
      this.training = training;
      this.candidates = candidates;
    }

    void add(int user, Map<String, String> situation, int[] items) {
      BitSet had = new BitSet();
      IntStream.range(training.start(user), training.end(user))
          .map(training::item)
          .forEach(had::set);
      int[] others = IntStream.of(items).filter(item -> !had.get(item)).toArray();
      if (!situation.isEmpty() && others.length > 0) {
        int[] reachable = IntStream.of(others).filter(candidates::get).toArray();
        users.add(user);
        relevant.add(reachable);
        unreachable.add(others.length - reachable.length);
        situations.add(situation);
      }
    }

    TestSet testSet() {
      return new TestSet(
              training,
              numbers(users),
              relevant.toArray(int[][]::new),
              numbers(unreachable),
              candidates,
              Repeats.LEFT_OUT,
              0)
          .in(situations);
    }

    private static int[] numbers(List<Integer> boxed) {
      return boxed.stream().mapToInt(Integer::intValue).toArray();
    }
  }
}
