/**
 * From models to answers.
 *
 * <p>Start at {@link org.openpersonalize.serving.RecommendationService#recommend}: a deployment, and an answer from it.
 */
@NullMarked
package org.openpersonalize.serving;

import org.jspecify.annotations.NullMarked;
