// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.semantic;

import java.util.Arrays;
import org.openpersonalize.core.content.ItemRecords;
import org.openpersonalize.core.content.RecordVectors;
import org.openpersonalize.core.kernel.Vectors;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.matrix.RowBlocks;
import org.openpersonalize.core.training.TrainingProgress;

/**
 * Places texts among those that were learned from: the weights of a text's terms times the right singular vectors, the
 * "folding in" of Deerwester et al. Immutable and safe for any number of threads.
 */
final class TextVectors implements RecordVectors {
  private static final int TEXTS_AT_A_TIME = 64;

  private final Vocabulary vocabulary;
  private final float[][] directions; // V, [T][K]
  private final int rank;

  /** @param directions V, [T][K], T ≥ 1 */
  TextVectors(Vocabulary vocabulary, float[][] directions) {
    this(vocabulary, directions, directions[0].length);
  }

  private TextVectors(Vocabulary vocabulary, float[][] directions, int rank) {
    this.vocabulary = vocabulary;
    this.directions = directions;
    this.rank = rank;
  }

  /** Of texts that have no term in common: all are zero. */
  static TextVectors none() {
    return new TextVectors(new Vocabulary(new int[0], new float[0]), new float[0][], 1);
  }

  /**
   * From their stored parts.
   *
   * @param directions V, [T, K]
   */
  static TextVectors of(Vocabulary vocabulary, FactorMatrix directions) {
    float[][] rows = new float[directions.rows()][directions.rank()];
    for (int term = 0; term < rows.length; term++) {
      directions.copyRow(term, rows[term], 0);
    }
    return new TextVectors(vocabulary, rows, directions.rank());
  }

  Vocabulary vocabulary() {
    return vocabulary;
  }

  /** V, [T, K], a copy. */
  FactorMatrix directions() {
    FactorMatrix copy = new FactorMatrix(directions.length, rank);
    for (int term = 0; term < directions.length; term++) {
      copy.setRow(term, directions[term], 0);
    }
    return copy;
  }

  /** K. */
  int rank() {
    return rank;
  }

  @Override
  public FactorMatrix of(ItemRecords items) {
    return of(new ItemTexts(items), 1, TrainingProgress.NONE);
  }

  /** A vector for each text, [I, K]; zero where none of its terms is known. */
  FactorMatrix of(ItemTexts texts, int threads, TrainingProgress progress) {
    FactorMatrix vectors = new FactorMatrix(texts.size(), rank);
    new RowBlocks(texts.size(), TEXTS_AT_A_TIME).run(threads, () -> (block, from, to) -> {
      progress.throwIfCancelled();
      float[] vector = new float[rank];
      for (int text = from; text < to; text++) {
        Arrays.fill(vector, 0);
        vocabulary.weigh(
            texts.terms(text),
            (term, weight) -> Vectors.addScaled(vector, weight, directions[term]));
        vectors.setRow(text, vector, 0);
      }
    });
    return vectors;
  }

  /** Bytes held in memory. */
  long sizeInBytes() {
    return vocabulary.sizeInBytes() + (long) Float.BYTES * directions.length * rank;
  }
}
