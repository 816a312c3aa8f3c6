// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.tuning;

import org.openpersonalize.core.evaluation.TestSet;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.training.TrainingProgress;

/**
 * What a trained model is tuned by.
 *
 * @param validation users whose items to be found were not trained on; keep the real test out
 * @param rule how interactions become confidences
 * @param seed of the lot that draws users where there are many
 * @param threads ≥ 1; the result does not depend on it
 * @param progress may call it off
 */
public record Refinement(
    TestSet validation, ConfidenceRule rule, long seed, int threads, TrainingProgress progress) {}
