// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.trial;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.serving.RecommendationService.PredictedItem;

/**
 * An item of the answer.
 *
 * @param rank 1 for the first
 * @param title null for an item without one
 * @param why where it is explained
 */
public record ItemRow(
    int rank, PredictedItem item, @Nullable String title, String why) {
  public String itemId() {
    return item.itemId();
  }

  /** Null where items have none. */
  public @Nullable String score() {
    return item.score() == null ? null : String.format(Locale.ROOT, "%.4f", item.score());
  }

  public boolean isPromoted() {
    return item.promotionName() != null;
  }

  public List<String> reasons() {
    return item.reason() == null ? List.of() : item.reason();
  }
}
