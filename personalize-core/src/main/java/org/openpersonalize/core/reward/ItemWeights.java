// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.reward;

import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.training.TrainingData;

/**
 * How much an interaction with each item counts, for the sake of an objective; immutable.
 *
 * <p>A confidence in an item that is worth r is multiplied by rᵞ where a model learns and where it is asked: what is worth
 * more is learned better, and says more of its user. Jannach, Adomavicius: Price and Profit Awareness in
 * Recommender Systems, 2017, tell what others do.
 *
 * <p>The alternative that lost: to learn from all alike and put items in the order of {@code p · rᵞ}, with γ = 1 that of the
 * expected reward (Chen, Hsu, Chen, Hsu: Developing recommender systems with the consideration of product profitability for
 * sellers, Information Sciences 2008). At the same relevance that earns less; docs/decisions/0029 has the figures.
 *
 * @param objective that they serve
 * @param weights of each item, above 0; shared, not copied
 */
public record ItemWeights(OptimizationObjective objective, float[] weights) {
  /** How many items there are. */
  public int size() {
    return weights.length;
  }

  /** What to learn from instead. */
  public TrainingData weigh(TrainingData data) {
    return data.weighed(weights);
  }

  /** The model, asked by histories that are weighed as those were that it was learned from. */
  public Model weigh(Model model) {
    return new WeighingModel(model, weights);
  }
}
