// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.catalog;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.schema.Field;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Prose, which is another for every record, in UTF-8. */
public final class TextColumn extends Column {
  private final Pieces<byte @Nullable [][]> values;

  TextColumn(Field field) {
    this(field, new Pieces<>(() -> new byte[Pieces.LENGTH][], byte[][]::clone));
  }

  private TextColumn(Field field, Pieces<byte @Nullable [][]> values) {
    super(field);
    this.values = values;
  }

  @Override
  public boolean isPresent(int row) {
    return values.of(row)[Pieces.at(row)] != null;
  }

  /** The record's text; null when it is missing. */
  public @Nullable String text(int row) {
    byte[] text = values.of(row)[Pieces.at(row)];
    return text == null ? null : new String(text, StandardCharsets.UTF_8);
  }

  @Override
  void clear(int row) {
    values.writable(row)[Pieces.at(row)] = null;
  }

  @Override
  void set(int row, JsonToken token, JsonParser json) {
    if (token == JsonToken.VALUE_STRING) {
      values.writable(row)[Pieces.at(row)] = json.getString().getBytes(StandardCharsets.UTF_8);
    }
  }

  @Override
  Column owning(int row) {
    return new TextColumn(field(), values.owning(row));
  }

  @Override
  long sizeInBytes() {
    long bytes = 0;
    for (int piece = 0; piece < values.count(); piece++) {
      for (byte[] text : values.of(piece * Pieces.LENGTH)) {
        bytes += Integer.BYTES + (text == null ? 0 : 16 + text.length);
      }
    }
    return bytes;
  }
}
