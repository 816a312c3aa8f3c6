// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.copy;

import java.io.IOException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The rows of a COPY whose columns are all texts, for readers that know nothing of the database. */
public final class TextRows {
  private final CopyReader reader;

  TextRows(CopyReader reader) {
    this.reader = reader;
  }

  /** Takes the rows. */
  @FunctionalInterface
  public interface Sink {
    void readFrom(TextRows rows);
  }

  /** Moves to the next row; false when there is none left. */
  public boolean next() throws IOException {
    try {
      return reader.nextRow();
    } catch (SQLException e) {
      throw new IOException("Cannot read the next row: " + e.getMessage(), e);
    }
  }

  /** The row's next column; null where it has nothing. */
  public @Nullable String text() {
    return reader.text();
  }
}
