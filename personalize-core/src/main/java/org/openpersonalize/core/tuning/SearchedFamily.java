// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.tuning;

/** A family whose parameters can be searched for by training some and asking them. */
public interface SearchedFamily {
  /**
   * A search that has tried the family's defaults, if the budget allowed that.
   *
   * @param space what the recipe's knobs allow
   */
  FamilySearch search(Session session, SearchSpace space);
}
