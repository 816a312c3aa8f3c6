// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.evaluation;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.InteractionLogBuilder;

/**
 * Sessions to learn from, and beginnings of others with what came next: the protocol of papers on the next click (Hidasi et
 * al.: Session-based Recommendations with Recurrent Neural Networks, ICLR 2016). Each beginning is a case of its own.
 */
final class PrefixSplit {
  private static final double VALIDATION_SHARE = 0.1;
  private static final long SECOND = 1_000;
  private static final String CASE = "\0"; // begins no id of a session

  private PrefixSplit() {}

  /**
   * All sessions are trained on.
   *
   * @param sessions a user each
   */
  static Split of(InteractionLog sessions, List<Prefix> prefixes, long seed) {
    InteractionLog all = together(sessions, prefixes);
    int[] cases = IntStream.range(0, prefixes.size())
        .map(number -> all.users().find(CASE + number).orElseThrow())
        .toArray();
    BitSet isCase = new BitSet();
    IntStream.of(cases).forEach(isCase::set);
    InteractionLog training = all.where((user, row) -> !isCase.get(user));
    int[][] relevant = new int[cases.length][];
    int[] unreachable = new int[cases.length];
    for (int place = 0; place < cases.length; place++) {
      OptionalInt target = all.items().find(prefixes.get(place).target());
      relevant[place] = target.stream().toArray();
      unreachable[place] = target.isPresent() ? 0 : 1;
    }
    TestSet test = new TestSet(
        all.where((user, row) -> isCase.get(user)),
        cases,
        relevant,
        unreachable,
        Split.items(training),
        Repeats.ALLOWED,
        0);
    return new Split(training, test, () -> validation(training, seed));
  }

  /** A tenth of the sessions, drawn by lot, is held back: every beginning of each of them is a case. */
  private static Split validation(InteractionLog sessions, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    BitSet held = new BitSet();
    List<Prefix> prefixes = new ArrayList<>();
    for (int user = 0; user < sessions.users().size(); user++) {
      if (sessions.length(user) > 1 && random.nextDouble() < VALIDATION_SHARE) {
        held.set(user);
        addBeginnings(sessions, user, prefixes);
      }
    }
    return of(sessions.where((user, row) -> !held.get(user)), prefixes, seed + 1);
  }

  private static void addBeginnings(InteractionLog sessions, int user, List<Prefix> prefixes) {
    List<String> items = IntStream.range(sessions.start(user), sessions.end(user))
        .mapToObj(row -> sessions.items().id(sessions.item(row)))
        .toList();
    for (int length = 1; length < items.size(); length++) {
      prefixes.add(new Prefix(items.subList(0, length), items.get(length)));
    }
  }

  /** The sessions, and the prefixes as sessions of their own, with one numbering of the items. */
  private static InteractionLog together(InteractionLog sessions, List<Prefix> prefixes) {
    InteractionLogBuilder log = new InteractionLogBuilder();
    for (int user = 0; user < sessions.users().size(); user++) {
      String id = sessions.users().id(user);
      for (int row = sessions.start(user); row < sessions.end(user); row++) {
        log.add(
            id,
            sessions.items().id(sessions.item(row)),
            sessions.eventTypes().get(sessions.eventType(row)),
            sessions.eventValue(row),
            sessions.epochMillis(row));
      }
    }
    for (int number = 0; number < prefixes.size(); number++) {
      List<String> items = prefixes.get(number).items();
      for (int step = 0; step < items.size(); step++) {
        log.add(CASE + number, items.get(step), null, Float.NaN, SECOND * step);
      }
    }
    return log.build();
  }
}
