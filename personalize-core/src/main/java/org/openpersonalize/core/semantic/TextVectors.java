// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.semantic;

import java.util.List;
import org.openpersonalize.core.content.ItemRecords;
import org.openpersonalize.core.content.RecordVectors;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.ranking.Relation.Shared;
import org.openpersonalize.core.training.TrainingProgress;

/** Where any text stands, those that come after the training as well. Immutable and safe for any number of threads. */
sealed interface TextVectors extends RecordVectors permits TermVectors, SentenceVectors {
  /** K. */
  int rank();

  /**
   * A vector for each text, [I, K], whose length does not count; zero for an item without a text.
   *
   * @throws java.util.concurrent.CancellationException if the training was called off
   */
  FactorMatrix of(ItemTexts texts, int threads, TrainingProgress progress);

  /** See {@link org.openpersonalize.core.content.RecordWords}. */
  List<Shared> shared(ItemTexts both);

  @Override
  default FactorMatrix of(ItemRecords items) {
    return of(new ItemTexts(items), 1, TrainingProgress.NONE);
  }

  /** Bytes held in memory. */
  long sizeInBytes();
}
