package org.openpersonalize.store.copy;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyOut;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.support.SQLErrorCodeSQLExceptionTranslator;
import org.springframework.jdbc.support.SQLExceptionTranslator;
import org.springframework.stereotype.Component;

/** Runs COPY on the connection of the caller's transaction, or one of its own where there is none. */
@Component
public class Copies {
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
      CopyIn copy = connection.getCopyAPI().copyIn(sql);
      try {
        CopyWriter writer = new CopyWriter(copy, columns);
        rows.writeTo(writer);
        return writer.finish();
      } finally {
        if (copy.isActive()) {
          copy.cancelCopy();
        }
      }
    });
  }

  /** Copies a query's rows out; the statement sees one snapshot. */
  public void out(String query, Sink sink) {
    String sql = "COPY (%s) TO STDOUT (FORMAT binary)".formatted(query);
    withConnection(sql, connection -> {
      CopyOut copy = connection.getCopyAPI().copyOut(sql);
      try {
        sink.readFrom(new CopyReader(copy));
        return 0L;
      } finally {
        if (copy.isActive()) {
          copy.cancelCopy();
        }
      }
    });
  }

  private interface Work {
    long on(PGConnection connection) throws SQLException;
  }

  private long withConnection(String sql, Work work) {
    Connection connection = DataSourceUtils.getConnection(dataSource);
    try {
      return work.on(connection.unwrap(PGConnection.class));
    } catch (SQLException e) {
      throw translator.translate("COPY", sql, e);
    } finally {
      DataSourceUtils.releaseConnection(connection, dataSource);
    }
  }
}
