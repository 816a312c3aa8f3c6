/** How resources go that are nothing but their row: {@link org.openpersonalize.store.deletion.RowDeletion}. */
@NullMarked
package org.openpersonalize.store.deletion;

import org.jspecify.annotations.NullMarked;
