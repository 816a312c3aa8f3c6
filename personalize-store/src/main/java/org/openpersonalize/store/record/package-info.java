/**
 * Items, users and actions by the million: {@link org.openpersonalize.store.record.RecordTable}.
 */
@NullMarked
package org.openpersonalize.store.record;

import org.jspecify.annotations.NullMarked;
