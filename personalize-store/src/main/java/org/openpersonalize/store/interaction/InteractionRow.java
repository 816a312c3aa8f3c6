// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.interaction;

import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.matrix.Utf8Slice;
import org.openpersonalize.store.copy.CopyReader;

/** The interaction that a stream is at; its texts are good until the next. */
public final class InteractionRow {
  private final CopyReader reader;
  private final @Nullable Utf8Slice[] properties;
  private @Nullable Utf8Slice userId;
  private @Nullable Utf8Slice itemId;
  private @Nullable Utf8Slice eventType;
  private double eventValue;
  private long epochMillis;

  InteractionRow(CopyReader reader, InteractionWish wish) {
    this.reader = reader;
    this.properties = new Utf8Slice[wish.properties().size()];
  }

  boolean next() throws SQLException {
    if (!reader.nextRow()) {
      return false;
    }
    userId = reader.slice();
    itemId = reader.slice();
    eventType = reader.slice();
    eventValue = reader.number();
    epochMillis = reader.bigint();
    for (int property = 0; property < properties.length; property++) {
      properties[property] = reader.slice();
    }
    return true;
  }

  public Utf8Slice userId() {
    return Objects.requireNonNull(userId);
  }

  public Utf8Slice itemId() {
    return Objects.requireNonNull(itemId);
  }

  public @Nullable Utf8Slice eventType() {
    return eventType;
  }

  /** NaN when there is none. */
  public double eventValue() {
    return eventValue;
  }

  public long epochMillis() {
    return epochMillis;
  }

  /** A property's value, by its place in the wish; null where there is none. */
  public @Nullable Utf8Slice property(int place) {
    return properties[place];
  }
}
