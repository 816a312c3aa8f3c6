// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.ranking;

/** May this item be shown? */
@FunctionalInterface
public interface ItemFilter {
  ItemFilter EVERYTHING = item -> true;

  /** @param item the item's number in the model */
  boolean allows(int item);

  /** False only if none of the items {@code [from, to)} may be shown, so that nobody has to ask about each. */
  default boolean allowsAny(int from, int to) {
    return true;
  }

  /** What two filters allow. */
  record Both(ItemFilter one, ItemFilter other) implements ItemFilter {
    @Override
    public boolean allows(int item) {
      return one.allows(item) && other.allows(item);
    }

    @Override
    public boolean allowsAny(int from, int to) {
      return one.allowsAny(from, to) && other.allowsAny(from, to);
    }
  }

  /** What both allow. */
  default ItemFilter and(ItemFilter other) {
    if (this == EVERYTHING) {
      return other;
    }
    return other == EVERYTHING ? this : new Both(this, other);
  }
}
