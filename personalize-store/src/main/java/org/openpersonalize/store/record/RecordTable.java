package org.openpersonalize.store.record;

import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.openpersonalize.store.catalog.ImportMode;
import org.openpersonalize.store.copy.Copies;
import org.openpersonalize.store.copy.CopyWriter;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The items, users and actions of all datasets.
 *
 * <p>An id has at most two rows, one from bulk imports and one that was put individually; the newer one is current. A
 * full import replaces bulk rows only.
 */
@Component
public class RecordTable {
  private final JdbcClient jdbc;
  private final JdbcTemplate statements;
  private final Copies copies;

  public RecordTable(JdbcClient jdbc, JdbcTemplate statements, Copies copies) {
    this.jdbc = jdbc;
    this.statements = statements;
    this.copies = copies;
  }

  /** Gives an import's records, one call to {@link Loader#row} each. */
  @FunctionalInterface
  public interface Rows {
    void writeTo(Loader loader) throws SQLException;
  }

  /** Takes an import's records; of several with one id the last counts. */
  public static final class Loader {
    private final CopyWriter writer;
    private int line;

    private Loader(CopyWriter writer) {
      this.writer = writer;
    }

    /** @param properties a JSON object keyed by the schema's column names */
    public void row(String recordId, String properties) throws SQLException {
      writer.startRow();
      writer.integer(line++);
      writer.text(recordId);
      writer.json(properties);
    }
  }

  /**
   * What an import brought.
   *
   * @param records of different ids in its files
   * @param added those of them that the dataset did not have, or had otherwise, by its imports
   */
  public record Loaded(long records, long added) {}

  /** Loads one import; all of it or, if {@code rows} throws, nothing. */
  @Transactional(propagation = Propagation.MANDATORY)
  public Loaded load(int datasetId, ImportMode mode, Instant now, Rows rows) {
    statements.execute("""
        CREATE TEMPORARY TABLE loaded_record (line int, record_id text COLLATE "C", properties jsonb) ON COMMIT DROP
        """);
    copies.in("loaded_record", 3, writer -> rows.writeTo(new Loader(writer)));
    long known = mode == ImportMode.FULL ? 0 : known(datasetId);
    if (mode == ImportMode.FULL) {
      jdbc.sql("DELETE FROM dataset_record WHERE dataset_id = :dataset AND NOT individual")
          .param("dataset", datasetId)
          .update();
    }
    long records =
        jdbc.sql("""
            INSERT INTO dataset_record (dataset_id, record_id, individual, properties, updated_at)
            SELECT DISTINCT ON (record_id) :dataset, record_id, false, properties, :now
            FROM loaded_record ORDER BY record_id, line DESC
            ON CONFLICT (dataset_id, record_id, individual)
            DO UPDATE SET properties = excluded.properties, updated_at = excluded.updated_at
            """).param("dataset", datasetId).param("now", timestamptz(now)).update();
    return new Loaded(records, records - known);
  }

  /** How many of the loaded records the dataset's imports have already as they are. */
  private long known(int datasetId) {
    return jdbc.sql("""
            SELECT count(*) FROM (
              SELECT DISTINCT ON (record_id) record_id, properties FROM loaded_record ORDER BY record_id, line DESC) loaded
            JOIN dataset_record USING (record_id, properties)
            WHERE dataset_id = :dataset AND NOT individual
            """).param("dataset", datasetId).query(Long.class).single();
  }

  /** Has the dataset bulk rows? Its first import has to be a full one. */
  public boolean hasImports(int datasetId) {
    return jdbc.sql(
            "SELECT EXISTS (SELECT FROM dataset_record WHERE dataset_id = :dataset AND NOT individual)")
        .param("dataset", datasetId)
        .query(Boolean.class)
        .single();
  }

  /** Puts single records; each replaces what was put under its id before. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void put(int datasetId, List<DatasetRecord> records, Instant now) {
    statements.batchUpdate("""
        INSERT INTO dataset_record (dataset_id, record_id, individual, properties, updated_at)
        VALUES (?, ?, true, ?::jsonb, ?)
        ON CONFLICT (dataset_id, record_id, individual)
        DO UPDATE SET properties = excluded.properties, updated_at = excluded.updated_at
        """, records, records.size(), (statement, record) -> {
      statement.setInt(1, datasetId);
      statement.setString(2, record.recordId());
      statement.setString(3, record.properties());
      statement.setObject(4, timestamptz(now));
    });
  }

  /** The current records of these ids; ids without one are left out. */
  public List<DatasetRecord> find(int datasetId, Collection<String> recordIds) {
    return jdbc.sql("""
            SELECT DISTINCT ON (record_id) record_id, properties::text
            FROM dataset_record
            WHERE dataset_id = :dataset AND record_id = ANY (:ids)
            ORDER BY record_id, updated_at DESC
            """)
        .param("dataset", datasetId)
        .param("ids", recordIds.toArray(String[]::new))
        .query((row, number) -> new DatasetRecord(row.getString(1), row.getString(2)))
        .list();
  }

  /** Streams the ids of a dataset's records, each once, in one snapshot. */
  public void streamIds(int datasetId, Consumer<String> visitor) {
    copies.out(
        "SELECT DISTINCT record_id FROM dataset_record WHERE dataset_id = " + datasetId, reader -> {
          while (reader.nextRow()) {
            String id = reader.text();
            if (id != null) {
              visitor.accept(id);
            }
          }
        });
  }

  /** When the newest record arrived; empty for a dataset without any. */
  public Optional<Instant> latestArrival(int datasetId) {
    return jdbc.sql("SELECT max(updated_at) FROM dataset_record WHERE dataset_id = :dataset")
        .param("dataset", datasetId)
        .query(OffsetDateTime.class)
        .optional()
        .map(OffsetDateTime::toInstant);
  }

  /** Forgets everything of a dataset. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void clear(int datasetId) {
    jdbc.sql("DELETE FROM dataset_record WHERE dataset_id = :dataset")
        .param("dataset", datasetId)
        .update();
  }

  private static OffsetDateTime timestamptz(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
