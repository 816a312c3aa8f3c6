// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.sequence;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import org.openpersonalize.core.kernel.Kernels;
import org.openpersonalize.core.kernel.Tile;
import org.openpersonalize.core.kernel.Vectors;
import org.openpersonalize.core.matrix.RowBlocks;
import org.openpersonalize.core.matrix.Sequences;

/**
 * One step of an encoder's training: some events, the histories before them, and a sample of items that are not to be found.
 *
 * <p>The softmax's sum over all items is estimated by that of N items drawn by their popularity, each divided by N times its
 * probability (Bengio, Senécal: Quick Training of Probabilistic Neural Nets by Importance Sampling, AISTATS 2003; Yi et al.:
 * Sampling-Bias-Corrected Neural Modeling for Large Corpus Item Recommendations, RecSys 2019). They are the same for the whole
 * batch, so that what costs most is three products of matrices.
 *
 * <p>Threads write only what belongs to their rows, and each sum is added up by one of them in the order of the batch: the result
 * does not depend on their number.
 */
final class EncoderBatch implements AutoCloseable {
  /** How many events it predicts at most. */
  static final int SIZE = 256;

  private static final int MOST_EVENTS = 50; // of a history; the nearest are taken
  private static final int ROWS = 32; // done at a time by one thread
  private static final int DEPTH = 256; // of a product whose right factor is read as it stands

  private final Sequences sequences;
  private final int[] users; // of entries
  private final ItemFeatures features;
  private final EncoderTables tables;
  private final SequenceEncoderParameters parameters;
  private final PopularitySampler sampler;
  private final Kernels kernels;
  private final int threads;
  private final ExecutorService helpers = RowBlocks.helpers();
  private final int rank;
  private final int negatives;

  // What is in the batch. Places in `items` are those of all inputs, then of the targets, then of
  // the negatives.
  private final EncoderSlots items;
  private final EncoderSlots rows; // of the table, by the places of the items' features
  private final float[] corrections; // [N], −ln(N q) of the negatives
  private final int[] starts = new int[SIZE + 1]; // of inputs
  private int[] inputSlots = new int[SIZE * 8];
  private int[] inputLags = new int[SIZE * 8];
  private int[] inputExamples = new int[SIZE * 8];
  private final int[] targetSlots = new int[SIZE];
  private final int[] negativeSlots;
  private int[] firstNegatives = new int[0]; // [slots], −1 if the item is no negative
  private final int[] nextNegatives; // [N], of the same slot
  private int[] featureSlots = new int[0]; // by place among the items' features: the item's slot
  private float[] featureWeights = new float[0]; // the same
  private int size;
  private int inputs;

  // What is computed; one row an example, a negative or a slot.
  private float[][] vectors = new float[0][]; // [slots][d]
  private float[][] gradients = new float[0][]; // [slots][d]
  private final float[][] lags; // [L][d], a copy of the table
  private final float[][] historyGradients; // [B][d]
  private final float[] histories; // [B, d]
  private final float[] encoded; // [B, d]
  private final float[] shares; // [B, d], the encoded divided by their softmax's sum
  private final float[] encodedGradients; // [B, d]
  private final float[] targetGradients = new float[SIZE]; // with respect to the score
  private final float[] exponentials; // [B, N]
  private final float[] negativeRows; // [N, d]
  private final float[] negativeColumns; // [d, N]
  private final float[] negativeGradients; // [N, d]
  private final float[] mapColumns; // Mᵀ
  private final float[] mapGradient;
  private final float[][] lagGradients; // [L][d]
  private final float[] scales = new float[SIZE]; // 1 / the softmax's sum, and the mean's share
  private final double[] losses = new double[SIZE];

  EncoderBatch(
      Sequences sequences,
      ItemFeatures features,
      EncoderTables tables,
      SequenceEncoderParameters parameters,
      Kernels kernels,
      int threads) {
    this.sequences = sequences;
    this.users = sequences.usersOfEntries();
    this.features = features;
    this.tables = tables;
    this.parameters = parameters;
    this.sampler = new PopularitySampler(sequences);
    this.kernels = kernels;
    this.threads = threads;
    this.rank = parameters.rank();
    this.negatives = parameters.negatives();
    this.items = new EncoderSlots(features.items());
    this.rows = new EncoderSlots(features.rows());
    this.corrections = new float[negatives];
    this.negativeSlots = new int[negatives];
    this.nextNegatives = new int[negatives];
    this.lags = new float[parameters.window()][rank];
    this.lagGradients = new float[parameters.window()][rank];
    this.historyGradients = new float[SIZE][rank];
    this.histories = new float[SIZE * rank];
    this.encoded = new float[SIZE * rank];
    this.shares = new float[SIZE * rank];
    this.encodedGradients = new float[SIZE * rank];
    this.exponentials = new float[SIZE * negatives];
    this.negativeRows = new float[negatives * rank];
    this.negativeColumns = new float[negatives * rank];
    this.negativeGradients = new float[negatives * rank];
    this.mapColumns = new float[rank * rank];
    this.mapGradient = new float[rank * rank];
  }

  EncoderTables tables() {
    return tables;
  }

