/**
 * What recommendations are worth to whoever makes them: a price, a margin, minutes of a film.
 *
 * <p>Start at {@link org.openpersonalize.core.reward.ItemRewards}, which are read from the items' records. {@link
 * org.openpersonalize.core.reward.ItemWeights} have a model lean towards what is worth more, as far as an {@link
 * org.openpersonalize.core.reward.OptimizationObjective} says.
 */
@NullMarked
package org.openpersonalize.core.reward;

import org.jspecify.annotations.NullMarked;
