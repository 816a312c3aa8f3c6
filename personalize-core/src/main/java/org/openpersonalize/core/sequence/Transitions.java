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
import org.openpersonalize.core.matrix.RowBlocks;
import org.openpersonalize.core.ranking.SparseScores;

/**
 * How much each item speaks for each of some others, 8 bytes an entry; immutable.
 *
 * @param starts [I + 1], where the others of each item begin
 * @param others item after item, ascending for each
 * @param weights of the same others
 */
record Transitions(int[] starts, int[] others, float[] weights) {
  private static final int ITEMS_AT_A_TIME = 64;
  private static final String STARTS = "starts";
  private static final String OTHERS = "others";
  private static final String WEIGHTS = "weights";

  /** Weighs the others of one item at a time; used by one thread. */
  interface Row {
    /** Adds what an item speaks for others to a row that is empty. */
    void addTo(SparseRow row, int item);
  }

  /** Makes what each thread works with. */
  interface Rows {
    Row worker();
  }

  /**
   * The strongest others of each item; the same for any number of threads.
   *
   * @param most how many others an item keeps
   * @param cancellation run before each few items, from any thread; throws to end the work
   */
  static Transitions of(int items, int most, int threads, Runnable cancellation, Rows rows) {
    int[][] others = new int[items][];
    float[][] weights = new float[items][];
    new RowBlocks(items, ITEMS_AT_A_TIME).run(threads, () -> {
      Row worker = rows.worker();
      SparseRow row = new SparseRow(items);
      return (block, from, to) -> {
        cancellation.run();
        for (int item = from; item < to; item++) {
          worker.addTo(row, item);
          others[item] = row.strongest(most);
          weights[item] = row.weights(others[item]);
          row.clear();
        }
      };
    });
    int[] starts = new int[items + 1];
    for (int item = 0; item < items; item++) {
      starts[item + 1] = Math.addExact(starts[item], others[item].length);
    }
    Transitions all = new Transitions(starts, new int[starts[items]], new float[starts[items]]);
    for (int item = 0; item < items; item++) {
      System.arraycopy(others[item], 0, all.others, starts[item], others[item].length);
      System.arraycopy(weights[item], 0, all.weights, starts[item], others[item].length);
    }
    return all;
  }

  int items() {
    return starts.length - 1;
  }

  /** Adds what an item speaks for others, so many times, to {@code scores}. */
  void addScaled(float[] scores, float scale, int item) {
    for (int entry = starts[item]; entry < starts[item + 1]; entry++) {
      scores[others[entry]] += scale * weights[entry];
    }
  }

  /** As {@link #addScaled(float[], float, int)}, to few scores. */
  void addScaled(SparseScores scores, float scale, int item) {
    for (int entry = starts[item]; entry < starts[item + 1]; entry++) {
      scores.add(others[entry], scale * weights[entry]);
    }
  }

  /** For how many others an item speaks. */
  int count(int item) {
    return starts[item + 1] - starts[item];
  }

  /** How much an item speaks for another one, zero if that is not kept. */
  float weight(int item, int other) {
    int at = Arrays.binarySearch(others, starts[item], starts[item + 1], other);
    return at < 0 ? 0 : weights[at];
  }

  long sizeInBytes() {
    return 8L * others.length + 4L * starts.length;
  }

  void write(ModelWriter writer, String file) throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put(STARTS, new Tensor.Ints(starts, starts.length));
    tensors.put(OTHERS, new Tensor.Ints(others, others.length));
    tensors.put(WEIGHTS, new Tensor.Floats(weights, weights.length));
    writer.writeTensors(file, tensors);
  }

  /** Reads what {@link #write} wrote. */
  static Transitions read(ModelParts parts, String file) throws IOException {
    TensorFile tensors = parts.tensors(file);
    int[] starts = tensors.ints(STARTS, parts.items() + 1).values();
    int entries = starts[parts.items()];
    if (starts[0] != 0 || entries < 0) {
      throw new UnreadableModelException("%s does not begin with its first item".formatted(file));
    }
    return new Transitions(
        starts,
        tensors.ints(OTHERS, entries).values(),
        tensors.floats(WEIGHTS, entries).values());
  }
}
