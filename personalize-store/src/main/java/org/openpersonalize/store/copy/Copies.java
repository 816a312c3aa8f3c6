// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.copy;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.postgresql.copy.CopyOut;
import org.springframework.jdbc.support.SQLErrorCodeSQLExceptionTranslator;
import org.springframework.jdbc.support.SQLExceptionTranslator;
import org.springframework.stereotype.Component;

/**
 * Runs COPY on the connection of the caller's transaction, or one of its own where there is none.
 *
 * <p>While a COPY runs, the connection speaks the COPY's protocol and no other. One that does not end would leave the rest
 * of its answer on the connection, and whoever gets that from the pool next would read it in place of an answer of their
 * own. So a COPY that fails on this side is ended before the connection is given back, and where that does not work the
 * connection is closed.
 */
@Component
public class Copies {
  private static final String QUERY_CANCELED = "57014";

  private final DataSource dataSource;
  private final SQLExceptionTranslator translator;

  public Copies(DataSource dataSource) {
    this.dataSource = dataSource;
    this.translator = new SQLErrorCodeSQLExceptionTranslator(dataSource);
  }

  /** Reads the rows of a COPY. */
  @FunctionalInterface
  public interface Sink {
    void readFrom(CopyReader reader) throws SQLException;
  }

  /**
   * Begins to copy rows into a table that this transaction created. Until the writer is closed, the connection is busy with
   * it; a writer that is closed before {@link CopyWriter#finish} cancels the COPY, and nothing is written.
   *
   * <p>The rows are written frozen: no later reader has to look up and mark who wrote them, and an index on them can be
   * scanned without the table.
   *
   * @param target the table with its column list, as in {@code item (id, name)}
   */
  public CopyWriter in(String target, int columns) {
    CopyConnection connection =
        connect("COPY %s FROM STDIN (FORMAT binary, FREEZE)".formatted(target));
    boolean begun = false;
    try {
      CopyWriter writer =
          new CopyWriter(connection, connection.copies().copyIn(connection.sql()), columns);
      begun = true;
      return writer;
    } catch (SQLException e) {
      throw connection.translated(e);
    } finally {
      if (!begun) {
        connection.release();
      }
    }
  }

  /**
   * Copies a query's rows out; the statement sees one snapshot. If {@code sink} throws, the query is cancelled, and with it
   * the caller's transaction if there is one.
   */
  public void out(String query, Sink sink) {
    CopyConnection connection = connect("COPY (%s) TO STDOUT (FORMAT binary)".formatted(query));
    try {
      CopyOut copy = connection.copies().copyOut(connection.sql());
      try {
        sink.readFrom(new CopyReader(copy));
        readToTheEnd(copy);
      } catch (Throwable failure) {
        // not cancelCopy, which gives up the lock and leaves what the server has sent on the
        // connection
        connection.end(copy, () -> cancelAndReadToTheEnd(connection, copy), failure);
        throw failure;
      }
    } catch (SQLException e) {
      throw connection.translated(e);
    } finally {
      connection.release();
    }
  }

  /** As {@link #out}, of a query all columns of which are texts. */
  public void texts(String query, TextRows.Sink sink) {
    out(query, reader -> sink.readFrom(new TextRows(reader)));
  }

  private CopyConnection connect(String sql) {
    return new CopyConnection(dataSource, translator, sql);
  }

  private static void readToTheEnd(CopyOut copy) throws SQLException {
    while (copy.isActive() && copy.readFromCopy() != null) {
      // nobody wants these rows
    }
  }

  /** The server may have sent everything before the cancel reaches it; then the COPY ends as if nothing had happened. */
  private static void cancelAndReadToTheEnd(CopyConnection connection, CopyOut copy)
      throws SQLException {
    connection.cancelQuery();
    try {
      readToTheEnd(copy);
    } catch (SQLException e) {
      if (!QUERY_CANCELED.equals(e.getSQLState())) {
        throw e;
      }
    }
  }
}
