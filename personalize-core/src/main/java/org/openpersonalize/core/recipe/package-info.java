/**
 * What can be trained, and with which knobs.
 *
 * <p>Start at {@link Recipe}, the catalogue. {@link Hyperparameters} are a user's settings for one of them, checked;
 * a {@link Trainer} turns {@link TrainingData} into a {@link Model}.
 */
@NullMarked
package org.openpersonalize.core.recipe;

import org.jspecify.annotations.NullMarked;
