package org.openpersonalize.store.interaction;

import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.store.catalog.ImportMode;
import org.openpersonalize.store.copy.Copies;
import org.openpersonalize.store.copy.CopyWriter;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Bulk interactions: one partition an import.
 *
 * <p>An import becomes a partition in one transaction: a fresh table is filled by COPY, indexed, freed of duplicates and
 * attached. Which imports count is written in {@code interaction_import}, so that a FULL import replaces the earlier ones
 * by an update of a few rows, without a lock that a reader would feel; {@link #dropReplaced} takes the old partitions
 * away later. The alternative that lost, a staging table with text keys and foreign keys, took twelve times as long.
 */
@Component
public class BulkInteractions {
  private static final int COLUMNS = 10;

  private final JdbcClient jdbc;
  private final JdbcTemplate statements;
  private final Copies copies;

  public BulkInteractions(JdbcClient jdbc, JdbcTemplate statements, Copies copies) {
    this.jdbc = jdbc;
    this.statements = statements;
    this.copies = copies;
  }

  /** Gives an import's rows, one call to {@link Loader#row} each. */
  @FunctionalInterface
  public interface Rows {
    void writeTo(Loader loader);
  }

  /** Takes an import's rows. */
  public static final class Loader {
    private final CopyWriter writer;
    private final int importId;

    private Loader(CopyWriter writer, int importId) {
      this.writer = writer;
      this.importId = importId;
    }

    /**
     * @param itemId the item, or the action in a dataset of action interactions
     * @param eventValue NaN when there is none
     * @param epochMillis when it happened
     * @param properties the remaining columns as a JSON object, null when there are none
     */
    public void row(
        String userId,
        String itemId,
        @Nullable String eventType,
        double eventValue,
        long epochMillis,
        @Nullable String impression,
        @Nullable String recommendationId,
        @Nullable String eventAttributionSource,
        @Nullable String properties) {
      try {
        writer.startRow();
      } catch (SQLException e) {
        throw new CopyFailed(e);
      }
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
  }

  private static final class CopyFailed extends RuntimeException {
    CopyFailed(SQLException cause) {
      super(cause);
    }

    SQLException sqlException() {
      return (SQLException) getCause();
    }
  }

  /**
   * What an import brought.
   *
   * @param rows different ones in its files
   * @param added those of them that the dataset did not have
   */
  public record Loaded(long rows, long added) {}

  /**
   * Loads one import; all of it or, if {@code rows} throws, nothing.
   *
   * @param mode {@link ImportMode#FULL} replaces the dataset's earlier bulk rows; events stay
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public Loaded load(int datasetId, ImportMode mode, Instant now, Rows rows) {
    int importId = jdbc.sql("""
            INSERT INTO interaction_import (dataset_id, visible, row_count, imported_at)
            VALUES (:dataset, true, 0, :now) RETURNING import_id
            """)
        .param("dataset", datasetId)
        .param("now", timestamptz(now))
        .query(Integer.class)
        .single();
    String partition = "interaction_" + importId;
    statements.execute("CREATE TABLE %s (LIKE interaction, CHECK (import_id = %d))"
        .formatted(partition, importId));
    long copied = copies.in(partition, COLUMNS, writer -> {
      try {
        rows.writeTo(new Loader(writer, importId));
      } catch (CopyFailed e) {
        throw e.sqlException();
      }
    });
    statements.execute("SET LOCAL work_mem = '256MB'");
    statements.execute("SET LOCAL maintenance_work_mem = '256MB'");
    statements.execute("CREATE INDEX ON %s (user_id, \"timestamp\" DESC)".formatted(partition));
    long different = copied - dropRepeats(partition);
    long kept = different;
    if (mode == ImportMode.FULL) {
      jdbc.sql(
              "UPDATE interaction_import SET visible = false WHERE dataset_id = :dataset AND import_id <> :import")
          .param("dataset", datasetId)
          .param("import", importId)
          .update();
    } else {
      kept -= dropKnown(partition, datasetId, importId);
      if (kept == 0) { // as if it had not been sent: nothing arrived, and no partition is kept
        statements.execute("DROP TABLE " + partition);
        jdbc.sql("DELETE FROM interaction_import WHERE import_id = :import")
            .param("import", importId)
            .update();
        return new Loaded(different, 0);
      }
    }
    statements.execute("ALTER TABLE interaction ATTACH PARTITION %s FOR VALUES IN (%d)"
        .formatted(partition, importId));
    jdbc.sql(
            "UPDATE interaction_import SET row_count = :rows, imported_at = clock_timestamp() WHERE import_id = :import")
        .param("rows", kept)
        .param("import", importId)
        .update();
    return new Loaded(different, kept);
  }

  /**
   * Deletes all but the first of rows that agree in every column.
   *
   * <p>Such rows agree in user and time, which walking the index tells; few others do, so few are compared.
   */
  private int dropRepeats(String partition) {
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
  private int dropKnown(String partition, int datasetId, int importId) {
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

  /** Has the dataset bulk rows? Its first import has to be a full one. */
  public boolean hasImports(int datasetId) {
    return jdbc.sql(
            "SELECT EXISTS (SELECT FROM interaction_import WHERE dataset_id = :dataset AND visible)")
        .param("dataset", datasetId)
        .query(Boolean.class)
        .single();
  }

  /**
   * Takes away the partitions that later imports replaced. Not in a transaction: each partition goes by itself, and
   * waits for the readers it still has.
   */
  @Transactional(propagation = Propagation.NEVER)
  public void dropReplaced(int datasetId) {
    List<Integer> replaced = jdbc.sql(
            "SELECT import_id FROM interaction_import WHERE dataset_id = :dataset AND NOT visible ORDER BY import_id")
        .param("dataset", datasetId)
        .query(Integer.class)
        .list();
    for (int importId : replaced) {
      detach("interaction_" + importId);
      statements.execute("DROP TABLE IF EXISTS interaction_" + importId);
      jdbc.sql("DELETE FROM interaction_import WHERE import_id = :import")
          .param("import", importId)
          .update();
    }
  }

  private void detach(String partition) {
    finishDetaching();
    boolean attached =
        jdbc.sql("""
            SELECT EXISTS (SELECT FROM pg_inherits
                           WHERE inhparent = 'interaction'::regclass AND inhrelid = to_regclass(:partition))
            """).param("partition", partition).query(Boolean.class).single();
    if (attached) {
      statements.execute(
          "ALTER TABLE interaction DETACH PARTITION %s CONCURRENTLY".formatted(partition));
    }
  }

  /** Postgres detaches one partition at a time; one that a crash left half detached keeps all others waiting. */
  private void finishDetaching() {
    jdbc.sql("""
            SELECT inhrelid::regclass::text FROM pg_inherits
            WHERE inhparent = 'interaction'::regclass AND inhdetachpending
            """)
        .query(String.class)
        .list()
        .forEach(partition -> statements.execute(
            "ALTER TABLE interaction DETACH PARTITION %s FINALIZE".formatted(partition)));
  }

  private static OffsetDateTime timestamptz(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
