/**
 * How good a model is, by the official protocol.
 *
 * <p>Start at {@link HoldOut}, which splits a log, and {@link Evaluator}, which asks a model for the future of users it
 * has not seen and writes an {@link EvaluationReport}. {@link CalibrationFit} learns from a part of its own what the
 * scores mean.
 */
@NullMarked
package org.openpersonalize.core.evaluation;

import org.jspecify.annotations.NullMarked;
