/**
 * Where items belong that nobody has taken yet: from what their records say to vectors in the space of the item factors.
 *
 * <p>Start at {@link org.openpersonalize.core.content.ContentTrainer}, which learns from the items that were taken how
 * {@link org.openpersonalize.core.content.ItemFeatures} become factors, and at {@link
 * org.openpersonalize.core.content.ContentVectors}, which places the others by it.
 *
 * <p>Shapes: N items, F features, of which an item has few, K factors.
 */
@NullMarked
package org.openpersonalize.core.content;

import org.jspecify.annotations.NullMarked;
