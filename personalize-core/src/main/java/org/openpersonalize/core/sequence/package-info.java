/**
 * Families of models that look at the order of a history.
 *
 * <p>{@link Steps} is a history as they all read it. {@link SequentialRulesFamily} counts what follows what,
 * {@link SessionNeighboursFamily} looks for histories that are like the one that is asked about,
 * {@link RepeatsFamily} says what the history itself holds, {@link AttributeNeighboursFamily} what has the same attributes
 * as its items, and {@link SequenceEncoderFamily} learns vectors of items and of how far back they lie. All
 * of them look at the newest events most; alone or as components of a blend.
 */
@NullMarked
package org.openpersonalize.core.sequence;

import org.jspecify.annotations.NullMarked;
