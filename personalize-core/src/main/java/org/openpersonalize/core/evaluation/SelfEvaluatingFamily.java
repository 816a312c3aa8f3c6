// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.evaluation;

import java.util.Optional;
import org.openpersonalize.core.family.ModelParameters;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;

/** A family whose models are not judged by the items that users take next, but by something that it alone knows of. */
public interface SelfEvaluatingFamily {
  /**
   * How well a model of the past foresees what came after.
   *
   * @param baseline of what would be said without looking at the user, on the same questions
   */
  record Reports(EvaluationReport report, EvaluationReport baseline) {}

  /**
   * Trains on the past of some data, and tests by the rest of it.
   *
   * @return empty if there is too little to test by
   * @throws java.util.concurrent.CancellationException if {@code progress} was cancelled
   */
  Optional<Reports> evaluate(
      ModelParameters parameters, TrainingData data, TrainingProgress progress);
}
