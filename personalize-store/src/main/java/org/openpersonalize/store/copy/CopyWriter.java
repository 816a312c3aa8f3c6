// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.copy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;
import org.springframework.dao.DataAccessException;

/**
 * Writes rows into a {@code COPY … FROM STDIN (FORMAT binary)}.
 *
 * <p>A row is {@link #startRow} and then one call a column, in the order of the COPY's column list. What the database refuses
 * is thrown as a {@link org.springframework.dao.DataAccessException}.
 */
public final class CopyWriter implements AutoCloseable {
  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0
  };
  private static final int CHUNK = 1 << 16;
  private static final int NULL = -1;
  private static final byte JSONB_VERSION = 1;

  private final CopyConnection connection;
  private final CopyIn copy;
  private final int columns;
  private byte[] buffer = new byte[2 * CHUNK];
  private int length;
  private int row;
  private long rows;
  private boolean finished;
  private boolean closed;
  private @Nullable SQLException failure;

  /**
   * @param connection released by {@link #close}
   * @param copy a COPY just started
   * @param columns the number of its columns
   */
  CopyWriter(CopyConnection connection, CopyIn copy, int columns) {
    this.connection = connection;
    this.copy = copy;
    this.columns = columns;
    System.arraycopy(SIGNATURE, 0, buffer, 0, SIGNATURE.length);
    length = SIGNATURE.length + 8; // no flags, no header extension
  }

  /** @throws CancellationException if the worker has been told to stop */
  public void startRow() {
    if (length >= CHUNK) {
      flush();
    }
    putShort(columns);
    row = length;
    rows++;
  }

  /** A number made of bytes. */
  @FunctionalInterface
  public interface Hash {
    long of(byte[] bytes, int from, int to);
  }

  /** The hash of what was written so far of the current row; equal columns have equal bytes. */
  public long written(Hash hash) {
    return hash.of(buffer, row, length);
  }

  public void text(@Nullable String value) {
    if (value == null) {
      putInt(NULL);
    } else {
      byte[] bytes = value.getBytes(UTF_8); // the JDK is faster at it than a loop over characters
      putInt(bytes.length);
      putBytes(bytes);
    }
  }

  public void json(@Nullable String value) {
    if (value == null) {
      putInt(NULL);
    } else {
      byte[] bytes = value.getBytes(UTF_8);
      putInt(1 + bytes.length);
      ensure(1);
      buffer[length++] = JSONB_VERSION;
      putBytes(bytes);
    }
  }

  public void integer(int value) {
    putInt(4);
    putInt(value);
  }

  public void bigint(long value) {
    putInt(8);
    putLong(value);
  }

  /** A {@code double precision}; NaN is written as null. */
  public void number(double value) {
    if (Double.isNaN(value)) {
      putInt(NULL);
    } else {
      putInt(8);
      putLong(Double.doubleToRawLongBits(value));
    }
  }

  /** Ends the COPY, frees the connection and answers the number of rows that were written. */
  public long finish() {
    putShort(-1);
    flush();
    try {
      copy.endCopy();
    } catch (SQLException e) {
      throw failed(e);
    }
    finished = true;
    close();
    return rows;
  }

  /** Cancels the COPY if it is not {@linkplain #finish finished}. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      if (!finished) {
        connection.end(copy, copy::cancelCopy, failure);
      }
    } finally {
      connection.release();
    }
  }

  private void putBytes(byte[] bytes) {
    ensure(bytes.length);
    System.arraycopy(bytes, 0, buffer, length, bytes.length);
    length += bytes.length;
  }

  private void putShort(int value) {
    ensure(2);
    buffer[length++] = (byte) (value >>> 8);
    buffer[length++] = (byte) value;
  }

  private void putInt(int value) {
    ensure(4);
    buffer[length++] = (byte) (value >>> 24);
    buffer[length++] = (byte) (value >>> 16);
    buffer[length++] = (byte) (value >>> 8);
    buffer[length++] = (byte) value;
  }

  private void putLong(long value) {
    putInt((int) (value >>> 32));
    putInt((int) value);
  }

  private void ensure(int more) {
    if (buffer.length - length < more) {
      buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, length + more));
    }
  }

  private void flush() {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("The service stops during a COPY");
    }
    try {
      copy.writeToCopy(buffer, 0, length);
    } catch (SQLException e) {
      throw failed(e);
    }
    length = 0;
  }

  private DataAccessException failed(SQLException e) {
    failure = e;
    return connection.translated(e);
  }
}
