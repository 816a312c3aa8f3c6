// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.interaction;

import org.openpersonalize.core.recipe.InteractionCounts;

/**
 * How much there is to train on.
 *
 * @param items with an interaction
 * @param pairs Σᵤ nᵤ² for users of n interactions, of whom no more are counted than trainings look at
 */
public record InteractionVolume(InteractionCounts counts, long items, double pairs) {}
