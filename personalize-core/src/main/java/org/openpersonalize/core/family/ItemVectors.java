// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.family;

import org.openpersonalize.core.matrix.FactorMatrix;

/** The vectors by which a model knows items, so that one that nobody has taken can be given a vector by what is known of it. */
public interface ItemVectors {
  /** K, how many factors a vector has. */
  int rank();

  /** Y, [I, K], a copy; the row of an item that nobody took is zero. */
  FactorMatrix itemFactors();

  /** Does an item stand anywhere? One whose row is zero does not. */
  boolean isPlaced(int item);

  /**
   * The model with other vectors. What was learned of users by the items as they were stays.
   *
   * @param factors [I, K]
   */
  Model withItemFactors(FactorMatrix factors);
}
