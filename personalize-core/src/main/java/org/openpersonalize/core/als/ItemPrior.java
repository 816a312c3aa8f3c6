// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.als;

import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.matrix.FactorMatrix;

/** What is expected of items before anybody took them, learned anew while their factors change. */
public interface ItemPrior {
  /** What only priors that say the same of the same factors are called; it is part of a checkpoint's name. */
  String name();

  /**
   * Towards what the items are drawn in a sweep.
   *
   * @param sweep 1 is the first
   * @param items as the sweep before left them, [I, K], read only
   * @param before what was answered for the sweep before; null for the first
   * @return [I, K], which may be {@code before}; null for zero
   */
  @Nullable FactorMatrix means(int sweep, FactorMatrix items, @Nullable FactorMatrix before);
}
