// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.factorsimilarity;

import java.util.Map;
import org.openpersonalize.core.als.AlsParameters;
import org.openpersonalize.core.family.ModelParameters;
import org.openpersonalize.core.training.TrainingData;

/**
 * Those of the factorization whose items are compared.
 *
 * @param factorization whose settings are the settings
 */
public record FactorSimilarityParameters(AlsParameters factorization) implements ModelParameters {
  /** A factorization as it is where nothing else is asked for. */
  public static final FactorSimilarityParameters DEFAULT =
      new FactorSimilarityParameters(AlsParameters.DEFAULT);

  @Override
  public FactorSimilarityFamily family() {
    return FactorSimilarityFamily.INSTANCE;
  }

  @Override
  public Map<String, String> settings() {
    return factorization.settings();
  }

  @Override
  public FactorSimilarityParameters with(String name, String value) {
    return new FactorSimilarityParameters(factorization.with(name, value));
  }

  @Override
  public FactorSimilarityParameters fittedTo(TrainingData data) {
    return new FactorSimilarityParameters(factorization.fittedTo(data));
  }

  @Override
  public FactorSimilarityTrainer trainer() {
    return new FactorSimilarityTrainer(this);
  }

  /** The same with so many factors. */
  public FactorSimilarityParameters withRank(int rank) {
    return new FactorSimilarityParameters(factorization.withRank(rank));
  }
}
