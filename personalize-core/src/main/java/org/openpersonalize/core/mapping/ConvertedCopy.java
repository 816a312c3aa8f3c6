// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.csv.DatasetRecordReader;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.Field;

/**
 * The records of a file in the bulk format, with the columns of a schema. They are made as they are read, so that a file of any
 * size takes the memory of a few records. What the reader refuses is left out, if it goes on behind it.
 */
public final class ConvertedCopy extends InputStream {
  private static final int CHUNK = 1 << 16;

  private final DatasetRecordReader records;
  private final int columns;
  private final StringBuilder text = new StringBuilder(2 * CHUNK);
  private byte[] bytes;
  private int at;
  private long rows;

  /** @param records of that schema, closed by {@link #close} */
  public ConvertedCopy(DatasetRecordReader records, DatasetSchema schema) {
    this.records = records;
    this.columns = schema.fields().size();
    List<String> header = schema.fields().stream().map(Field::name).toList();
    this.bytes = (String.join(",", header) + "\n").getBytes(UTF_8);
  }

  /** How many records were read so far. */
  public long rows() {
    return rows;
  }

  @Override
  public int read() throws IOException {
    return isExhausted() ? -1 : bytes[at++] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (isExhausted()) {
      return -1;
    }
    int count = Math.min(length, bytes.length - at);
    System.arraycopy(bytes, at, buffer, offset, count);
    at += count;
    return count;
  }

  @Override
  public void close() throws IOException {
    records.close();
  }

  private boolean isExhausted() throws IOException {
    if (at == bytes.length) {
      fill();
    }
    return at == bytes.length;
  }

  private void fill() throws IOException {
    text.setLength(0);
    while (text.length() < CHUNK && records.next()) {
      rows++;
      for (int column = 0; column < columns; column++) {
        if (column > 0) {
          text.append(',');
        }
        append(records.source(column));
      }
      text.append('\n');
    }
    bytes = text.toString().getBytes(UTF_8);
    at = 0;
  }

  /** A record is one line here: what parts the lines of a value becomes a blank. */
  private void append(@Nullable String value) {
    if (value == null) {
      return;
    }
    if (!needsQuotes(value)) {
      text.append(value);
      return;
    }
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\');
      }
      text.append(c == '\n' || c == '\r' ? ' ' : c);
    }
    text.append('"');
  }

  private static boolean needsQuotes(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == ',' || c == '"' || c == '\n' || c == '\r') {
        return true;
      }
    }
    return false;
  }
}
