// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.interaction;

import java.time.Clock;
import java.util.Set;
import org.openpersonalize.store.catalog.ImportMode;
import org.openpersonalize.store.copy.Copies;
import org.openpersonalize.store.copy.CopyWriter;
import org.openpersonalize.store.copy.Loaded;
import org.openpersonalize.store.copy.Timestamps;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The interactions of an import, in a table of their own that this transaction made. */
final class LoadedInteractions {
  private final JdbcTemplate statements;
  private final JdbcClient jdbc;
  private final Copies copies;
  private final String table;
  private final int datasetId;
  private final int importId;

  /** @param importId the import's number, which no other import has; 0 for one that has none */
  LoadedInteractions(
      JdbcTemplate statements, Copies copies, String table, int datasetId, int importId) {
    this.statements = statements;
    this.copies = copies;
    this.jdbc = JdbcClient.create(statements);
    this.table = table;
    this.datasetId = datasetId;
    this.importId = importId;
  }

  /**
   * Drops what is there twice, and has the dataset's readers see the rest when the transaction commits.
   *
   * @param copied how many rows the table has
   * @param repeats which of them may be there twice
   */
  Loaded attach(long copied, Repeats repeats, ImportMode mode, Clock clock) {
    index();
    long different = copied - deleteRepeats(repeats);
    long kept = different;
    long replaced = 0;
    if (mode == ImportMode.FULL) {
      replaced = others();
      statements.update(
          "UPDATE interaction_import SET visible = false WHERE dataset_id = ? AND import_id <> ?",
          datasetId,
          importId);
    } else {
      kept -= dropKnown();
      if (kept == 0) { // as if it had not been sent: nothing arrived, and no partition is kept
        statements.execute("DROP TABLE " + table);
        statements.update("DELETE FROM interaction_import WHERE import_id = ?", importId);
        return new Loaded(different, 0, 0);
      }
    }
    statements.execute("ALTER TABLE interaction ATTACH PARTITION %s FOR VALUES IN (%d)"
        .formatted(table, importId));
    statements.update(
        "UPDATE interaction_import SET row_count = ?, imported_at = ? WHERE import_id = ?",
        kept,
        Timestamps.timestamptz(clock.instant()),
        importId);
    return new Loaded(different, kept, replaced);
  }

  /** What {@link #attach} would answer; nothing but the table changes. */
  Loaded compare(long copied, Repeats repeats, ImportMode mode) {
    if (mode == ImportMode.INCREMENTAL || !repeats.isEmpty()) {
      index();
    }
    long different = copied - deleteRepeats(repeats);
    return mode == ImportMode.FULL
        ? new Loaded(different, different, others())
        : new Loaded(different, different - dropKnown(), 0);
  }

  /** How many rows the dataset has of other imports. */
  private long others() {
    return jdbc.sql("""
            SELECT coalesce(sum(row_count), 0) FROM interaction_import
            WHERE dataset_id = :dataset AND visible AND import_id <> :import
            """)
        .param("dataset", datasetId)
        .param("import", importId)
        .query(Long.class)
        .single();
  }

  private void index() {
    statements.execute("SET LOCAL work_mem = '256MB'");
    statements.execute("SET LOCAL maintenance_work_mem = '256MB'");
    statements.execute("CREATE INDEX ON %s (user_id, \"timestamp\" DESC)".formatted(table));
  }

  /**
   * Deletes all but the first of rows that agree in every column.
   *
   * <p>Such rows agree in user and time, and few others do, so few are compared.
   */
  private int deleteRepeats(Repeats repeats) {
    if (repeats.isEmpty()) {
      return 0;
    }
    statements.execute(
        "CREATE TEMPORARY TABLE repeated_time (user_id text COLLATE \"C\", \"timestamp\" bigint) ON COMMIT DROP");
    if (repeats.isTooMany()) {
      findRepeatedTimes();
    } else {
      writeTimes(repeats.moments());
    }
    statements.execute("ANALYZE repeated_time");
    return statements.update("""
        DELETE FROM %1$s USING (
          SELECT loaded.ctid AS place,
            row_number() OVER (
              PARTITION BY user_id, "timestamp", item_id, event_type, event_value, impression, recommendation_id,
                event_attribution_source, properties
              ORDER BY loaded.ctid) AS occurrence
          FROM %1$s loaded JOIN repeated_time USING (user_id, "timestamp")) suspect
        WHERE %1$s.ctid = suspect.place AND suspect.occurrence > 1
        """.formatted(table));
  }

  private void writeTimes(Set<Repeats.Moment> moments) {
    try (CopyWriter writer = copies.in("repeated_time", 2)) {
      for (Repeats.Moment moment : moments) {
        writer.startRow();
        writer.text(moment.userId());
        writer.bigint(moment.epochMillis());
      }
      writer.finish();
    }
  }

  /** Walks the index for all users and times of which there are several rows. */
  private void findRepeatedTimes() {
    statements.execute(
        "SET LOCAL enable_hashagg = off"); // without statistics it would not be the index
    statements.update("""
        INSERT INTO repeated_time
        SELECT user_id, "timestamp" FROM %s
        GROUP BY user_id, "timestamp" HAVING count(*) > 1
        ORDER BY user_id, "timestamp" DESC
        """.formatted(table));
    statements.execute("SET LOCAL enable_hashagg = on");
  }

  /** Deletes the rows that an earlier import of the dataset already has. */
  private int dropKnown() {
    return statements.update("""
        DELETE FROM %1$s USING interaction known
        WHERE known.import_id = ANY (ARRAY(
                SELECT import_id FROM interaction_import
                WHERE dataset_id = %3$d AND visible AND import_id <> %4$d))
          AND known.user_id = %1$s.user_id
          AND known."timestamp" = %1$s."timestamp"
          AND %2$s
        """.formatted(table, sameRow(table, "known"), datasetId, importId));
  }

  private static String sameRow(String left, String right) {
    return """
        (%1$s.item_id, %1$s.event_type, %1$s.event_value, %1$s.impression, %1$s.recommendation_id,
          %1$s.event_attribution_source, %1$s.properties)
        IS NOT DISTINCT FROM
        (%2$s.item_id, %2$s.event_type, %2$s.event_value, %2$s.impression, %2$s.recommendation_id,
          %2$s.event_attribution_source, %2$s.properties)
        """.formatted(left, right);
  }
}
