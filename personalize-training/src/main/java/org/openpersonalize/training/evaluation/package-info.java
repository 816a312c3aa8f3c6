// SPDX-License-Identifier: Apache-2.0
/**
 * How good trained versions are, of which their models' files tell: {@link
 * org.openpersonalize.training.evaluation.VersionEvaluationService}.
 */
@NullMarked
package org.openpersonalize.training.evaluation;

import org.jspecify.annotations.NullMarked;
