/**
 * Items, users and actions by the million: {@link org.openpersonalize.store.record.RecordTable}. {@link
 * org.openpersonalize.store.record.RecordFeed} tells every node what was put individually.
 */
@NullMarked
package org.openpersonalize.store.record;

import org.jspecify.annotations.NullMarked;
