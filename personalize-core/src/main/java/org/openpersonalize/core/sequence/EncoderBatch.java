// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.sequence;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.openpersonalize.core.matrix.Sequences;

/**
 * What one step of an encoder's training looks at: some events to be found, the histories before them, and a sample of items that are
 * not to be found, the same for all. Used again for another step; not thread-safe.
 */
final class EncoderBatch {
  /** How many events are to be found at most. */
  static final int SIZE = 256;

  private static final int MOST_EVENTS = 50; // of a history; the nearest are taken

  private final Sequences sequences;
  private final int[] users; // of entries
  private final ItemFeatures features;
  private final SequenceEncoderParameters parameters;
  private final PopularitySampler sampler;

  // Places in `items` are those of all inputs, then of the targets, then of the negatives.
  final EncoderSlots items;
  final EncoderSlots rows; // of the table, by the places of the items' features
  final float[] corrections; // [N], −ln(N q) of the negatives
  final int[] starts = new int[SIZE + 1]; // of inputs
  int[] inputSlots = new int[SIZE * 8];
  int[] inputLags = new int[SIZE * 8];
  int[] inputExamples = new int[SIZE * 8];
  final int[] targetSlots = new int[SIZE];
  final int[] negativeSlots; // [N]
  int[] firstNegatives = new int[0]; // [slots], −1 if the item is no negative
  final int[] nextNegatives; // [N], of the same slot
  int[] featureSlots = new int[0]; // by place among the items' features: the item's slot
  float[] featureWeights = new float[0]; // the same
  int size;
  int inputs;

  /** @param sampler may be shared by batches */
  EncoderBatch(
      Sequences sequences,
      int[] usersOfEntries,
      ItemFeatures features,
      SequenceEncoderParameters parameters,
      PopularitySampler sampler) {
    this.sequences = sequences;
    this.users = usersOfEntries;
    this.features = features;
    this.parameters = parameters;
    this.sampler = sampler;
    int negatives = parameters.negatives();
    this.items = new EncoderSlots(features.items());
    this.rows = new EncoderSlots(features.rows());
    this.corrections = new float[negatives];
    this.negativeSlots = new int[negatives];
    this.nextNegatives = new int[negatives];
  }

  /**
   * Chooses what is in the batch.
   *
   * @param entries whose items are to be found are those {@code [from, to)}, no more than {@link #SIZE}
   */
  void collect(int[] entries, int from, int to, SplittableRandom random) {
    size = to - from;
    inputs = 0;
    items.clear();
    for (int example = 0; example < size; example++) {
      starts[example] = inputs;
      addHistory(example, entries[from + example], random);
    }
    starts[size] = inputs;
    for (int example = 0; example < size; example++) {
      targetSlots[example] = items.add(sequences.items()[entries[from + example]]);
    }
    int negatives = parameters.negatives();
    for (int n = 0; n < negatives; n++) {
      int item = sampler.next(random);
      negativeSlots[n] = items.add(item);
      corrections[n] = (float) -(Math.log(negatives) + sampler.logProbability(item));
    }
    items.group();
    firstNegatives =
        firstNegatives.length >= items.size() ? firstNegatives : new int[2 * items.size()];
    Arrays.fill(firstNegatives, 0, items.size(), -1);
    for (int n = 0; n < negatives; n++) {
      nextNegatives[n] = firstNegatives[negativeSlots[n]];
      firstNegatives[negativeSlots[n]] = n;
    }
    collectFeatures();
  }

  /** Goes from an entry back, and then on among those of its moment; from a first one, if need be, further on. */
  private void addHistory(int example, int entry, SplittableRandom random) {
    int[] steps = sequences.steps();
    int user = users[entry];
    int last = Math.max(sequences.start(user), entry - MOST_EVENTS);
    for (int earlier = entry - 1; earlier >= last; earlier--) {
      addInput(example, earlier, Math.max(0, steps[entry] - steps[earlier] - 1), random);
    }
    int reach = parameters.backward() && steps[entry] == 0 ? parameters.window() : 0;
    int end = Math.min(sequences.end(user), entry + 1 + MOST_EVENTS);
    for (int later = entry + 1; later < end && steps[later] <= steps[entry] + reach; later++) {
      addInput(example, later, Math.max(0, steps[later] - steps[entry] - 1), random);
    }
  }

  private void addInput(int example, int entry, int lag, SplittableRandom random) {
    if (lag < parameters.window() && random.nextDouble() >= parameters.dropout()) {
      if (inputs == inputSlots.length) {
        inputSlots = Arrays.copyOf(inputSlots, 2 * inputs);
        inputLags = Arrays.copyOf(inputLags, 2 * inputs);
        inputExamples = Arrays.copyOf(inputExamples, 2 * inputs);
      }
      inputExamples[inputs] = example;
      inputLags[inputs] = lag;
      inputSlots[inputs++] = items.add(sequences.items()[entry]);
    }
  }

  private void collectFeatures() {
    int count = 0;
    for (int slot = 0; slot < items.size(); slot++) {
      count += features.count(items.number(slot));
    }
    featureSlots = featureSlots.length >= count ? featureSlots : new int[2 * count];
    featureWeights = featureWeights.length >= count ? featureWeights : new float[2 * count];
    rows.clear();
    int place = 0;
    for (int slot = 0; slot < items.size(); slot++) {
      int item = items.number(slot);
      for (int n = 0; n < features.count(item); n++) {
        rows.add(features.row(item, n));
        featureSlots[place] = slot;
        featureWeights[place++] = features.weight(item, n);
      }
    }
    rows.group();
  }
}
