// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.importjob;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.csv.Refusals;
import org.openpersonalize.core.csv.RefusedRecord;

/** Writes the records that are refused as CSV for a spreadsheet. */
final class RefusedRows implements Refusals {
  /** By which spreadsheets know UTF-8. */
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  /** With these a cell begins that a spreadsheet would reckon instead of showing it. */
  private static final String FORMULA = "=+-@\t\r";

  private final Writer out;

  RefusedRows(Writer out) {
    this.out = out;
  }

  void begin() throws IOException {
    out.write(BYTE_ORDER_MARK + "line,column,value,reason,record\r\n");
  }

  @Override
  public boolean wantLines() {
    return true;
  }

  @Override
  public void add(RefusedRecord refused, @Nullable String line) {
    try {
      out.write(Long.toString(refused.line()));
      write(refused.column());
      write(refused.value());
      write(refused.message());
      write(line);
      out.write("\r\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(@Nullable String value) throws IOException {
    out.write(',');
    if (value != null && !value.isEmpty()) {
      String shown = FORMULA.indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
      out.write('"' + shown.replace("\"", "\"\"") + '"');
    }
  }
}
