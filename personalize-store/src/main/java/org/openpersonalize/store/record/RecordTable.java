package org.openpersonalize.store.record;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.openpersonalize.store.catalog.ImportMode;
import org.openpersonalize.store.copy.Copies;
import org.openpersonalize.store.copy.Timestamps;
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

  /** Begins an import in the caller's transaction, whose connection takes the records and nothing else until the loader has finished. */
  @Transactional(propagation = Propagation.MANDATORY)
  public RecordLoader begin(int datasetId, ImportMode mode, Instant now) {
    statements.execute("""
        CREATE TEMPORARY TABLE loaded_record (line int, record_id text COLLATE "C", properties jsonb) ON COMMIT DROP
        """);
    return new RecordLoader(
        jdbc, copies.in("loaded_record", RecordLoader.COLUMNS), datasetId, mode, now);
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
      statement.setObject(4, Timestamps.timestamptz(now));
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
}
