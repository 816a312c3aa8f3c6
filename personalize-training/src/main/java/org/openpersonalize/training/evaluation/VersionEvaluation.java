// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.evaluation;

import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.evaluation.TestedUsers;
import org.openpersonalize.core.recommendation.ModelManifest;
import org.openpersonalize.core.resource.Arn;

/**
 * What is known of how a version was trained, and how good it is.
 *
 * @param tested null for a model that was not tested by enough users, or before each of them was kept
 */
public record VersionEvaluation(
    Arn solutionVersionArn,
    ModelManifest manifest,
    @Nullable TestedUsers tested) {}
