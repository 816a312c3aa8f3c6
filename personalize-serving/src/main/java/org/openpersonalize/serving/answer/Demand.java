// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.answer;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.serving.filter.Selection;

/**
 * What an answer is to look like.
 *
 * @param numResults at most so many items
 * @param filter what may be shown, promoted items aside; null for everything
 * @param promotion null if nothing is promoted
 * @param seed of the places of promoted items
 * @param excludeItemIds items that are not to be shown, promoted or not
 * @param metadataColumns of the items, to be told with them
 */
public record Demand(
    int numResults,
    @Nullable Selection filter,
    @Nullable Promoted promotion,
    long seed,
    List<String> excludeItemIds,
    List<String> metadataColumns) {
  public Demand {
    excludeItemIds = List.copyOf(excludeItemIds);
    metadataColumns = List.copyOf(metadataColumns);
  }

  /**
   * Items for which places are kept.
   *
   * @param name under which they are marked
   * @param percent of the answer's items, 1 to 100
   * @param filter which items are promoted; null for any
   */
  public record Promoted(String name, int percent, @Nullable Selection filter) {}

  /** The best items, whatever they are. */
  public static Demand best(int numResults) {
    return new Demand(numResults, null, null, 0, List.of(), List.of());
  }

  /** Every item, in its order. */
  public static Demand all() {
    return best(Integer.MAX_VALUE);
  }

  /** The same of what a filter lets through. */
  public Demand filtered(@Nullable Selection by) {
    return new Demand(numResults, by, promotion, seed, excludeItemIds, metadataColumns);
  }

  /** The same with promoted items in places that a seed decides. */
  public Demand promoting(@Nullable Promoted other, long placesSeed) {
    return new Demand(numResults, filter, other, placesSeed, excludeItemIds, metadataColumns);
  }

  /** The same without some items. */
  public Demand without(List<String> itemIds) {
    return new Demand(numResults, filter, promotion, seed, itemIds, metadataColumns);
  }

  /** The same with what is known about the items. */
  public Demand telling(List<String> columns) {
    return new Demand(numResults, filter, promotion, seed, excludeItemIds, columns);
  }
}
