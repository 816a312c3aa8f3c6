// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.tuning;

import org.openpersonalize.core.evaluation.Evaluation;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.family.ModelParameters;

/**
 * A model that was tried.
 *
 * @param evaluation on the session's users
 * @param score the metric that is searched for
 */
public record Candidate<P extends ModelParameters>(
    P parameters, Model model, Evaluation evaluation, double score) {}
