/**
 * What the rest of the service sees of the mathematics: interactions to a model, a model to answers.
 *
 * <p>Start at {@link RecipeTrainer#train}, which makes a {@link TrainedModel}, and at {@link
 * RecommendationModel#answer}, which answers from one, and {@link RecommendationModel#explain}, which says how that comes.
 */
@NullMarked
package org.openpersonalize.core.recommendation;

import org.jspecify.annotations.NullMarked;
