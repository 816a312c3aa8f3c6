// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.catalog;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.schema.Field;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Prose, which is another for every record, in UTF-8. */
public final class TextColumn extends Column {
  private static final int HEADER = 16; // of an array

  private final Pieces<byte @Nullable [][]> values;
  private long bytes; // of the texts

  TextColumn(Field field) {
    this(field, new Pieces<>(() -> new byte[Pieces.LENGTH][], byte[][]::clone), 0);
  }

  private TextColumn(Field field, Pieces<byte @Nullable [][]> values, long bytes) {
    super(field);
    this.values = values;
    this.bytes = bytes;
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
    write(row, null);
  }

  @Override
  void set(int row, JsonToken token, JsonParser json) {
    if (token == JsonToken.VALUE_STRING) {
      write(row, json.getString().getBytes(StandardCharsets.UTF_8));
    }
  }

  private void write(int row, byte @Nullable [] text) {
    byte[][] piece = values.writable(row);
    bytes += size(text) - size(piece[Pieces.at(row)]);
    piece[Pieces.at(row)] = text;
  }

  private static int size(byte @Nullable [] text) {
    return text == null ? 0 : HEADER + text.length;
  }

  @Override
  Column owning(int row) {
    return new TextColumn(field(), values.owning(row), bytes);
  }

  @Override
  long sizeInBytes() {
    return bytes + (long) Pieces.LENGTH * values.count() * Integer.BYTES;
  }
}