  /** Ends its threads. */
  @Override
  public void close() {
    helpers.shutdown();
  }

  /**
   * Learns from a batch.
   *
   * @param entries whose items are to be found are those {@code [from, to)}, no more than {@link #SIZE}
   * @param step counted from 1
   * @return the sum of the losses before
   */
  double learn(int[] entries, int from, int to, SplittableRandom random, long step) {
    collect(entries, from, to, random);
    look();
    phase(size, ROWS, Predicting::new);
    phase(negatives, 2 * ROWS, () -> this::addNegativeGradients);
    phase(parameters.window(), 5, () -> this::addLagGradients);
    addMapGradient();
    phase(items.size(), 8 * ROWS, () -> this::addItemGradients);
    float rate = AdamTable.rate(parameters.learningRate(), step);
    phase(rows.size(), 8 * ROWS, () -> new Learning(rate));
    AdamTable.Room room = new AdamTable.Room(rank);
    float[] gradient = new float[rank];
    for (int k = 0; k < rank; k++) {
      System.arraycopy(mapGradient, k * rank, gradient, 0, rank);
      tables.map().learn(k, gradient, rate, room);
    }
    for (int lag = 0; lag < lags.length; lag++) {
      tables.lags().learn(lag, lagGradients[lag], rate, room);
    }
    return Arrays.stream(losses, 0, size).sum();
  }

  private void phase(int count, int atATime, Supplier<RowBlocks.Task> worker) {
    new RowBlocks(count, atATime).run(threads, helpers, worker);
  }

  /** Chooses what is in the batch. */
  private void collect(int[] entries, int from, int to, SplittableRandom random) {
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
    int had = vectors.length;
    if (had < items.size()) {
      vectors = Arrays.copyOf(vectors, 2 * items.size());
      gradients = Arrays.copyOf(gradients, 2 * items.size());
      for (int slot = had; slot < vectors.length; slot++) {
        vectors[slot] = new float[rank];
        gradients[slot] = new float[rank];
      }
    }
  }

  /** Makes the vectors of the items. */
  private void look() {
    phase(items.size(), 8 * ROWS, () -> (block, from, to) -> {
      for (int slot = from; slot < to; slot++) {
        Arrays.fill(vectors[slot], 0);
        features.addTo(vectors[slot], tables.vectors().values(), items.number(slot));
      }
    });
    for (int n = 0; n < negatives; n++) {
      float[] vector = vectors[negativeSlots[n]];
      System.arraycopy(vector, 0, negativeRows, n * rank, rank);
      for (int k = 0; k < rank; k++) {
        negativeColumns[k * negatives + n] = vector[k];
      }
    }
    for (int lag = 0; lag < lags.length; lag++) {
      System.arraycopy(tables.lags().values(), lag * rank, lags[lag], 0, rank);
    }
    for (int k = 0; k < rank; k++) {
      for (int j = 0; j < rank; j++) {
        mapColumns[j * rank + k] = tables.map().values()[k * rank + j];
      }
    }
  }

  /** Scores of some examples, and what of their loss comes from their histories. */
  private final class Predicting implements RowBlocks.Task {
    private final float[] sum = new float[rank];

    @Override
    public void run(int block, int from, int to) {
      for (int example = from; example < to; example++) {
        Arrays.fill(sum, 0);
        for (int input = starts[example]; input < starts[example + 1]; input++) {
          addProduct(sum, lags[inputLags[input]], vectors[inputSlots[input]]);
        }
        System.arraycopy(sum, 0, histories, example * rank, rank);
        System.arraycopy(corrections, 0, exponentials, example * negatives, negatives);
      }
      Arrays.fill(encoded, from * rank, to * rank, 0);
      Arrays.fill(encodedGradients, from * rank, to * rank, 0);
      kernels.addProduct(
          part(encoded, from, to),
          1,
          part(histories, from, to),
          Tile.of(tables.map().values(), rank, rank));
      Tile scores = new Tile(exponentials, from * negatives, to - from, negatives, negatives, 1);
      kernels.addProduct(
          scores, 1, part(encoded, from, to), Tile.of(negativeColumns, rank, negatives));
      for (int example = from; example < to; example++) {
        exponentiate(example);
      }
      for (int n = 0; n < negatives; n += DEPTH) {
        int depth = Math.min(DEPTH, negatives - n);
        kernels.addProduct(
            part(encodedGradients, from, to),
            1,
            scores.part(0, n, to - from, depth),
            new Tile(negativeRows, n * rank, depth, rank, rank, 1));
      }
      for (int example = from; example < to; example++) {
        addTarget(example);
      }
      float[] back = new float[(to - from) * rank];
      kernels.addProduct(
          Tile.of(back, to - from, rank),
          1,
          part(encodedGradients, from, to),
          Tile.of(mapColumns, rank, rank));
      for (int example = from; example < to; example++) {
        System.arraycopy(back, (example - from) * rank, historyGradients[example], 0, rank);
      }
    }

