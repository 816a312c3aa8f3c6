// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.interaction;

import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.store.catalog.ImportMode;
import org.openpersonalize.store.copy.CopyWriter;
import org.openpersonalize.store.copy.Loaded;
import org.openpersonalize.store.copy.Timestamps;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Takes one import's interactions and makes them a partition; see {@link BulkInteractions#begin}. Whoever closes it before
 * {@link #finish} must roll back.
 */
public final class InteractionLoader implements AutoCloseable {
  static final int COLUMNS = 10;

  private final JdbcTemplate statements;
  private final CopyWriter writer;
  private final String partition;
  private final int datasetId;
  private final int importId;
  private final ImportMode mode;
  private final Clock clock;

  InteractionLoader(
      JdbcTemplate statements,
      CopyWriter writer,
      String partition,
      int datasetId,
      int importId,
      ImportMode mode,
      Clock clock) {
    this.statements = statements;
    this.writer = writer;
    this.partition = partition;
    this.datasetId = datasetId;
    this.importId = importId;
    this.mode = mode;
    this.clock = clock;
  }

  /**
   * Adds one interaction.
   *
   * @param itemId the item, or the action in a dataset of action interactions
   * @param eventValue NaN when there is none
   * @param epochMillis when it happened
   * @param properties the remaining columns as a JSON object, null when there are none
   */
  public void add(
      String userId,
      String itemId,
      @Nullable String eventType,
      double eventValue,
      long epochMillis,
      @Nullable String impression,
      @Nullable String recommendationId,
      @Nullable String eventAttributionSource,
      @Nullable String properties) {
    writer.startRow();
    writer.integer(importId);
    writer.text(userId);
    writer.text(itemId);
    writer.text(eventType);
    writer.number(eventValue);
    writer.bigint(epochMillis);
    writer.text(impression);
    writer.text(recommendationId);
    writer.text(eventAttributionSource);
    writer.json(properties);
  }

  /** Drops what is there twice, and has the dataset's readers see the rest when the transaction commits. */
  public Loaded finish() {
    long copied = writer.finish();
    statements.execute("SET LOCAL work_mem = '256MB'");
    statements.execute("SET LOCAL maintenance_work_mem = '256MB'");
    statements.execute("CREATE INDEX ON %s (user_id, \"timestamp\" DESC)".formatted(partition));
    long different = copied - dropRepeats();
    long kept = different;
    if (mode == ImportMode.FULL) {
      statements.update(
          "UPDATE interaction_import SET visible = false WHERE dataset_id = ? AND import_id <> ?",
          datasetId,
          importId);
    } else {
      kept -= dropKnown();
      if (kept == 0) { // as if it had not been sent: nothing arrived, and no partition is kept
        statements.execute("DROP TABLE " + partition);
        statements.update("DELETE FROM interaction_import WHERE import_id = ?", importId);
        return new Loaded(different, 0);
      }
    }
    statements.execute("ALTER TABLE interaction ATTACH PARTITION %s FOR VALUES IN (%d)"
        .formatted(partition, importId));
    statements.update(
        "UPDATE interaction_import SET row_count = ?, imported_at = ? WHERE import_id = ?",
        kept,
        Timestamps.timestamptz(clock.instant()),
        importId);
    return new Loaded(different, kept);
  }

  @Override
  public void close() {
    writer.close();
  }

  /**
   * Deletes all but the first of rows that agree in every column.
   *
   * <p>Such rows agree in user and time, which walking the index tells; few others do, so few are compared.
   */
  private int dropRepeats() {
    statements.execute(
        "SET LOCAL enable_hashagg = off"); // without statistics it would not be the index
    int suspects = statements.update("""
        CREATE TEMPORARY TABLE repeated_time ON COMMIT DROP AS
        SELECT user_id, "timestamp" FROM %s
        GROUP BY user_id, "timestamp" HAVING count(*) > 1
        ORDER BY user_id, "timestamp" DESC
        """.formatted(partition));
    statements.execute("SET LOCAL enable_hashagg = on");
    if (suspects == 0) {
      return 0;
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
        """.formatted(partition));
  }

  /** Deletes the rows that an earlier import of the dataset already has. */
  private int dropKnown() {
    return statements.update(
        """
        DELETE FROM %1$s USING interaction known
        WHERE known.import_id = ANY (ARRAY(
                SELECT import_id FROM interaction_import
                WHERE dataset_id = %3$d AND visible AND import_id <> %4$d))
          AND known.user_id = %1$s.user_id
          AND known."timestamp" = %1$s."timestamp"
          AND %2$s
        """.formatted(partition, sameRow(partition, "known"), datasetId, importId));
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
