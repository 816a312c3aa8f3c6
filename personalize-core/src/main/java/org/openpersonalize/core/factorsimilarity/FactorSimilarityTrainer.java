// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.factorsimilarity;

import org.openpersonalize.core.family.Trainer;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;

/** Factorizes, and keeps the items. */
public final class FactorSimilarityTrainer implements Trainer<FactorSimilarityModel> {
  private final FactorSimilarityParameters parameters;

  public FactorSimilarityTrainer(FactorSimilarityParameters parameters) {
    this.parameters = parameters;
  }

  @Override
  public FactorSimilarityModel train(TrainingData data, TrainingProgress progress) {
    return FactorSimilarityModel.of(
        parameters.factorization().trainer().train(data, progress).itemFactors());
  }
}
