// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.exportjob;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.csv.CellWriter;
import org.openpersonalize.core.csv.GeneratedInput;
import org.openpersonalize.core.schema.Field;
import org.openpersonalize.store.copy.TextRows;

/** The rows of a COPY, all columns of which are texts, as files that are made as they are read. */
final class ExportedRecords {
  private final TextRows rows;
  private final List<Field> columns;
  private boolean more;
  private long count;

  /** @param columns of each part, and what a row has */
  ExportedRecords(TextRows rows, List<Field> columns) throws IOException {
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

  /**
   * The next file, to be read to its end before the one behind it is begun.
   *
   * @param bytes how long it may become; it ends with the record that makes it so long
   */
  Part part(ExportForm form, long bytes) {
    return new Part(form.begin(columns), bytes);
  }

  /** One file. */
  final class Part extends GeneratedInput {
    private final CellWriter file;
    private long left;
    private boolean finished;

    private Part(CellWriter file, long bytes) {
      this.file = file;
      this.left = bytes;
    }

    @Override
    protected byte @Nullable [] next() throws IOException {
      if (finished) {
        return null;
      }
      while (more && file.length() < left && !file.isFull()) {
        append();
      }
      finished = !more || file.length() >= left;
      byte[] piece = finished ? file.finish() : file.take();
      left -= piece.length;
      return piece;
    }

    private void append() throws IOException {
      for (int column = 0; column < columns.size(); column++) {
        file.cell(rows.text());
      }
      file.end();
      count++;
      more = rows.next();
    }
  }
}
