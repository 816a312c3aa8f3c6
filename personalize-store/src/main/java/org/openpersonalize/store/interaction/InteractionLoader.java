// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.interaction;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.store.copy.Copies;
import org.openpersonalize.store.copy.CopyWriter;
import org.openpersonalize.store.copy.Loaded;

/**
 * Takes the interactions of one import; see {@link BulkInteractions#begin}. Whoever closes it before {@link #finish} must
 * roll back.
 */
public final class InteractionLoader implements AutoCloseable {
  private static final List<String> COLUMNS =
      List.of("user_id", "item_id", "event_type", "event_value", "\"timestamp\"");

  private final CopyWriter writer;
  private final boolean impressions;
  private final boolean recommendations;
  private final boolean sources;
  private final boolean properties;
  private final Repeats repeats = new Repeats();
  private final Ending ending;

  /** What is done with the rows when all are written. */
  @FunctionalInterface
  interface Ending {
    Loaded end(long copied, Repeats repeats);
  }

  /**
   * Begins to fill a table that this transaction created.
   *
   * @param details of which there may be some
   */
  InteractionLoader(Copies copies, String table, Set<InteractionDetail> details, Ending ending) {
    List<String> columns = Stream.concat(
            COLUMNS.stream(),
            Stream.of(InteractionDetail.values())
                .filter(details::contains)
                .map(InteractionDetail::column))
        .toList();
    this.impressions = details.contains(InteractionDetail.IMPRESSION);
    this.recommendations = details.contains(InteractionDetail.RECOMMENDATION_ID);
    this.sources = details.contains(InteractionDetail.EVENT_ATTRIBUTION_SOURCE);
    this.properties = details.contains(InteractionDetail.PROPERTIES);
    this.ending = ending;
    this.writer = copies.in("%s (%s)".formatted(table, String.join(", ", columns)), columns.size());
  }

  /**
   * Adds one interaction.
   *
   * @param itemId the item, or the action in a dataset of action interactions
   * @param eventValue NaN when there is none
   * @param epochMillis when it happened
   * @param properties the remaining columns as a JSON object, null when there are none
   * @throws IllegalArgumentException if it has a detail of which there was to be none
   */
  public void add(
      String userId,
      String itemId,
      @Nullable String eventType,
      double eventValue,
      long epochMillis,
      @Nullable String impression,
      @Nullable String recommendationId,
      @Nullable String eventAttributionSource,
      @Nullable String properties) {
    writer.startRow();
    writer.text(userId);
    writer.text(itemId);
    writer.text(eventType);
    writer.number(0.0 + eventValue); // there is one zero, as there is to the database
    writer.bigint(epochMillis);
    detail(impressions, impression);
    detail(recommendations, recommendationId);
    detail(sources, eventAttributionSource);
    repeats.note(writer, userId, epochMillis); // JSON that is the same may be spelled otherwise
    if (this.properties) {
      writer.json(properties);
    } else {
      requireNone(properties);
    }
  }

  private void detail(boolean written, @Nullable String value) {
    if (written) {
      writer.text(value);
    } else {
      requireNone(value);
    }
  }

  private static void requireNone(@Nullable String value) {
    if (value != null) {
      throw new IllegalArgumentException("The import was begun without such a detail");
    }
  }

  /** Ends what the loader was begun for, and answers what it brings. */
  public Loaded finish() {
    repeats.end();
    return ending.end(writer.finish(), repeats);
  }

  @Override
  public void close() {
    writer.close();
  }
}
