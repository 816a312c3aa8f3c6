// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.run;

import org.openpersonalize.core.recommendation.TrainedModel;
import org.openpersonalize.core.recommendation.Training;
import org.openpersonalize.core.training.TrainingProgress;

/** Carries out trainings: where, and with how many machines, is its own affair. */
public interface TrainingEngine {
  /**
   * Trains. The same training gives the same model, whatever the engine.
   *
   * @throws java.util.concurrent.CancellationException if {@code progress} was cancelled
   */
  TrainedModel train(Training training, TrainingProgress progress);
}
