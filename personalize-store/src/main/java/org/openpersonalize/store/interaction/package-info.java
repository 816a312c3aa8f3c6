/**
 * Interactions, bulk and live, by the million: {@link org.openpersonalize.store.interaction.InteractionTable}.
 */
@NullMarked
package org.openpersonalize.store.interaction;

import org.jspecify.annotations.NullMarked;
