// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.ranking;

import org.jspecify.annotations.Nullable;

/**
 * What an answer is to look like.
 *
 * @param numResults at most so many items
 * @param filter what may be shown, promoted items aside
 * @param promotion null if nothing is promoted
 * @param exploration {@link Exploration#NONE} if nothing is explored
 * @param seed of the places of promoted and explored items
 */
public record Wish(
    int numResults,
    ItemFilter filter,
    @Nullable Promotion promotion,
    Exploration exploration,
    long seed) {
  /** The best items, whatever they are. */
  public static Wish best(int numResults) {
    return new Wish(numResults, ItemFilter.EVERYTHING, null, Exploration.NONE, 0);
  }

  /** Every item, in its order. */
  public static Wish all() {
    return best(Integer.MAX_VALUE);
  }

  /** The same without the items that another filter does not allow; what is promoted has a filter of its own. */
  public Wish filtered(ItemFilter other) {
    return new Wish(numResults, filter.and(other), promotion, exploration, seed);
  }

  /** The same without one item, promoted or not. */
  public Wish without(int item) {
    return only(other -> other != item);
  }

  /** The same without items that a filter does not allow, promoted or not. */
  public Wish only(ItemFilter others) {
    return new Wish(
        numResults,
        filter.and(others),
        promotion == null ? null : promotion.filtered(others),
        exploration,
        seed);
  }

  /** The same with promoted items in places that a seed decides. */
  public Wish promoting(Promotion other, long placesSeed) {
    return new Wish(numResults, filter, other, exploration, placesSeed);
  }

  /** The same with explored items in places that a seed decides. */
  public Wish exploring(Exploration other, long placesSeed) {
    return new Wish(numResults, filter, promotion, other, placesSeed);
  }
}
