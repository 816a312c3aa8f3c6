// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.sequence;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.openpersonalize.core.family.Trainer;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.Sequences;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;

/** Keeps the newest events of each user who has two or more; there is nothing to fit. */
final class SessionNeighboursTrainer implements Trainer<SessionNeighboursModel> {
  /** The newest of a user that are kept. */
  static final int MOST_EVENTS = 100;

  private final SessionNeighboursParameters parameters;

  SessionNeighboursTrainer(SessionNeighboursParameters parameters) {
    this.parameters = parameters;
  }

  @Override
  public SessionNeighboursModel train(TrainingData data, TrainingProgress progress) {
    progress.throwIfCancelled();
    Sequences sequences = data.sequences();
    int[] users = oldestFirst(sequences, data.log());
    int[] starts = new int[users.length + 1];
    for (int session = 0; session < users.length; session++) {
      int length = sequences.end(users[session]) - sequences.start(users[session]);
      starts[session + 1] = starts[session] + Math.min(MOST_EVENTS, length);
    }
    int[] items = new int[starts[users.length]];
    int[] steps = new int[items.length];
    for (int session = 0; session < users.length; session++) {
      int length = starts[session + 1] - starts[session];
      int from = sequences.end(users[session]) - length;
      System.arraycopy(sequences.items(), from, items, starts[session], length);
      System.arraycopy(sequences.steps(), from, steps, starts[session], length);
    }
    PastSessions sessions = indexed(starts, items, steps, sequences.itemCount());
    progress.report(1, Double.NaN, "count");
    return new SessionNeighboursModel(sessions, parameters);
  }

  /** Users with two events or more by the second of their newest event, and where that is the same by their number. */
  private static int[] oldestFirst(Sequences sequences, InteractionLog log) {
    long[] keys = IntStream.range(0, sequences.users())
        .filter(user -> sequences.end(user) - sequences.start(user) > 1)
        .mapToLong(user ->
            Math.floorDiv(log.epochMillis(log.end(user) - 1), 1000) << Integer.SIZE | user)
        .sorted()
        .toArray();
    return Arrays.stream(keys).mapToInt(key -> (int) key).toArray();
  }

  private PastSessions indexed(int[] starts, int[] items, int[] steps, int itemCount) {
    int[] counts = new int[itemCount];
    int[] latest = new int[itemCount]; // session of each item, plus one
    for (int session = 0; session + 1 < starts.length; session++) {
      for (int event = starts[session]; event < starts[session + 1]; event++) {
        counts[items[event]] += latest[items[event]] == session + 1 ? 0 : 1;
        latest[items[event]] = session + 1;
      }
    }
    int[] itemStarts = new int[itemCount + 1];
    for (int item = 0; item < itemCount; item++) {
      itemStarts[item + 1] = itemStarts[item] + Math.min(parameters.perItem(), counts[item]);
    }
    int[] sessions = new int[itemStarts[itemCount]];
    int[] free = Arrays.copyOfRange(itemStarts, 1, itemCount + 1); // filled from the newest down
    Arrays.fill(latest, 0);
    for (int session = starts.length - 2; session >= 0; session--) {
      for (int event = starts[session]; event < starts[session + 1]; event++) {
        int item = items[event];
        if (latest[item] != session + 1 && free[item] > itemStarts[item]) {
          sessions[--free[item]] = session;
        }
        latest[item] = session + 1;
      }
    }
    return new PastSessions(starts, items, steps, itemStarts, sessions, counts);
  }
}
