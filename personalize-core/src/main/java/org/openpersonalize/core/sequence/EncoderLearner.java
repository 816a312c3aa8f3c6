// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.sequence;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.openpersonalize.core.kernel.Kernels;
import org.openpersonalize.core.kernel.Tile;
import org.openpersonalize.core.kernel.Vectors;
import org.openpersonalize.core.matrix.RowBlocks;
import org.openpersonalize.core.matrix.Sequences;

/**
 * Learns what an encoder has to know, step by step, each from a batch of events.
 *
 * <p>The softmax's sum over all items is estimated by that of N items drawn by their popularity, each divided by N times its
 * probability (Bengio, Senécal: Quick Training of Probabilistic Neural Nets by Importance Sampling, AISTATS 2003; Yi et al.:
 * Sampling-Bias-Corrected Neural Modeling for Large Corpus Item Recommendations, RecSys 2019). They are the same for the whole
 * batch, so that what costs most is three products of matrices.
 *
 * <p>Threads write only what belongs to their rows, and each sum is added up by one of them in the order of the batch: the result
 * does not depend on their number. One of them chooses the next batch meanwhile.
 */
final class EncoderLearner implements AutoCloseable {
  private static final int SIZE = EncoderBatch.SIZE;
  private static final int ROWS = 32; // done at a time by one thread
  private static final int DEPTH = 256; // of a product whose right factor is read as it stands

  private final ItemFeatures features;
  private final EncoderTables tables;
  private final SequenceEncoderParameters parameters;
  private final Kernels kernels;
  private final int threads;
  private final ExecutorService helpers = RowBlocks.helpers();
  private final int rank;
  private final int negatives;
  private final int
      stride; // from row to row of what has a column a negative: no power of two, for the caches

  private EncoderBatch batch;
  private EncoderBatch next;

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
  private final float[] exponentials; // [B, N], a stride apart
  private final float[] negativeRows; // [N, d]
  private final float[] negativeColumns; // [d, N], a stride apart
  private final float[] negativeGradients; // [N, d]
  private final float[] mapColumns; // Mᵀ
  private final float[] mapGradient;
  private final float[][] lagGradients; // [L][d]
  private final float[] scales = new float[SIZE]; // 1 / the softmax's sum, and the mean's share
  private final double[] losses = new double[SIZE];

