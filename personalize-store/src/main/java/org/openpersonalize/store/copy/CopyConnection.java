// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.copy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import org.postgresql.copy.CopyOperation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.support.SQLExceptionTranslator;

/** The connection that a COPY has for itself: the caller's transaction's, or one of its own where there is none. */
final class CopyConnection {
  private static final Logger log = LoggerFactory.getLogger(CopyConnection.class);

  private final DataSource dataSource;
  private final SQLExceptionTranslator translator;
  private final String sql;
  private final Connection connection;

  CopyConnection(DataSource dataSource, SQLExceptionTranslator translator, String sql) {
    this.dataSource = dataSource;
    this.translator = translator;
    this.sql = sql;
    this.connection = DataSourceUtils.getConnection(dataSource);
  }

  /** The statement that it is for. */
  String sql() {
    return sql;
  }

  CopyManager copies() throws SQLException {
    return connection.unwrap(PGConnection.class).getCopyAPI();
  }

  /** Asks the server to stop; it may be done before that reaches it. */
  void cancelQuery() throws SQLException {
    connection.unwrap(PGConnection.class).cancelQuery();
  }

  DataAccessException translated(SQLException failure) {
    return Objects.requireNonNullElseGet(
        translator.translate("COPY", sql, failure),
        () -> new UncategorizedSQLException("COPY", sql, failure));
  }

  /** How a COPY that failed on this side is ended. */
  interface Ending {
    void run() throws SQLException;
  }

  /** Ends a COPY that failed, or else its connection. */
  void end(CopyOperation copy, Ending ending, @Nullable Throwable failure) {
    boolean ended = !isConnectionFailure(failure);
    if (copy.isActive()) {
      try {
        ending.run();
      } catch (SQLException | RuntimeException e) {
        log.warn("A COPY could not be ended", e);
        ended = false;
      }
    }
    if (!ended || copy.isActive()) {
      abort();
    }
  }

  private static boolean isConnectionFailure(@Nullable Throwable failure) {
    return failure instanceof SQLException e
        && e.getSQLState() != null
        && e.getSQLState().startsWith("08");
  }

  private void abort() {
    log.warn("Closing a connection whose COPY could not be ended");
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      log.warn("The connection could not be closed either", e);
    }
  }

  void release() {
    DataSourceUtils.releaseConnection(connection, dataSource);
  }
}
