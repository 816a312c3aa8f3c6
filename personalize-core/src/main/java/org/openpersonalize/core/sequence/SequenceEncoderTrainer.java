// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.sequence;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.openpersonalize.core.family.Trainer;
import org.openpersonalize.core.kernel.Kernels;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.matrix.Sequences;
import org.openpersonalize.core.training.Checkpoint;
import org.openpersonalize.core.training.Checkpoints;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;

/**
 * Learns to predict each event of a history from those before it, by the cross-entropy of a softmax over items. Of all items but
 * the one to be found it takes a sample, the same for all events of a batch ({@link EncoderLearner}).
 *
 * <p>A relative of SASRec (Kang, McAuley: Self-Attentive Sequential Recommendation, ICDM 2018) without attention, whose user is a
 * weighted sum as in FISM (Kabbur, Ning, Karypis: KDD 2013), trained by cross-entropy as Klenitskiy and Vasilev found best (Turning
 * Dross Into Gold Loss, RecSys 2023).
 */
final class SequenceEncoderTrainer implements Trainer<SequenceEncoderModel> {
  private static final double INITIAL_DEVIATION = 0.05;
  private static final double INITIAL_RECENCY = 5; // steps after which an event counts 1/e

  private final SequenceEncoderParameters parameters;
  private final Kernels kernels;

  SequenceEncoderTrainer(SequenceEncoderParameters parameters) {
    this(parameters, Kernels.best());
  }

  /** A trainer on kernels of one's choice, to compare them. */
  SequenceEncoderTrainer(SequenceEncoderParameters parameters, Kernels kernels) {
    this.parameters = parameters;
    this.kernels = kernels;
  }

  @Override
  public SequenceEncoderModel train(TrainingData data, TrainingProgress progress) {
    progress.throwIfCancelled();
    Sequences sequences = data.sequences();
    ItemFeatures features = ItemFeatures.of(data);
    EncoderTables tables = initial(sequences, features, data.seed());
    int[] entries = IntStream.range(0, sequences.users())
        .filter(user -> sequences.end(user) - sequences.start(user) > 1)
        .flatMap(user -> IntStream.range(sequences.start(user), sequences.end(user))
            .filter(entry -> parameters.backward() || hasContext(sequences, user, entry)))
        .toArray();
    if (entries.length > 0) {
      try (EncoderLearner learner =
          new EncoderLearner(sequences, features, tables, parameters, kernels, data.threads())) {
        learn(entries, learner, data, progress);
      }
    }
    return model(features, tables);
  }

  /** Is anything known when this entry is to be found? Events of the same moment are. */
  private static boolean hasContext(Sequences sequences, int user, int entry) {
    return entry > sequences.start(user)
        || sequences.steps()[entry + 1] == sequences.steps()[entry];
  }

  private void learn(
      int[] entries, EncoderLearner learner, TrainingData data, TrainingProgress progress) {
    Checkpoints checkpoints = progress.checkpoints().part(name(data));
    int batches = (entries.length + EncoderBatch.SIZE - 1) / EncoderBatch.SIZE;
    int done =
        checkpoints.latest().map(state -> restore(state, learner.tables())).orElse(0);
    for (int epoch = done + 1; epoch <= parameters.epochs(); epoch++) {
      SplittableRandom random = new SplittableRandom(data.seed() + 31L * epoch);
      int[] shuffled = shuffled(entries, random);
      double loss =
          learner.learn(shuffled, random, (epoch - 1L) * batches + 1, progress::throwIfCancelled);
      progress.report((double) epoch / parameters.epochs(), loss / entries.length, "train");
      checkpoints.offer(new Checkpoint(epoch, learner.tables().arrays()));
    }
  }

  private String name(TrainingData data) {
    return "%s-%08x-%s"
        .formatted(
            SequenceEncoderFamily.NAME,
            parameters.settings().hashCode(),
            data.usersByLikedItems().fingerprint());
  }

  private static int restore(Checkpoint state, EncoderTables tables) {
    for (int n = 0; n < state.arrays().size(); n++) {
      float[] kept = state.arrays().get(n);
      System.arraycopy(kept, 0, tables.arrays().get(n), 0, kept.length);
    }
    return state.step();
  }

  private static int[] shuffled(int[] entries, SplittableRandom random) {
    int[] shuffled = entries.clone();
    for (int n = shuffled.length - 1; n > 0; n--) {
      int other = random.nextInt(n + 1);
      int entry = shuffled[n];
      shuffled[n] = shuffled[other];
      shuffled[other] = entry;
    }
    return shuffled;
  }

  /** Vectors by lot, zero for items that nobody took; the newest events count most and the map changes nothing. */
  private EncoderTables initial(Sequences sequences, ItemFeatures features, long seed) {
    int rank = parameters.rank();
    SplittableRandom random = new SplittableRandom(seed);
    float[] vectors = new float[Math.multiplyExact(features.rows(), rank)];
    for (int row = 0; row < features.rows(); row++) {
      boolean isTaken = row >= features.items() || sequences.count(row) > 0;
      for (int k = row * rank; k < (row + 1) * rank; k++) {
        float value = (float) (random.nextGaussian() * INITIAL_DEVIATION);
        vectors[k] = isTaken ? value : 0;
      }
    }
    float[] lags = new float[parameters.window() * rank];
    for (int k = 0; k < lags.length; k++) {
      lags[k] = (float) Math.exp(-(k / rank) / INITIAL_RECENCY);
    }
    float[] map = new float[rank * rank];
    for (int k = 0; k < rank; k++) {
      map[k * rank + k] = 1;
    }
    return new EncoderTables(
        new AdamTable(rank, vectors), new AdamTable(rank, lags), new AdamTable(rank, map));
  }

  private SequenceEncoderModel model(ItemFeatures features, EncoderTables tables) {
    int rank = parameters.rank();
    FactorMatrix items = new FactorMatrix(features.items(), rank);
    float[] row = new float[rank];
    float[] room = new float[rank];
    for (int item = 0; item < features.items(); item++) {
      features.copy(item, tables.vectors().values(), row, room);
      items.setRow(item, row, 0);
    }
    return new SequenceEncoderModel(
        items,
        new FactorMatrix(parameters.window(), rank, tables.lags().values()),
        new FactorMatrix(rank, rank, tables.map().values()),
        kernels);
  }
}
