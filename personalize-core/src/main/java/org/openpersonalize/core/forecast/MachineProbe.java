// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.forecast;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.cost.Machine;
import org.openpersonalize.core.family.Cost;
import org.openpersonalize.core.family.Cost.Sweeping;
import org.openpersonalize.core.family.Trainer;
import org.openpersonalize.core.kernel.Kernels;
import org.openpersonalize.core.kernel.Tile;
import org.openpersonalize.core.matrix.CoOccurrence;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.InteractionLogBuilder;
import org.openpersonalize.core.matrix.InteractionMatrix;
import org.openpersonalize.core.matrix.RowBlocks;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;

/** Tries how fast this machine does what trainings spend their time in. */
final class MachineProbe {
  private static final double TRIED = 0.1; // seconds
  private static final double BRIEFLY = 0.03;
  private static final double UNTIL_COMPILED =
      0.15; // where a first compilation is far from the last
  private static final int PATIENCE = 10; // times as long, until everything is compiled
  private static final int STEADY = 3;
  private static final double FASTER = 0.95;
  private static final int PRODUCT = 256;
  private static final int PRODUCTS = 8;
  private static final int ROWS_FETCHED = 50_000;
  private static final int NEAR = 1 << 18; // floats, a megabyte
  private static final int FAR = 1 << 23;

  /** Entries in long rows, and in short ones: two equations for what an entry and what a row takes. */
  private static final int LONG_ROWS = 1_000;

  private static final int LONG_ROW = 150;
  private static final int SHORT_ROWS = 10_000;
  private static final int SHORT_ROW = 4;

  private MachineProbe() {}

  /**
   * Tries it, for somewhat less than a second if everything is compiled and two or three if nothing is.
   *
   * @param cost of the training that is to be forecast; without sweeps none are tried, and rows cost nothing
   * @throws java.util.concurrent.CancellationException if {@code progress} was cancelled
   */
  static Machine probe(Cost cost, int threads, TrainingProgress progress) {
    TrainingData longRows = data(LONG_ROWS, LONG_ROW, threads);
    TrainingData shortRows = data(SHORT_ROWS, SHORT_ROW, threads);
    double interaction = bestSeconds(
            UNTIL_COMPILED,
            progress,
            () -> InteractionMatrix.of(shortRows.log(), shortRows.rule()).transpose())
        / (SHORT_ROWS * SHORT_ROW);
    @Nullable Sweeping sweeping = cost.sweeping().orElse(null);
    if (sweeping != null) { // has the sweeps compiled while the others are tried
      sweepSeconds(sweeping, longRows, progress);
      sweepSeconds(sweeping, shortRows, progress);
    }
    double pair = pairSeconds(longRows, progress);
    double multiplication = multiplicationSeconds(threads, progress);
    if (sweeping == null) {
      return new Machine(threads, interaction, 0, 0, pair, multiplication, 0);
    }
    double farRow = farRowSeconds(sweeping.rank(), progress) / threads;
    double inLongRows = sweepSeconds(sweeping, longRows, progress);
    double inShortRows = sweepSeconds(sweeping, shortRows, progress);
    double longEntries = 2.0 * longRows.usersByItems().entries();
    double shortEntries = 2.0 * shortRows.usersByItems().entries();
    double longRowCount =
        longRows.usersByItems().rows() + longRows.usersByItems().columns();
    double shortRowCount =
        shortRows.usersByItems().rows() + shortRows.usersByItems().columns();
    double row = Math.max(
        0,
        (inShortRows - inLongRows * shortEntries / longEntries)
            / (shortRowCount - longRowCount * shortEntries / longEntries));
    double entry =
        Math.max(inLongRows / longEntries / 10, (inLongRows - row * longRowCount) / longEntries);
    return new Machine(threads, interaction, entry, row, pair, multiplication, farRow);
  }

  private static TrainingData data(int users, int each, int threads) {
    SplittableRandom random = new SplittableRandom(users);
    InteractionLogBuilder builder = new InteractionLogBuilder();
    for (int user = 0; user < users; user++) {
      for (int n = 0; n < each; n++) {
        builder.add("u" + user, "i" + random.nextInt(users), null, Float.NaN, n);
      }
    }
    InteractionLog log = builder.build();
    return new TrainingData(log, ConfidenceRule.everyEvent(), 1, threads);
  }

  private static double sweepSeconds(
      Sweeping sweeping, TrainingData data, TrainingProgress progress) {
    Trainer<?> trainer = sweeping.parameters().trainer();
    return bestSeconds(TRIED, progress, () -> trainer.train(data, progress)) / sweeping.sweeps();
  }

  private static double pairSeconds(TrainingData data, TrainingProgress progress) {
    double pairs = (double) LONG_ROWS * LONG_ROW * LONG_ROW;
    return bestSeconds(
            BRIEFLY,
            progress,
            () -> CoOccurrence.of(
                data.usersByItems(),
                data.itemsByUsers(),
                0.5,
                Long.MAX_VALUE,
                data.threads(),
                progress::throwIfCancelled))
        / pairs;
  }

  private static double multiplicationSeconds(int threads, TrainingProgress progress) {
    double seconds = bestSeconds(
        BRIEFLY,
        progress,
        () -> new RowBlocks(threads * PRODUCTS, 1).run(threads, () -> {
          Tile a = Tile.of(new float[PRODUCT * PRODUCT], PRODUCT, PRODUCT);
          Tile c = Tile.of(new float[PRODUCT * PRODUCT], PRODUCT, PRODUCT);
          return (block, from, to) -> Kernels.best().addProduct(c, 1, a, a.transposed());
        }));
    return seconds / threads / PRODUCTS / Math.pow(PRODUCT, 3);
  }

  /** The difference between rows all over a large array and rows within a small one. */
  private static double farRowSeconds(int rank, TrainingProgress progress) {
    float[] values = new float[FAR];
    float[] into = new float[rank];
    double near = bestSeconds(BRIEFLY, progress, () -> fetch(values, NEAR, rank, into));
    double far = bestSeconds(BRIEFLY, progress, () -> fetch(values, FAR, rank, into));
    return Math.max(0, far - near) / ROWS_FETCHED;
  }

  private static void fetch(float[] values, int within, int rank, float[] into) {
    SplittableRandom random = new SplittableRandom(1);
    int rows = within / rank;
    for (int n = 0; n < ROWS_FETCHED; n++) {
      System.arraycopy(values, random.nextInt(rows) * rank, into, 0, rank);
    }
  }

  /**
   * The time of the fastest of some rounds. The first are slow until they are compiled: it goes on as long as rounds get
   * faster, within reason.
   */
  private static double bestSeconds(double trying, TrainingProgress progress, Runnable work) {
    double best = Double.MAX_VALUE;
    long begun = System.nanoTime();
    double tried = 0;
    int steady = 0; // rounds that were no faster than the best before
    while (tried < trying || steady < STEADY && tried < PATIENCE * trying) {
      progress.throwIfCancelled();
      long start = System.nanoTime();
      work.run();
      double seconds = (System.nanoTime() - start) / 1e9;
      steady = seconds > FASTER * best ? steady + 1 : 0;
      best = Math.min(best, seconds);
      tried = (System.nanoTime() - begun) / 1e9;
    }
    return best;
  }
}
