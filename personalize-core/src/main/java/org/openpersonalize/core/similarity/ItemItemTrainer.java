// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.similarity;

import org.openpersonalize.core.family.Trainer;
import org.openpersonalize.core.matrix.CoOccurrence;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;

/** Counts which items go together. */
public final class ItemItemTrainer implements Trainer<ItemItemModel> {
  private final ItemItemParameters parameters;

  public ItemItemTrainer(ItemItemParameters parameters) {
    this.parameters = parameters;
  }

  @Override
  public ItemItemModel train(TrainingData data, TrainingProgress progress) {
    boolean weighted = parameters.measure() == Measure.CO_OCCURRENCE;
    CoOccurrence counts = data.coOccurrence(
        weighted ? parameters.userExponent() : 0,
        (long) parameters.memoryMegabytes() << 20,
        progress);
    if (!weighted) {
      int users = data.usersByItems().rows();
      counts = counts.map((degree, otherDegree, both) ->
          (float) LogLikelihoodRatio.of(both, degree, otherDegree, users));
    }
    progress.report(1, Double.NaN, "count");
    return new ItemItemModel(counts, parameters.historyExponent(), parameters.targetExponent());
  }
}
