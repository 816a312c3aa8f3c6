/** How much of everything there may be: {@link org.openpersonalize.store.limit.Limits}. */
@NullMarked
package org.openpersonalize.store.limit;

import org.jspecify.annotations.NullMarked;
