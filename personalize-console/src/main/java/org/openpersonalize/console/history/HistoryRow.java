// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.history;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.store.interaction.Interaction;

/**
 * Something that a user did.
 *
 * @param title null for an item without one
 */
public record HistoryRow(
    String itemId, @Nullable String title, @Nullable String eventType, Instant timestamp) {
  /** @param titles of items, by their ids */
  public static List<HistoryRow> all(List<Interaction> history, Map<String, String> titles) {
    return history.stream()
        .map(event -> new HistoryRow(
            event.itemId(), titles.get(event.itemId()), event.eventType(), event.timestamp()))
        .toList();
  }
}
