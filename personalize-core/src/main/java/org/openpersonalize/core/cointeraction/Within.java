// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.cointeraction;

import org.openpersonalize.core.matrix.CoOccurrence;
import org.openpersonalize.core.matrix.InteractionMatrix;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;

/** In what two items are to meet. */
enum Within {
  /** Everything that a user had. */
  HISTORY {
    @Override
    CoOccurrence count(TrainingData data, long memoryInBytes, TrainingProgress progress) {
      return data.coOccurrence(EACH_ALIKE, memoryInBytes, progress);
    }
  },

  /** What a user had on one day, by UTC. */
  BASKET {
    @Override
    CoOccurrence count(TrainingData data, long memoryInBytes, TrainingProgress progress) {
      InteractionMatrix baskets = InteractionMatrix.ofDays(data.log());
      return CoOccurrence.of(
          baskets,
          baskets.transpose(),
          EACH_ALIKE,
          memoryInBytes,
          data.threads(),
          progress::throwIfCancelled);
    }
  };

  private static final double EACH_ALIKE = 0;

  /** In how many of them each two items meet. */
  abstract CoOccurrence count(TrainingData data, long memoryInBytes, TrainingProgress progress);
}
