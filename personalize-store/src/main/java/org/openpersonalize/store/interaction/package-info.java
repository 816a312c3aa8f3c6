/**
 * Interactions by the million: {@link org.openpersonalize.store.interaction.BulkInteractions} from files, {@link
 * org.openpersonalize.store.interaction.EventTable} as they happen, {@link
 * org.openpersonalize.store.interaction.InteractionTable} both, read as one.
 */
@NullMarked
package org.openpersonalize.store.interaction;

import org.jspecify.annotations.NullMarked;
