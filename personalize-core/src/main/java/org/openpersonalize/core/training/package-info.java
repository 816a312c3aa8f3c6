/**
 * What a training gets and tells: {@link TrainingData} is what is learned from, {@link TrainingProgress} hears how it goes
 * and calls it off, {@link Checkpoints} keep what it has learned so far.
 */
@NullMarked
package org.openpersonalize.core.training;

import org.jspecify.annotations.NullMarked;
