/** The first page: is all well, and if not, what is wrong. Start at {@link org.openpersonalize.console.overview.Overview}. */
@NullMarked
package org.openpersonalize.console.overview;

import org.jspecify.annotations.NullMarked;
