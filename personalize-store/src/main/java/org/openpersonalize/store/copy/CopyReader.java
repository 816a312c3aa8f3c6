// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.copy;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.matrix.Utf8Slice;
import org.postgresql.copy.CopyOut;

/**
 * Reads the rows of a {@code COPY … TO STDOUT (FORMAT binary)}.
 *
 * <p>A row is {@link #nextRow} and then one call a column, in the order of the query's columns. The server sends one
 * message a row; the first also carries the header.
 */
public final class CopyReader {
  private static final int SIGNATURE_AND_FLAGS = 11 + 4;

  private final CopyOut copy;
  private byte[] row = new byte[0];
  private int at;
  private boolean first = true;

  public CopyReader(CopyOut copy) {
    this.copy = copy;
  }

  /** Moves to the next row; false when there is none left. */
  public boolean nextRow() throws SQLException {
    while (true) {
      byte[] message = copy.readFromCopy();
      if (message == null) {
        return false;
      }
      row = message;
      at = 0;
      if (first) {
        first = false;
        at = SIGNATURE_AND_FLAGS;
        at += 4 + readInt(at); // the header extension and its length
      }
      if (at == row.length) {
        continue;
      }
      int columns = (short) ((row[at] << 8) | (row[at + 1] & 0xff));
      at += 2;
      if (columns >= 0) {
        return true;
      }
    }
  }

  public @Nullable String text() {
    Utf8Slice slice = slice();
    return slice == null ? null : slice.toString();
  }

  /** A text where the row has it; good until the next row. */
  public @Nullable Utf8Slice slice() {
    int length = takeInt();
    if (length < 0) {
      return null;
    }
    at += length;
    return new Utf8Slice(row, at - length, at);
  }

  /** A {@code double precision}; NaN for null. */
  public double number() {
    return takeInt() < 0 ? Double.NaN : Double.longBitsToDouble(takeLong());
  }

  /** A {@code bigint}, which must not be null. */
  public long bigint() {
    takeInt();
    return takeLong();
  }

  private int takeInt() {
    int value = readInt(at);
    at += 4;
    return value;
  }

  private long takeLong() {
    long high = takeInt();
    return (high << 32) | (takeInt() & 0xffffffffL);
  }

  private int readInt(int offset) {
    return (row[offset] << 24)
        | ((row[offset + 1] & 0xff) << 16)
        | ((row[offset + 2] & 0xff) << 8)
        | (row[offset + 3] & 0xff);
  }
}
