/** What a user did. Start at {@link org.openpersonalize.console.history.HistoryRow}. */
@NullMarked
package org.openpersonalize.console.history;

import org.jspecify.annotations.NullMarked;
