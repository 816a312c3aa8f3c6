// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.ranking;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Items for a user, best first. */
public record Recommendations(List<Item> items) {
  /** The reason of an item for which a promotion keeps its place. */
  public static final String PROMOTED = "Promoted item";

  /** The reason of an item that is shown because too little is known of it. */
  public static final String EXPLORATION = "Exploration";

  /** The reason of an item that is shown because nothing is known about the user. */
  public static final String POPULAR = "Popular item";

  public Recommendations {
    items = List.copyOf(items);
  }

  /**
   * One of them.
   *
   * @param score the probability that this is the item the user takes next; null where the recipe has no scores or the
   *     item is unknown to the model
   * @param slot what its place is for
   * @param promotionName of the promotion that put it here, null if none did
   * @param reasons why it is here, in the API's words; empty where the recipe gives none
   * @param metadata the columns that were asked for, by name
   */
  public record Item(
      String itemId,
      @Nullable Double score,
      Slot slot,
      @Nullable String promotionName,
      List<String> reasons,
      Map<String, String> metadata) {
    public Item {
      reasons = List.copyOf(reasons);
      metadata = Map.copyOf(metadata);
    }

    /** The same, telling this. */
    public Item with(Map<String, String> told) {
      return new Item(itemId, score, slot, promotionName, reasons, told);
    }

    /** One that is here for its score alone. */
    public Item(String itemId, @Nullable Double score) {
      this(itemId, score, Slot.BEST, null, List.of(), Map.of());
    }
  }

  /** The items' ids in order. */
  public List<String> itemIds() {
    return items.stream().map(Item::itemId).toList();
  }

  /**
   * Writes them as a batch job does: {@code recommendedItems}, their {@code scores} if any has one, and their {@code reasons}.
   *
   * @param telling does the recipe give reasons?
   */
  public void write(JsonGenerator json, boolean telling) {
    json.writeStartObject();
    json.writeArrayPropertyStart("recommendedItems");
    for (Item item : items) {
      json.writeString(item.itemId());
    }
    json.writeEndArray();
    if (items.stream().anyMatch(item -> item.score() != null)) {
      json.writeArrayPropertyStart("scores");
      for (Item item : items) {
        writeScore(json, item.score());
      }
      json.writeEndArray();
    }
    if (telling) {
      json.writeArrayPropertyStart("reasons");
      for (Item item : items) {
        json.writeStartArray();
        item.reasons().forEach(json::writeString);
        json.writeEndArray();
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void writeScore(JsonGenerator json, @Nullable Double score) {
    if (score == null) {
      json.writeNull();
    } else {
      json.writeNumber(score);
    }
  }
}
