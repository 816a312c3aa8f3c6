// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.cointeraction;

import org.openpersonalize.core.family.Trainer;
import org.openpersonalize.core.matrix.CoOccurrence;
import org.openpersonalize.core.similarity.ItemItemModel;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;

/**
 * Counts how often items meet. What goes with item i is scored
 *
 * <pre>
 *   sⱼ = Nᵢⱼ / (dᵢ dⱼᵖ)
 * </pre>
 *
 * N being how often the two meet and d how often each is there at all. p = 0 is the share of those with i who have j as well,
 * which favours what everybody has; p = 1 is the lift, P(i, j) / (P(i) P(j)), but for a factor that all have in common; p = ½
 * orders as the cosine does. A history is scored by the sum over its items.
 */
public final class CoInteractionTrainer implements Trainer<ItemItemModel> {
  private static final double SHARE_OF_ALL = 1;

  private final CoInteractionParameters parameters;

  public CoInteractionTrainer(CoInteractionParameters parameters) {
    this.parameters = parameters;
  }

  @Override
  public ItemItemModel train(TrainingData data, TrainingProgress progress) {
    CoOccurrence counts = parameters
        .within()
        .count(data, (long) parameters.memoryMegabytes() << 20, progress)
        .atLeast(parameters.minimumCount());
    progress.report(1, Double.NaN, "count");
    return model(counts);
  }

  /** A model on counts that were made before. */
  ItemItemModel model(CoOccurrence counts) {
    return ItemItemModel.ofCounts(counts, SHARE_OF_ALL, parameters.popularityDiscount());
  }
}
