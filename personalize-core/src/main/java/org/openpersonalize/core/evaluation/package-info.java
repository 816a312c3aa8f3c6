/**
 * How good a model is.
 *
 * <p>Start at {@link Split}, which cuts interactions into what is trained on and a {@link TestSet} by one of four
 * protocols, and at {@link Evaluator}, which asks a model for the items of the test set and makes an {@link Evaluation}
 * with any {@link RankingMetric}, or the {@link EvaluationReport} with the official ones. {@link HoldOut} is the official
 * protocol, {@link TimeSlice} one about a part of the past, {@link ColdItemSplit} the one about items that came after the training; {@link CalibrationFit} learns from a part of its own what the scores mean.
 */
@NullMarked
package org.openpersonalize.core.evaluation;

import org.jspecify.annotations.NullMarked;
