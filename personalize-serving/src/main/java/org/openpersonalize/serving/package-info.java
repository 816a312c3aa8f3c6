/**
 * From models to answers.
 *
 * <p>Start at {@link org.openpersonalize.serving.RecommendationService#recommend}: a deployment, and an answer from it. {@link
 * org.openpersonalize.serving.ExplanationService#explain} says how such an answer comes about.
 */
@NullMarked
package org.openpersonalize.serving;

import org.jspecify.annotations.NullMarked;
