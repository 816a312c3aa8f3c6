// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.sequence;

import org.openpersonalize.core.family.Trainer;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;

/**
 * Compares the attributes of items: the cosine of vectors with the inverse document frequency of each category that two items
 * have (Salton, Buckley: Term-weighting approaches in automatic text retrieval, Information Processing &amp; Management 1988).
 * Where there are no records nothing is like anything.
 */
final class AttributeNeighboursTrainer implements Trainer<TransitionModel> {
  /** The nearest that an item keeps. */
  static final int MOST = 300;

  private final AttributeNeighboursParameters parameters;

  AttributeNeighboursTrainer(AttributeNeighboursParameters parameters) {
    this.parameters = parameters;
  }

  @Override
  public TransitionModel train(TrainingData data, TrainingProgress progress) {
    Categories categories = Categories.of(data);
    Transitions transitions = Transitions.of(
        categories.items(),
        MOST,
        data.threads(),
        progress::throwIfCancelled,
        () -> categories::addNeighbours);
    progress.report(1, Double.NaN, "compare");
    return new TransitionModel(transitions, parameters.recency());
  }
}
