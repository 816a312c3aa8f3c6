// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.interaction;

import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.store.copy.CopyWriter;
import org.openpersonalize.store.copy.Loaded;

/**
 * Takes the interactions of one import; see {@link BulkInteractions#begin}. Whoever closes it before {@link #finish} must
 * roll back.
 */
public final class InteractionLoader implements AutoCloseable {
  static final int COLUMNS = 10;

  private final CopyWriter writer;
  private final int importId;
  private final LongFunction<Loaded> ending;

  /** @param ending what is done with the rows, given how many were written */
  InteractionLoader(CopyWriter writer, int importId, LongFunction<Loaded> ending) {
    this.writer = writer;
    this.importId = importId;
    this.ending = ending;
  }

  /**
   * Adds one interaction.
   *
   * @param itemId the item, or the action in a dataset of action interactions
   * @param eventValue NaN when there is none
   * @param epochMillis when it happened
   * @param properties the remaining columns as a JSON object, null when there are none
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
    writer.integer(importId);
    writer.text(userId);
    writer.text(itemId);
    writer.text(eventType);
    writer.number(eventValue);
    writer.bigint(epochMillis);
    writer.text(impression);
    writer.text(recommendationId);
    writer.text(eventAttributionSource);
    writer.json(properties);
  }

  /** Ends what the loader was begun for, and answers what it brings. */
  public Loaded finish() {
    return ending.apply(writer.finish());
  }

  @Override
  public void close() {
    writer.close();
  }
}
