// SPDX-License-Identifier: Apache-2.0
/**
 * Items that the same users, or the same baskets, have.
 *
 * <p>Start at {@link org.openpersonalize.core.cointeraction.CoInteractionTrainer}; what is learned is an {@link
 * org.openpersonalize.core.similarity.ItemItemModel} on whole counts, of which the rare ones are left out.
 *
 * <p>Linden, Smith, York: Amazon.com Recommendations: Item-to-Item Collaborative Filtering, IEEE Internet Computing 2003.
 */
@NullMarked
package org.openpersonalize.core.cointeraction;

import org.jspecify.annotations.NullMarked;
