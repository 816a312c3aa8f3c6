// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.ranking;

/** May this item be shown? */
@FunctionalInterface
public interface ItemFilter {
  ItemFilter EVERYTHING = item -> true;

  /** @param item the item's number in the model */
  boolean allows(int item);

  /** What both allow. */
  default ItemFilter and(ItemFilter other) {
    return item -> allows(item) && other.allows(item);
  }
}
