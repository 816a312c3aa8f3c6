// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.sequence;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.openpersonalize.core.artifact.ModelWriter;
import org.openpersonalize.core.artifact.Tensor;
import org.openpersonalize.core.artifact.UnreadableModelException;
import org.openpersonalize.core.family.ModelParts;
import org.openpersonalize.core.family.TensorFile;

/**
 * Histories that neighbours are found among, and in which of them each item is; immutable. 8 bytes an event, and 4 for each item
 * of a history.
 *
 * @param starts [sessions + 1], where the events of each begin
 * @param items [events], oldest first for each session
 * @param steps [events], ascending for each session
 * @param itemStarts [I + 1], where the sessions of each item begin
 * @param sessions the newest ones of each item, ascending
 * @param counts [I] how many sessions an item is in, those that are not kept included
 */
record PastSessions(
    int[] starts, int[] items, int[] steps, int[] itemStarts, int[] sessions, int[] counts) {
  private static final String STARTS = "starts";
  private static final String ITEMS = "items";
  private static final String STEPS = "steps";
  private static final String ITEM_STARTS = "item_starts";
  private static final String SESSIONS = "sessions";
  private static final String COUNTS = "counts";

  int size() {
    return starts.length - 1;
  }

  int itemCount() {
    return itemStarts.length - 1;
  }

  int length(int session) {
    return starts[session + 1] - starts[session];
  }

  /** Of each of the {@link #sessions} of items the newest event with the item. */
  int[] newestEvents() {
    int[] newest = new int[sessions.length];
    int[] next =
        Arrays.copyOf(itemStarts, itemCount()); // of each item the session that is not passed yet
    for (int session = 0; session < size(); session++) {
      for (int event = starts[session]; event < starts[session + 1]; event++) {
        int item = items[event];
        while (next[item] < itemStarts[item + 1] && sessions[next[item]] < session) {
          next[item]++;
        }
        if (next[item] < itemStarts[item + 1] && sessions[next[item]] == session) {
          newest[next[item]] = event;
        }
      }
    }
    return newest;
  }

  /**
   * How many steps each event lies behind its session's first one: a byte, so that more of them lie side by side.
   *
   * @param most what is taken for more, 127 at most
   */
  byte[] relativeSteps(int most) {
    byte[] relative = new byte[steps.length];
    for (int session = 0; session < size(); session++) {
      for (int event = starts[session]; event < starts[session + 1]; event++) {
        relative[event] = (byte) Math.min(most, steps[event] - steps[starts[session]]);
      }
    }
    return relative;
  }

  long sizeInBytes() {
    return 4L
        * (starts.length
            + items.length
            + steps.length
            + itemStarts.length
            + sessions.length
            + counts.length);
  }

  void write(ModelWriter writer, String file) throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put(STARTS, new Tensor.Ints(starts, starts.length));
    tensors.put(ITEMS, new Tensor.Ints(items, items.length));
    tensors.put(STEPS, new Tensor.Ints(steps, steps.length));
    tensors.put(ITEM_STARTS, new Tensor.Ints(itemStarts, itemStarts.length));
    tensors.put(SESSIONS, new Tensor.Ints(sessions, sessions.length));
    tensors.put(COUNTS, new Tensor.Ints(counts, counts.length));
    writer.writeTensors(file, tensors);
  }

  /** Reads what {@link #write} wrote. */
  static PastSessions read(ModelParts parts, String file) throws IOException {
    TensorFile tensors = parts.tensors(file);
    int[] starts = tensors.ints(STARTS, TensorFile.ANY).values();
    int[] itemStarts = tensors.ints(ITEM_STARTS, parts.items() + 1).values();
    if (starts.length == 0 || starts[0] != 0 || itemStarts[0] != 0) {
      throw new UnreadableModelException("%s does not begin with its first event".formatted(file));
    }
    int events = starts[starts.length - 1];
    return new PastSessions(
        starts,
        tensors.ints(ITEMS, events).values(),
        tensors.ints(STEPS, events).values(),
        itemStarts,
        tensors.ints(SESSIONS, itemStarts[parts.items()]).values(),
        tensors.ints(COUNTS, parts.items()).values());
  }
}
