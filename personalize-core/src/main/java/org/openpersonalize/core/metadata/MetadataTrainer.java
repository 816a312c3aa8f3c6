// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.metadata;

import org.openpersonalize.core.content.ItemRecords;
import org.openpersonalize.core.content.RecordSimilarity;
import org.openpersonalize.core.family.Trainer;
import org.openpersonalize.core.matrix.IdIndex;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;

/** Reads the items' records; of interactions it learns nothing. */
public final class MetadataTrainer implements Trainer<MetadataModel> {
  @Override
  public MetadataModel train(TrainingData data, TrainingProgress progress) {
    progress.throwIfCancelled();
    IdIndex items = data.log().items();
    RecordSimilarity similarity = data.items()
        .map(table -> RecordSimilarity.of(ItemRecords.of(table, items)))
        .orElseGet(() -> RecordSimilarity.none(items.size()));
    progress.report(1, Double.NaN, "read");
    return new MetadataModel(similarity);
  }
}
