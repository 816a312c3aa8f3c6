package org.openpersonalize.store.copy;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.copy.CopyOperation;
import org.postgresql.copy.CopyOut;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.DataSourceUtils;
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
  private static final Logger log = LoggerFactory.getLogger(Copies.class);

  private static final String QUERY_CANCELED = "57014";

  private final DataSource dataSource;
  private final SQLExceptionTranslator translator;

  public Copies(DataSource dataSource) {
    this.dataSource = dataSource;
    this.translator = new SQLErrorCodeSQLExceptionTranslator(dataSource);
  }

  /** Writes the rows of a COPY. */
  @FunctionalInterface
  public interface Rows {
    void writeTo(CopyWriter writer) throws SQLException;
  }

  /** Reads the rows of a COPY. */
  @FunctionalInterface
  public interface Sink {
    void readFrom(CopyReader reader) throws SQLException;
  }

  /**
   * Copies rows into a table that this transaction created; if {@code rows} throws, the COPY is cancelled and nothing is
   * written.
   *
   * <p>The rows are written frozen: no later reader has to look up and mark who wrote them, and an index on them can be
   * scanned without the table.
   *
   * @param target the table with its column list, as in {@code item (id, name)}
   * @return the number of rows
   */
  public long in(String target, int columns, Rows rows) {
    String sql = "COPY %s FROM STDIN (FORMAT binary, FREEZE)".formatted(target);
    return withConnection(sql, connection -> {
      CopyIn copy = copyApi(connection).copyIn(sql);
      try {
        CopyWriter writer = new CopyWriter(copy, columns);
        rows.writeTo(writer);
        return writer.finish();
      } catch (Throwable failure) {
        end(connection, copy, copy::cancelCopy, failure);
        throw failure;
      }
    });
  }

  /**
   * Copies a query's rows out; the statement sees one snapshot. If {@code sink} throws, the query is cancelled, and with it
   * the caller's transaction if there is one.
   */
  public void out(String query, Sink sink) {
    String sql = "COPY (%s) TO STDOUT (FORMAT binary)".formatted(query);
    withConnection(sql, connection -> {
      CopyOut copy = copyApi(connection).copyOut(sql);
      try {
        sink.readFrom(new CopyReader(copy));
        readToTheEnd(copy);
        return 0L;
      } catch (Throwable failure) {
        // not cancelCopy, which gives up the lock and leaves what the server has sent on the
        // connection
        end(connection, copy, () -> cancelAndReadToTheEnd(connection, copy), failure);
        throw failure;
      }
    });
  }

  private static CopyManager copyApi(Connection connection) throws SQLException {
    return connection.unwrap(PGConnection.class).getCopyAPI();
  }

  private static void readToTheEnd(CopyOut copy) throws SQLException {
    while (copy.isActive() && copy.readFromCopy() != null) {
      // nobody wants these rows
    }
  }

  /** The server may have sent everything before the cancel reaches it; then the COPY ends as if nothing had happened. */
  private static void cancelAndReadToTheEnd(Connection connection, CopyOut copy)
      throws SQLException {
    connection.unwrap(PGConnection.class).cancelQuery();
    try {
      readToTheEnd(copy);
    } catch (SQLException e) {
      if (!QUERY_CANCELED.equals(e.getSQLState())) {
        throw e;
      }
    }
  }

  private interface Ending {
    void run() throws SQLException;
  }

  /** Ends a COPY that failed, or else its connection. */
  private static void end(
      Connection connection, CopyOperation copy, Ending ending, Throwable failure) {
    boolean ended = !isConnectionFailure(failure);
    if (copy.isActive()) {
      try {
        ending.run();
      } catch (Throwable e) {
        failure.addSuppressed(e);
        ended = false;
      }
    }
    if (!ended || copy.isActive()) {
      log.warn("Closing a connection whose COPY could not be ended: {}", failure.getMessage());
      abort(connection, failure);
    }
  }

  private static boolean isConnectionFailure(Throwable failure) {
    return failure instanceof SQLException e
        && e.getSQLState() != null
        && e.getSQLState().startsWith("08");
  }

  private static void abort(Connection connection, Throwable failure) {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }

  private interface Work {
    long on(Connection connection) throws SQLException;
  }

  private long withConnection(String sql, Work work) {
    Connection connection = DataSourceUtils.getConnection(dataSource);
    try {
      return work.on(connection);
    } catch (SQLException e) {
      throw translator.translate("COPY", sql, e);
    } finally {
      DataSourceUtils.releaseConnection(connection, dataSource);
    }
  }
}
