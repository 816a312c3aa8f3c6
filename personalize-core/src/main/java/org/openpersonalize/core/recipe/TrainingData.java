package org.openpersonalize.core.recipe;

import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;

/**
 * What a model is learned from.
 *
 * @param log the interactions
 * @param rule how they become confidences
 * @param seed of everything random
 * @param threads ≥ 1
 */
public record TrainingData(InteractionLog log, ConfidenceRule rule, long seed, int threads) {}
