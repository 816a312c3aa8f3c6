/** What items are called. Start at {@link org.openpersonalize.console.item.Titles}. */
@NullMarked
package org.openpersonalize.console.item;

import org.jspecify.annotations.NullMarked;
