// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.exportjob;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.csv.CsvLines;
import org.openpersonalize.core.csv.GeneratedInput;
import org.openpersonalize.store.copy.TextRows;

/** The rows of a COPY, all columns of which are texts, as CSV files that are made as they are read. */
final class ExportedRecords {
  private final TextRows rows;
  private final List<String> columns;
  private boolean more;
  private long count;

  /** @param columns the header of each part, and what a row has */
  ExportedRecords(TextRows rows, List<String> columns) throws IOException {
    this.rows = rows;
    this.columns = columns;
    this.more = rows.next();
  }

  /** Is a record left that no part has? */
  boolean hasMore() {
    return more;
  }

  /** How many records the parts had so far. */
  long count() {
    return count;
  }

  /** The next file, to be read to its end before the one behind it is begun. */
  Part part(long bytes) {
    return new Part(bytes);
  }

  /** One file, which ends with the record that makes it so long. */
  final class Part extends GeneratedInput {
    private final CsvLines lines = new CsvLines(false);
    private long left;

    private Part(long bytes) {
      this.left = bytes;
      lines.header(columns);
    }

    @Override
    protected byte @Nullable [] next() throws IOException {
      while (more && lines.length() < left && !lines.isFull()) {
        append();
      }
      byte[] piece = lines.take();
      left -= piece.length;
      return piece.length == 0 ? null : piece;
    }

    private void append() throws IOException {
      for (int column = 0; column < columns.size(); column++) {
        lines.cell(rows.text());
      }
      lines.end();
      count++;
      more = rows.next();
    }
  }
}
