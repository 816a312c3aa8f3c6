// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.run;

import java.time.Clock;
import org.openpersonalize.core.recommendation.RecipeTrainer;
import org.openpersonalize.core.recommendation.TrainedModel;
import org.openpersonalize.core.recommendation.Training;
import org.openpersonalize.core.training.TrainingProgress;
import org.springframework.stereotype.Component;

/** Trains in this process, on the training's number of threads. */
@Component
class InProcessEngine implements TrainingEngine {
  private final RecipeTrainer trainer;

  InProcessEngine(Clock clock) {
    this.trainer = new RecipeTrainer(clock);
  }

  @Override
  public TrainedModel train(Training training, TrainingProgress progress) {
    return trainer.train(training, progress);
  }
}
