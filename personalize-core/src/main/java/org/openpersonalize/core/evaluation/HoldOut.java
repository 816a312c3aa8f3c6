// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.evaluation;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.openpersonalize.core.matrix.InteractionLog;

/**
 * The official split of a log: a tenth of the users are tested, their oldest 90 % of interactions are given and the
 * newest 10 % are what must be predicted, by lot among those of one moment; everyone else is trained on.
 *
 * <p>A second tenth, the validation part, is split the same way and used to fit the calibration, so that no figure of the
 * report has chosen anything. Which part a user is in depends on the user's id and the seed alone: it does not change
 * when other users come or go. Users with a single interaction are only trained on, for there is nothing to predict.
 */
public final class HoldOut {
  private static final double SHARE = 0.1;

  private final InteractionLog log;
  private final Part[] parts; // [users]
  private final BitSet future = new BitSet(); // [rows]

  /** What a user is used for. */
  public enum Part {
    TRAINING,
    VALIDATION,
    TEST
  }

  public HoldOut(InteractionLog log, long seed) {
    this.log = log;
    this.parts = new Part[log.users().size()];
    for (int user = 0; user < parts.length; user++) {
      parts[user] = log.length(user) < 2 ? Part.TRAINING : part(log.users().id(user), seed);
      if (log.length(user) > 1) {
        NewestRows.mark(log, user, futureStart(user), future);
      }
    }
  }

  private static Part part(String userId, long seed) {
    double place = (hash(userId, seed) >>> 11) * 0x1p-53;
    if (place < SHARE) {
      return Part.TEST;
    }
    return place < 2 * SHARE ? Part.VALIDATION : Part.TRAINING;
  }

  /** FNV-1a over the id's bytes, then the finalizer of SplitMix64: evenly spread for ids that count up. */
  private static long hash(String userId, long seed) {
    long hash = 0xcbf29ce484222325L ^ seed;
    for (byte each : userId.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ each) * 0x100000001b3L;
    }
    hash = (hash ^ hash >>> 30) * 0xbf58476d1ce4e5b9L;
    hash = (hash ^ hash >>> 27) * 0x94d049bb133111ebL;
    return hash ^ hash >>> 31;
  }

  /** The whole log that was split. */
  public InteractionLog log() {
    return log;
  }

  /** What the evaluated model is trained on: all interactions of the users who are neither tested nor validated with. */
  public InteractionLog training() {
    return log.where((user, row) -> parts[user] == Part.TRAINING);
  }

  /** The users of a part, in ascending order. */
  public int[] users(Part part) {
    return IntStream.range(0, parts.length).filter(user -> parts[user] == part).toArray();
  }

  /** Where the user's future begins: so many rows are given, and the others are to be predicted. */
  private int futureStart(int user) {
    int given = (int) (log.length(user) * 9L / 10);
    return log.start(user) + Math.max(1, given);
  }

  /** Is the row one of those to be predicted? */
  boolean isFuture(int row) {
    return future.get(row);
  }

  /** The users of a part with their given interactions; everything in the catalogue may be recommended. */
  public TestSet testSet(Part part) {
    InteractionLog given = log.where((user, row) -> parts[user] == part && !future.get(row));
    int[] users = users(part);
    BitSet everything = new BitSet();
    everything.set(0, log.items().size());
    return new TestSet(
        given,
        users,
        Arrays.stream(users).mapToObj(this::futureItems).toArray(int[][]::new),
        new int[users.length],
        everything,
        Repeats.CALIBRATED,
        0);
  }

  /** The distinct items of the user's future, in ascending order. */
  public int[] futureItems(int user) {
    return IntStream.range(log.start(user), log.end(user))
        .filter(future::get)
        .map(log::item)
        .sorted()
        .distinct()
        .toArray();
  }
}
