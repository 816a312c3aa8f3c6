// SPDX-License-Identifier: Apache-2.0
/**
 * Items that are similar: to the same users, by their factors and by their records.
 *
 * <p>Start at {@link org.openpersonalize.core.similaritems.SimilarItemsModel}; it is trained, weighed and stored as the blend
 * that is the most of it.
 */
@NullMarked
package org.openpersonalize.core.similaritems;

import org.jspecify.annotations.NullMarked;
