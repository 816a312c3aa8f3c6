/**
 * Notices that a resource changed: {@link org.openpersonalize.store.change.ChangeFeed}.
 */
@NullMarked
package org.openpersonalize.store.change;

import org.jspecify.annotations.NullMarked;
