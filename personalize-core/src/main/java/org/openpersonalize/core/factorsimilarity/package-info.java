// SPDX-License-Identifier: Apache-2.0
/**
 * Items that are alike by their factors.
 *
 * <p>Start at {@link org.openpersonalize.core.factorsimilarity.FactorSimilarityModel}.
 */
@NullMarked
package org.openpersonalize.core.factorsimilarity;

import org.jspecify.annotations.NullMarked;
