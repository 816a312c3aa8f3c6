// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.family;

import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;

/** Learns a model. The same data and seed give the same model, byte for byte, whatever the number of threads. */
public interface Trainer<M extends Model> {
  /** @throws java.util.concurrent.CancellationException if {@code progress} was cancelled */
  M train(TrainingData data, TrainingProgress progress);
}