  EncoderLearner(
      Sequences sequences,
      ItemFeatures features,
      EncoderTables tables,
      SequenceEncoderParameters parameters,
      Kernels kernels,
      int threads) {
    this.features = features;
    this.tables = tables;
    this.parameters = parameters;
    this.kernels = kernels;
    this.threads = threads;
    PopularitySampler sampler = new PopularitySampler(sequences);
    int[] users = sequences.usersOfEntries();
    this.batch = new EncoderBatch(sequences, users, features, parameters, sampler);
    this.next = new EncoderBatch(sequences, users, features, parameters, sampler);
    this.rank = parameters.rank();
    this.negatives = parameters.negatives();
    this.stride = Kernels.padded(negatives) + Kernels.WIDTH;
    this.lags = new float[parameters.window()][rank];
    this.lagGradients = new float[parameters.window()][rank];
    this.historyGradients = new float[SIZE][rank];
    this.histories = new float[SIZE * rank];
    this.encoded = new float[SIZE * rank];
    this.shares = new float[SIZE * rank];
    this.encodedGradients = new float[SIZE * rank];
    this.exponentials = new float[SIZE * stride];
    this.negativeRows = new float[negatives * rank];
    this.negativeColumns = new float[rank * stride];
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
   * Learns from all batches of some events.
   *
   * @param entries whose items are to be found
   * @param firstStep of the first batch, counted from 1
   * @param beforeEach is run before each step, and may throw to end it all
   * @return the sum of the losses, each as it was before its batch
   */
  double learn(int[] entries, SplittableRandom random, long firstStep, Runnable beforeEach) {
    double loss = 0;
    next.collect(entries, 0, Math.min(SIZE, entries.length), random);
    for (int from = 0; from < entries.length; from += SIZE) {
      beforeEach.run();
      EncoderBatch learned = batch;
      batch = next;
      next = learned;
      int start = Math.min(entries.length, from + SIZE);
      int end = Math.min(entries.length, start + SIZE);
      Future<?> collecting = beside(() -> next.collect(entries, start, end, random));
      loss += learn(firstStep + from / SIZE);
      RowBlocks.await(collecting);
    }
    return loss;
  }

  /** Has something done by a helper, or at once if there is none. */
  private Future<?> beside(Runnable work) {
    if (threads > 1) {
      return helpers.submit(work);
    }
    work.run();
    return CompletableFuture.completedFuture(null);
  }

  private double learn(long step) {
    makeRoom();
    look();
    phase(batch.size, ROWS, Predicting::new);
    addSharedGradients();
    phase(batch.items.size(), 8 * ROWS, () -> this::addItemGradients);
    float rate = AdamTable.rate(parameters.learningRate(), step);
    phase(batch.rows.size(), 8 * ROWS, () -> new Learning(rate));
    AdamTable.Room room = new AdamTable.Room(rank);
    float[] gradient = new float[rank];
    for (int k = 0; k < rank; k++) {
      System.arraycopy(mapGradient, k * rank, gradient, 0, rank);
      tables.map().learn(k, gradient, rate, room);
    }
    for (int lag = 0; lag < lags.length; lag++) {
      tables.lags().learn(lag, lagGradients[lag], rate, room);
    }
    return Arrays.stream(losses, 0, batch.size).sum();
  }

  private void makeRoom() {
    int had = vectors.length;
    if (had < batch.items.size()) {
      vectors = Arrays.copyOf(vectors, 2 * batch.items.size());
      gradients = Arrays.copyOf(gradients, 2 * batch.items.size());
      for (int slot = had; slot < vectors.length; slot++) {
        vectors[slot] = new float[rank];
        gradients[slot] = new float[rank];
      }
    }
  }

  /** The gradients of the negatives, of the lags and of the map, which do not wait for each other. */
  private void addSharedGradients() {
    RowBlocks ofNegatives = new RowBlocks(negatives, 2 * ROWS);
    RowBlocks ofLags = new RowBlocks(parameters.window(), 5);
    int lagsFrom = 1 + ofNegatives.count();
    phase(lagsFrom + ofLags.count(), 1, () -> (block, from, to) -> {
      if (block == 0) {
        addMapGradient();
      } else if (block < lagsFrom) {
        ofNegatives.runBlock(block - 1, this::addNegativeGradients);
      } else {
        ofLags.runBlock(block - lagsFrom, this::addLagGradients);
      }
    });
  }

  private void phase(int count, int atATime, Supplier<RowBlocks.Task> worker) {
    new RowBlocks(count, atATime).run(threads, helpers, worker);
  }

  /** Makes the vectors of the batch's items. */
  private void look() {
    phase(batch.items.size(), 8 * ROWS, () -> {
      float[] room = new float[rank];
      return (block, from, to) -> {
        for (int slot = from; slot < to; slot++) {
          features.copy(batch.items.number(slot), tables.vectors().values(), vectors[slot], room);
        }
      };
    });
    for (int n = 0; n < negatives; n++) {
      System.arraycopy(vectors[batch.negativeSlots[n]], 0, negativeRows, n * rank, rank);
    }
    for (int block = 0; block < negatives; block += Kernels.WIDTH) {
      int end = Math.min(negatives, block + Kernels.WIDTH);
      for (int k = 0; k < rank; k++) {
        for (int n = block; n < end; n++) {
          negativeColumns[k * stride + n] = negativeRows[n * rank + k];
        }
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
        for (int input = batch.starts[example]; input < batch.starts[example + 1]; input++) {
          addProduct(sum, lags[batch.inputLags[input]], vectors[batch.inputSlots[input]]);
        }
        System.arraycopy(sum, 0, histories, example * rank, rank);
        System.arraycopy(batch.corrections, 0, exponentials, example * stride, negatives);
      }
      Arrays.fill(encoded, from * rank, to * rank, 0);
      Arrays.fill(encodedGradients, from * rank, to * rank, 0);
      kernels.addProduct(
          part(encoded, from, to),
          1,
          part(histories, from, to),
          Tile.of(tables.map().values(), rank, rank));
      Tile scores = new Tile(exponentials, from * stride, to - from, negatives, stride, 1);
      kernels.addProduct(
          scores,
          1,
          part(encoded, from, to),
          new Tile(negativeColumns, 0, rank, negatives, stride, 1));
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
      int start = example * stride;
      for (int n = batch.firstNegatives[batch.targetSlots[example]];
          n >= 0;
          n = batch.nextNegatives[n]) {
        exponentials[start + n] = Float.NEGATIVE_INFINITY; // the target itself
      }
      float target = dot(encoded, example * rank, vectors[batch.targetSlots[example]]);
      float greatest = Math.max(target, kernels.greatest(exponentials, start, start + negatives));
      float others = kernels.exponentiate(exponentials, start, start + negatives, greatest);
      double own = Math.exp(target - greatest);
      double all = own + others;
      losses[example] = greatest - target + Math.log(all);
      targetGradients[example] = (float) ((own / all - 1) / batch.size);
      float scale = (float) (1 / (all * batch.size));
      for (int k = example * rank; k < (example + 1) * rank; k++) {
        shares[k] = scale * encoded[k];
      }
      scales[example] = scale;
    }

    private void addTarget(int example) {
      float[] target = vectors[batch.targetSlots[example]];
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
        new Tile(exponentials, from, batch.size, to - from, stride, 1).transposed(),
        Tile.of(shares, batch.size, rank));
  }

  private void addMapGradient() {
    Arrays.fill(mapGradient, 0);
    kernels.addProduct(
        Tile.of(mapGradient, rank, rank),
        1,
        Tile.of(histories, batch.size, rank).transposed(),
        Tile.of(encodedGradients, batch.size, rank));
  }

  private void addLagGradients(int block, int from, int to) {
    for (int lag = from; lag < to; lag++) {
      Arrays.fill(lagGradients[lag], 0);
    }
    for (int input = 0; input < batch.inputs; input++) {
      int lag = batch.inputLags[input];
      if (lag >= from && lag < to) {
        addProduct(
            lagGradients[lag],
            historyGradients[batch.inputExamples[input]],
            vectors[batch.inputSlots[input]]);
      }
    }
  }

  private void addItemGradients(int block, int from, int to) {
    float[] row = new float[rank];
    for (int slot = from; slot < to; slot++) {
      float[] sum = gradients[slot];
      Arrays.fill(sum, 0);
      for (int n = batch.items.start(slot); n < batch.items.start(slot + 1); n++) {
        int place = batch.items.place(n);
        if (place < batch.inputs) {
          addProduct(
              sum, lags[batch.inputLags[place]], historyGradients[batch.inputExamples[place]]);
        } else if (place < batch.inputs + batch.size) {
          int example = place - batch.inputs;
          System.arraycopy(encoded, example * rank, row, 0, rank);
          Vectors.addScaled(sum, targetGradients[example], row);
        } else {
          System.arraycopy(
              negativeGradients, (place - batch.inputs - batch.size) * rank, row, 0, rank);
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
        for (int n = batch.rows.start(slot); n < batch.rows.start(slot + 1); n++) {
          int place = batch.rows.place(n);
          Vectors.addScaled(sum, batch.featureWeights[place], gradients[batch.featureSlots[place]]);
        }
        tables.vectors().learn(batch.rows.number(slot), sum, rate, room);
      }
    }
  }
}
