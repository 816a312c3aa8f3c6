/** What is known of the items that a training is about. Start at {@link org.openpersonalize.training.items.ItemRecords}. */
@NullMarked
package org.openpersonalize.training.items;

import org.jspecify.annotations.NullMarked;
