// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.tuning;

import java.util.function.Consumer;
import org.openpersonalize.core.evaluation.RankingMetric;
import org.openpersonalize.core.evaluation.Split;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.training.TrainingProgress;

/**
 * What a search is to do.
 *
 * @param validation its training part is trained on and its test users are asked; keep the real test out of both
 * @param rule how interactions become confidences
 * @param objective the metric to maximise
 * @param seed of everything random
 * @param threads ≥ 1; the result does not depend on it
 * @param progress is told how far the search is, and may call it off
 * @param listener hears of each trial when it is done, in order
 */
public record TuningTask(
    Split validation,
    ConfidenceRule rule,
    RankingMetric objective,
    Budget budget,
    long seed,
    int threads,
    TrainingProgress progress,
    Consumer<Trial> listener) {}