    /** From scores to the shares of the softmax, each times the sum that {@link #shares} are divided by. */
    private void exponentiate(int example) {
      int start = example * negatives;
      for (int n = firstNegatives[targetSlots[example]]; n >= 0; n = nextNegatives[n]) {
        exponentials[start + n] = Float.NEGATIVE_INFINITY; // the target itself
      }
      float target = dot(encoded, example * rank, vectors[targetSlots[example]]);
      float greatest = Math.max(target, greatest(exponentials, start, start + negatives));
      float others = kernels.exponentiate(exponentials, start, start + negatives, greatest);
      double own = Math.exp(target - greatest);
      double all = own + others;
      losses[example] = greatest - target + Math.log(all);
      targetGradients[example] = (float) ((own / all - 1) / size);
      float scale = (float) (1 / (all * size));
      for (int k = example * rank; k < (example + 1) * rank; k++) {
        shares[k] = scale * encoded[k];
      }
      scales[example] = scale;
    }

    private void addTarget(int example) {
      float[] target = vectors[targetSlots[example]];
      System.arraycopy(encodedGradients, example * rank, sum, 0, rank);
      for (int k = 0; k < rank; k++) {
        sum[k] = scales[example] * sum[k] + targetGradients[example] * target[k];
      }
      System.arraycopy(sum, 0, encodedGradients, example * rank, rank);
    }

    private Tile part(float[] values, int from, int to) {
      return new Tile(values, from * rank, to - from, rank, rank, 1);
    }
  }

  private static float greatest(float[] values, int from, int to) {
    float greatest0 = values[from];
    float greatest1 = greatest0;
    int n = from;
    for (; n + 1 < to; n += 2) {
      greatest0 = values[n] > greatest0 ? values[n] : greatest0;
      greatest1 = values[n + 1] > greatest1 ? values[n + 1] : greatest1;
    }
    if (n < to) {
      greatest0 = values[n] > greatest0 ? values[n] : greatest0;
    }
    return Math.max(greatest0, greatest1);
  }

  private static float dot(float[] flat, int at, float[] row) {
    float sum0 = 0;
    float sum1 = 0;
    int k = 0;
    for (; k + 1 < row.length; k += 2) {
      sum0 += flat[at + k] * row[k];
      sum1 += flat[at + k + 1] * row[k + 1];
    }
    return k < row.length ? sum0 + sum1 + flat[at + k] * row[k] : sum0 + sum1;
  }

  /** {@code sum += one ⊙ other}. */
  private static void addProduct(float[] sum, float[] one, float[] other) {
    for (int k = 0; k < sum.length; k++) {
      sum[k] += one[k] * other[k];
    }
  }

  private void addNegativeGradients(int block, int from, int to) {
    Arrays.fill(negativeGradients, from * rank, to * rank, 0);
    kernels.addProduct(
        new Tile(negativeGradients, from * rank, to - from, rank, rank, 1),
        1,
        new Tile(exponentials, from, size, to - from, negatives, 1).transposed(),
        Tile.of(shares, size, rank));
  }

  private void addMapGradient() {
    Arrays.fill(mapGradient, 0);
    kernels.addProduct(
        Tile.of(mapGradient, rank, rank),
        1,
        Tile.of(histories, size, rank).transposed(),
        Tile.of(encodedGradients, size, rank));
  }

  private void addLagGradients(int block, int from, int to) {
    for (int lag = from; lag < to; lag++) {
      Arrays.fill(lagGradients[lag], 0);
    }
    for (int input = 0; input < inputs; input++) {
      int lag = inputLags[input];
      if (lag >= from && lag < to) {
        addProduct(
            lagGradients[lag], historyGradients[inputExamples[input]], vectors[inputSlots[input]]);
      }
    }
  }

  private void addItemGradients(int block, int from, int to) {
    float[] row = new float[rank];
    for (int slot = from; slot < to; slot++) {
      float[] sum = gradients[slot];
      Arrays.fill(sum, 0);
      for (int n = items.start(slot); n < items.start(slot + 1); n++) {
        int place = items.place(n);
        if (place < inputs) {
          addProduct(sum, lags[inputLags[place]], historyGradients[inputExamples[place]]);
        } else if (place < inputs + size) {
          int example = place - inputs;
          System.arraycopy(encoded, example * rank, row, 0, rank);
          Vectors.addScaled(sum, targetGradients[example], row);
        } else {
          System.arraycopy(negativeGradients, (place - inputs - size) * rank, row, 0, rank);
          Vectors.addScaled(sum, 1, row);
        }
      }
    }
  }

  /** Sums what the items say of a row of the table, and changes it. */
  private final class Learning implements RowBlocks.Task {
    private final AdamTable.Room room = new AdamTable.Room(rank);
    private final float[] sum = new float[rank];
    private final float rate;

    private Learning(float rate) {
      this.rate = rate;
    }

    @Override
    public void run(int block, int from, int to) {
      for (int slot = from; slot < to; slot++) {
        Arrays.fill(sum, 0);
        for (int n = rows.start(slot); n < rows.start(slot + 1); n++) {
          int place = rows.place(n);
          Vectors.addScaled(sum, featureWeights[place], gradients[featureSlots[place]]);
        }
        tables.vectors().learn(rows.number(slot), sum, rate, room);
      }
    }
  }
}
