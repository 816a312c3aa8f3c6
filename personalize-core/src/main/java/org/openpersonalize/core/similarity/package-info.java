/**
 * Items that go together.
 *
 * <p>Start at {@link ItemItemModel}, whose three exponents make it cosine similarity, a random walk or the linear filter
 * of GF-CF; {@link ItemItemTrainer} counts once, and the exponents of the items can be changed afterwards.
 */
@NullMarked
package org.openpersonalize.core.similarity;

import org.jspecify.annotations.NullMarked;
