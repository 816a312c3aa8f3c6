/**
 * From models to answers.
 *
 * <p>Start at {@link org.openpersonalize.serving.RecommendationService#recommend}: deployment, history, ranking.
 */
@NullMarked
package org.openpersonalize.serving;

import org.jspecify.annotations.NullMarked;
