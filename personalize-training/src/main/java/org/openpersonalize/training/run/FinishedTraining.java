// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.run;

import org.openpersonalize.core.recommendation.TrainedModel;

/**
 * A training that has ended well, and of which nobody knows yet.
 *
 * @param prefix what the keys of the model's files start with, which are in place
 */
record FinishedTraining(String prefix, TrainedModel model) {}
