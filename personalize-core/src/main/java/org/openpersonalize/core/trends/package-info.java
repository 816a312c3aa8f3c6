// SPDX-License-Identifier: Apache-2.0
/**
 * Items that more and more users take: what grew from the interval before to the newest one.
 *
 * <p>Start at {@link org.openpersonalize.core.trends.IntervalGrowth}, which says how much an item grew, of the users that
 * {@link org.openpersonalize.core.trends.VisitTable} counts.
 */
@NullMarked
package org.openpersonalize.core.trends;

import org.jspecify.annotations.NullMarked;
