// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.semantic;

import java.util.List;
import java.util.stream.IntStream;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.matrix.RowBlocks;
import org.openpersonalize.core.ranking.Relation.Shared;
import org.openpersonalize.core.training.TrainingProgress;

/** Places texts where a {@link TextEncoder} says; nothing is learned of the other texts. */
record SentenceVectors(TextEncoder encoder) implements TextVectors {
  private static final int TEXTS_AT_A_TIME = 16;
  private static final int TEXTS_BETWEEN_REPORTS = 1024;

  @Override
  public int rank() {
    return encoder.rank();
  }

  @Override
  public FactorMatrix of(ItemTexts texts, int threads, TrainingProgress progress) {
    FactorMatrix vectors = new FactorMatrix(texts.size(), rank());
    for (int first = 0; first < texts.size(); first += TEXTS_BETWEEN_REPORTS) {
      int some = Math.min(TEXTS_BETWEEN_REPORTS, texts.size() - first);
      int start = first;
      new RowBlocks(some, TEXTS_AT_A_TIME).run(threads, () -> (block, from, to) -> {
        progress.throwIfCancelled();
        place(texts, start + from, start + to, vectors);
      });
      progress.report((double) (first + some) / texts.size(), Double.NaN, "encode");
    }
    return vectors;
  }

  private void place(ItemTexts texts, int from, int to, FactorMatrix vectors) {
    int[] told =
        IntStream.range(from, to).filter(item -> !texts.text(item).isBlank()).toArray();
    List<String> some = IntStream.of(told).mapToObj(texts::text).toList();
    if (!some.isEmpty()) {
      float[][] encoded = encoder.encode(some);
      for (int n = 0; n < told.length; n++) {
        vectors.setRow(told[n], encoded[n], 0);
      }
    }
  }

  /** A language model reads texts as a whole. */
  @Override
  public List<Shared> shared(ItemTexts both) {
    return List.of();
  }

  /** What the encoder itself takes is there once, whatever models there are. */
  @Override
  public long sizeInBytes() {
    return 0;
  }
}
