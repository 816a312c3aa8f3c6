/**
 * What is stored, for somebody who looks at it a screen at a time. Start at {@link
 * org.openpersonalize.store.browse.StoredDatasets}.
 */
@NullMarked
package org.openpersonalize.store.browse;

import org.jspecify.annotations.NullMarked;
