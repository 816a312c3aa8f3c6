// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.csv;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records as lines, such as {@link CsvRecordReader} reads the same again. Holds what was not taken yet. */
public final class CsvLines implements CellWriter {
  private static final int PIECE = 1 << 16;

  private final boolean blankLineBreaks;
  private final StringBuilder text = new StringBuilder(2 * PIECE);
  private boolean begun;

  /** @param blankLineBreaks write a blank for what parts the lines of a value, for readers that take a line for a record */
  public CsvLines(boolean blankLineBreaks) {
    this.blankLineBreaks = blankLineBreaks;
  }

  /** Adds a record of nothing but names. */
  public void header(List<String> columns) {
    columns.forEach(this::cell);
    end();
  }

  @Override
  public void cell(@Nullable String value) {
    if (begun) {
      text.append(',');
    }
    begun = true;
    if (value == null) {
      return;
    }
    if (needsQuotes(value)) {
      quote(value);
    } else {
      text.append(value);
    }
  }

  @Override
  public void end() {
    text.append('\n');
    begun = false;
  }

  @Override
  public long length() {
    return text.length();
  }

  @Override
  public boolean isFull() {
    return text.length() >= PIECE;
  }

  @Override
  public byte[] take() {
    byte[] bytes = text.toString().getBytes(UTF_8);
    text.setLength(0);
    return bytes;
  }

  @Override
  public byte[] finish() {
    return take();
  }

  private void quote(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean lineBreak = c == '\n' || c == '\r';
      if (c == '"' || c == '\\' || lineBreak && !blankLineBreaks) {
        text.append('\\');
      }
      text.append(lineBreak && blankLineBreaks ? ' ' : c);
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
