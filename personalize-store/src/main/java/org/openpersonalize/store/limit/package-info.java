/**
 * How much of everything there may be: {@link org.openpersonalize.store.limit.Limits}, and how one of them is kept: {@link
 * org.openpersonalize.store.limit.Quota}.
 */
@NullMarked
package org.openpersonalize.store.limit;

import org.jspecify.annotations.NullMarked;
