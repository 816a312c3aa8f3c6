/**
 * Which items are shown though too little is known of them, and how often.
 *
 * <p>{@link org.openpersonalize.core.exploration.ExplorationConfig} says for how many places of an answer, and how young an item
 * must be; {@link org.openpersonalize.core.exploration.ThompsonSampling} which of the young ones have most for them to be
 * tried.
 */
@NullMarked
package org.openpersonalize.core.exploration;

import org.jspecify.annotations.NullMarked;
