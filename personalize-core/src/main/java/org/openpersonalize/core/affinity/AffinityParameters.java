// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.affinity;

import java.util.Map;
import org.openpersonalize.core.als.AlsParameters;
import org.openpersonalize.core.family.ModelParameters;
import org.openpersonalize.core.training.TrainingData;

/**
 * What a model of affinities is trained with.
 *
 * @param factorization whose settings are all there are
 */
public record AffinityParameters(AlsParameters factorization) implements ModelParameters {
  public static final AffinityParameters DEFAULT = new AffinityParameters(AlsParameters.DEFAULT);

  @Override
  public AffinityFamily family() {
    return AffinityFamily.INSTANCE;
  }

  @Override
  public Map<String, String> settings() {
    return factorization.settings();
  }

  @Override
  public AffinityParameters with(String name, String value) {
    return new AffinityParameters(factorization.with(name, value));
  }

  @Override
  public AffinityParameters fittedTo(TrainingData data) {
    return new AffinityParameters(factorization.fittedTo(data));
  }

  @Override
  public AffinityTrainer trainer() {
    return new AffinityTrainer(this);
  }
}
