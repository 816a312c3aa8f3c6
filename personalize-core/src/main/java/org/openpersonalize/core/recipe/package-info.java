/**
 * What can be trained, and with which knobs.
 *
 * <p>Start at {@link RecipeCatalogue}: each {@link Recipe} says all that is special about it. {@link Hyperparameters} are a
 * user's settings for one of them, checked; {@link Knobs} are what can be set.
 */
@NullMarked
package org.openpersonalize.core.recipe;

import org.jspecify.annotations.NullMarked;
