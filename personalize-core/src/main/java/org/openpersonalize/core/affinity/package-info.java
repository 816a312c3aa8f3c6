// SPDX-License-Identifier: Apache-2.0
/**
 * Who is likely to take an item: every user with a vector, beside the factors of the items.
 *
 * <p>Start at {@link org.openpersonalize.core.affinity.AffinityTrainer}: it trains a factorization, folds all users in, and learns on the
 * past what makes one user likelier than another. {@link org.openpersonalize.core.affinity.AffinityModel} puts the users in order.
 *
 * <p>Shapes: U users, I items, K factors.
 */
@NullMarked
package org.openpersonalize.core.affinity;

import org.jspecify.annotations.NullMarked;
