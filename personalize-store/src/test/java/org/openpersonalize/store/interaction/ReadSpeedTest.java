// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.interaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.InteractionLogBuilder;
import org.openpersonalize.core.matrix.InteractionMatrix;
import org.openpersonalize.store.catalog.ImportMode;
import org.openpersonalize.store.testing.StoreTestConfiguration;
import org.openpersonalize.store.testing.Turns;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * From Postgres to a matrix, against a COPY of the same columns whose rows are thrown away: the faster of the text and the
 * binary one, two of them side by side, since a reader keeps two processors busy too. A training also parses, numbers the
 * ids, sorts by user and time and sums up confidences. The other way to read, a cursor, is timed once.
 */
@SpringBootTest(classes = StoreTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class ReadSpeedTest {
  private static final int DATASET = 1;
  private static final int ROWS = Integer.getInteger("read.rows", 1_000_000);
  /** What holds on a machine that is busy with other builds as well; see docs/benchmarks.md for a quiet one. */
  private static final double MOST = 2.5;

  private static final String COLUMNS =
      "SELECT user_id, item_id, event_type, event_value, \"timestamp\" FROM interaction";

  @Autowired
  InteractionTable table;

  @Autowired
  BulkInteractions bulk;

  @Autowired
  TransactionTemplate transaction;

  @Autowired
  DataSource dataSource;

  @Test
  void a_matrix_is_read_almost_as_fast_as_the_rows_can_be_copied_out() throws Exception {
    transaction.executeWithoutResult(status -> {
      try (InteractionLoader loader = bulk.begin(DATASET, ImportMode.FULL)) {
        rows(loader);
        loader.finish();
      }
    });

    Turns turns = Turns.untilAtMost(
        MOST,
        () -> Math.min(
            Turns.sideBySide(() -> bareCopySeconds("text")),
            Turns.sideBySide(() -> bareCopySeconds("binary"))),
        this::matrixSeconds);

    System.out.printf(
        "%,d interactions: bare COPY, once and alone, %.2f s as text, %.2f s binary, a cursor %.2f s; two side by side %.2f s, matrix %.2f s, %.0f %% of their speed (best of %d)%n",
        ROWS,
        bareCopySeconds("text"),
        bareCopySeconds("binary"),
        cursorSeconds(),
        turns.yardstick(),
        turns.measured(),
        100 / turns.times(),
        turns.rounds());
    assertThat(turns.times()).isLessThanOrEqualTo(MOST);
  }

  private double matrixSeconds() {
    long start = System.nanoTime();
    InteractionLog interactions = read();
    assertThat(InteractionMatrix.of(interactions, ConfidenceRule.everyEvent()).rows())
        .isEqualTo(interactions.users().size());
    return secondsSince(start);
  }

  private InteractionLog read() {
    InteractionLogBuilder builder = new InteractionLogBuilder();
    table.stream(
        DATASET,
        InteractionWish.withTypes(),
        row -> builder.add(
            row.userId(),
            row.itemId(),
            row.eventType(),
            (float) row.eventValue(),
            row.epochMillis()));
    return builder.build();
  }

  private double bareCopySeconds(String format) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      long start = System.nanoTime();
      CopyOut copy = connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyOut("COPY (%s) TO STDOUT (FORMAT %s)".formatted(COLUMNS, format));
      long rows = 0;
      while (copy.readFromCopy() != null) {
        rows++;
      }
      assertThat(rows).isGreaterThanOrEqualTo(ROWS);
      return secondsSince(start);
    }
  }

  /** Reads the columns and does nothing with them. */
  private double cursorSeconds() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.setFetchSize(10_000);
      long start = System.nanoTime();
      long characters = 0;
      try (ResultSet rows = statement.executeQuery(COLUMNS)) {
        while (rows.next()) {
          characters += rows.getString(1).length() + rows.getString(2).length();
          characters += rows.getString(3).length() + rows.getLong(5) + (long) rows.getDouble(4);
        }
      }
      assertThat(characters).isPositive();
      connection.rollback();
      return secondsSince(start);
    }
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static void rows(InteractionLoader loader) {
    Random random = new Random(1);
    for (int row = 0; row < ROWS; row++) {
      loader.add(
          "user" + random.nextInt(ROWS / 10),
          "item" + random.nextInt(20_000),
          random.nextInt(10) == 0 ? "purchase" : "view",
          random.nextInt(10_000) / 100.0,
          1_000L * (1_600_000_000 + random.nextInt(100_000_000)),
          null,
          null,
          null,
          null);
    }
  }
}
