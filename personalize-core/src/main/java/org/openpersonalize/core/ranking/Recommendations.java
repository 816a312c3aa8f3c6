package org.openpersonalize.core.ranking;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Items for a user, best first. */
public record Recommendations(List<Item> items) {
  public Recommendations {
    items = List.copyOf(items);
  }

  /**
   * One of them.
   *
   * @param score the probability that this is the item the user takes next; null where the recipe has no scores or the
   *     item is unknown to the model
   */
  public record Item(String itemId, @Nullable Double score) {}

  /** The items' ids in order. */
  public List<String> itemIds() {
    return items.stream().map(Item::itemId).toList();
  }
}
