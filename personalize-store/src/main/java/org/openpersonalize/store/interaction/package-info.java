/**
 * Interactions by the million: {@link org.openpersonalize.store.interaction.BulkInteractions} from files, {@link
 * org.openpersonalize.store.interaction.EventTable} as they happen, {@link
 * org.openpersonalize.store.interaction.InteractionTable} both, read as one. {@link
 * org.openpersonalize.store.interaction.EventFeed} tells every node whose history has grown.
 */
@NullMarked
package org.openpersonalize.store.interaction;

import org.jspecify.annotations.NullMarked;
