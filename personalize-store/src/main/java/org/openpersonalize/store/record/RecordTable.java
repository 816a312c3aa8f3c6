// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.record;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.openpersonalize.core.matrix.Utf8Slice;
import org.openpersonalize.store.catalog.ImportMode;
import org.openpersonalize.store.catalog.IngestionMode;
import org.openpersonalize.store.change.TableTail.Arrival;
import org.openpersonalize.store.change.TableTail.Numbers;
import org.openpersonalize.store.copy.Copies;
import org.openpersonalize.store.copy.CopyWriter;
import org.openpersonalize.store.copy.TextRows;
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

  /**
   * Begins an import in the caller's transaction, whose connection takes the records and nothing else until the loader has
   * finished.
   *
   * @param mode {@link ImportMode#FULL} replaces the dataset's earlier bulk rows; what was put individually stays
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public RecordLoader begin(int datasetId, ImportMode mode, Instant now) {
    LoadedRecords loaded = new LoadedRecords(jdbc, datasetId, mode);
    return new RecordLoader(copyRecords(), () -> loaded.store(now));
  }

  /** As {@link #begin}, for an import that is not to be: finishing it only answers what it would bring. */
  @Transactional(propagation = Propagation.MANDATORY)
  public RecordLoader rehearse(int datasetId, ImportMode mode) {
    return new RecordLoader(copyRecords(), new LoadedRecords(jdbc, datasetId, mode)::compare);
  }

  private CopyWriter copyRecords() {
    statements.execute("""
        CREATE TEMPORARY TABLE %s (line int, record_id text COLLATE "C", properties jsonb) ON COMMIT DROP
        """.formatted(LoadedRecords.TABLE));
    return copies.in(LoadedRecords.TABLE, LoadedRecords.COLUMNS);
  }

  /** Has the dataset bulk rows? Its first import has to be a full one. */
  public boolean hasImports(int datasetId) {
    return jdbc.sql(
            "SELECT EXISTS (SELECT FROM dataset_record WHERE dataset_id = :dataset AND NOT individual)")
        .param("dataset", datasetId)
        .query(Boolean.class)
        .single();
  }

  /**
   * A record that was put individually.
   *
   * @param arrival greater than that of what was put under its id before
   */
  public record PutRecord(int datasetId, DatasetRecord record, long arrival) {}

  /**
   * Puts single records of different ids; each replaces what was put under its id before.
   *
   * @return what {@link RecordFeed} is to tell of them
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public List<PutRecord> put(int datasetId, List<DatasetRecord> records, Instant now) {
    return jdbc.sql("""
            INSERT INTO dataset_record (dataset_id, record_id, individual, properties, updated_at)
            SELECT :dataset, record_id, true, properties::jsonb, :now
            FROM unnest(:ids::text[], :properties::text[]) AS put (record_id, properties)
            ON CONFLICT (dataset_id, record_id, individual)
            DO UPDATE SET properties = excluded.properties, updated_at = excluded.updated_at, arrival = DEFAULT
            RETURNING dataset_id, record_id, properties::text, arrival
            """)
        .param("dataset", datasetId)
        .param("ids", records.stream().map(DatasetRecord::recordId).toArray(String[]::new))
        .param("properties", records.stream().map(DatasetRecord::properties).toArray(String[]::new))
        .param("now", Timestamps.timestamptz(now))
        .query(RecordTable::putRecord)
        .list();
  }

  /** The number of the record that was put last. */
  long end() {
    return jdbc.sql("SELECT coalesce(max(arrival), 0) FROM dataset_record WHERE individual")
        .query(Long.class)
        .single();
  }

  /** The records that were put with these numbers. */
  List<Arrival<PutRecord>> among(Collection<Numbers> numbers) {
    return jdbc.sql("""
            SELECT dataset_id, record_id, properties::text, arrival
            FROM unnest(:first::bigint[], :last::bigint[]) AS number (first, last)
            JOIN dataset_record ON individual AND arrival BETWEEN number.first AND number.last
            WHERE arrival BETWEEN :lowest AND :highest -- by which the planner knows how few they are
            ORDER BY arrival
            """)
        .param("first", numbers.stream().map(Numbers::first).toArray(Long[]::new))
        .param("last", numbers.stream().map(Numbers::last).toArray(Long[]::new))
        .param("lowest", numbers.stream().mapToLong(Numbers::first).min().orElse(0))
        .param("highest", numbers.stream().mapToLong(Numbers::last).max().orElse(0))
        .query((row, number) -> {
          PutRecord put = putRecord(row, number);
          return new Arrival<>(put.arrival(), put);
        })
        .list();
  }

  private static PutRecord putRecord(ResultSet row, int number) throws SQLException {
    return new PutRecord(
        row.getInt(1), new DatasetRecord(row.getString(2), row.getString(3)), row.getLong(4));
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

  /**
   * The current records in the order of their ids.
   *
   * @param from the first id that may be there; the empty text to begin with the first of all
   */
  public List<DatasetRecord> page(int datasetId, String from, int limit) {
    return jdbc.sql("""
            SELECT DISTINCT ON (record_id) record_id, properties::text
            FROM dataset_record
            WHERE dataset_id = :dataset AND record_id >= :from
            ORDER BY record_id, updated_at DESC
            LIMIT :limit
            """)
        .param("dataset", datasetId)
        .param("from", from)
        .param("limit", limit)
        .query((row, number) -> new DatasetRecord(row.getString(1), row.getString(2)))
        .list();
  }

  /**
   * The current records with a text in a column, in any case: those first of which it is all of the value, then the shortest values.
   * All records are looked through.
   */
  public List<DatasetRecord> named(int datasetId, String column, String text, int limit) {
    return jdbc.sql("""
            SELECT record_id, properties::text
            FROM (
              SELECT DISTINCT ON (record_id) record_id, properties, properties ->> :column AS name
              FROM dataset_record
              WHERE dataset_id = :dataset
              ORDER BY record_id, updated_at DESC
            ) current
            WHERE position(lower(:text) IN lower(name)) > 0
            ORDER BY length(name), name, record_id
            LIMIT :limit
            """)
        .param("dataset", datasetId)
        .param("column", column)
        .param("text", text)
        .param("limit", limit)
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

  /** How many records a dataset has. */
  public long count(int datasetId) {
    return jdbc.sql(
            "SELECT count(DISTINCT record_id) FROM dataset_record WHERE dataset_id = :dataset")
        .param("dataset", datasetId)
        .query(Long.class)
        .single();
  }

  /** Takes the records of a dataset. It must not ask the database anything, whose connection is busy meanwhile. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * The texts are good for the call only.
     *
     * @param properties a JSON object keyed by the schema's column names
     * @param arrival the number under which the record was put, 0 if it was imported
     */
    void record(Utf8Slice recordId, Utf8Slice properties, long arrival);
  }

  /** Streams a dataset's current records in one snapshot, in the order of their ids. */
  @Transactional(readOnly = true)
  public void stream(int datasetId, Visitor visitor) {
    copies.out("""
        SELECT DISTINCT ON (record_id) record_id, properties::text, CASE WHEN individual THEN arrival ELSE 0 END
        FROM dataset_record WHERE dataset_id = %d
        ORDER BY record_id, updated_at DESC
        """.formatted(datasetId), reader -> {
      while (reader.nextRow()) {
        Utf8Slice id = Objects.requireNonNull(reader.slice());
        Utf8Slice properties = Objects.requireNonNull(reader.slice());
        visitor.record(id, properties, reader.bigint());
      }
    });
  }

  /**
   * Copies a dataset's current records into a new temporary table with the columns {@code record_id} and {@code properties},
   * which goes with the caller's transaction.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void copyTo(String table, int datasetId) {
    statements.execute("""
        CREATE TEMPORARY TABLE %s ON COMMIT DROP AS
        SELECT DISTINCT ON (record_id) record_id, properties
        FROM dataset_record WHERE dataset_id = %d
        ORDER BY record_id, updated_at DESC
        """.formatted(table, datasetId));
  }

  /** Has everybody who keeps records of a dataset read them anew, as after an import. */
  public void haveReadAnew(int datasetId) {
    jdbc.sql(
            "UPDATE dataset_number SET record_imports = record_imports + 1 WHERE dataset_id = :dataset")
        .param("dataset", datasetId)
        .update();
  }

  /**
   * Reads records as files have them: of each a row of texts, in the order of ids; null is none.
   *
   * @param columns the schema's, of which one is {@code idColumn}
   * @param mode which ones; of {@link IngestionMode#ALL} the newer one of an id
   */
  @Transactional(readOnly = true)
  public void export(
      int datasetId,
      List<String> columns,
      String idColumn,
      IngestionMode mode,
      TextRows.Sink sink) {
    String texts = columns.stream()
        .map(column ->
            column.equals(idColumn) ? "record_id" : "properties ->> '%s'".formatted(column))
        .collect(Collectors.joining(", "));
    String order = "ORDER BY record_id, updated_at DESC";
    copies.texts(
        switch (mode) {
          case BULK, PUT ->
            "SELECT %s FROM dataset_record WHERE dataset_id = %d AND individual = %s %s"
                .formatted(texts, datasetId, mode == IngestionMode.PUT, order);
          case ALL ->
            "SELECT DISTINCT ON (record_id) %s FROM dataset_record WHERE dataset_id = %d %s"
                .formatted(texts, datasetId, order);
        },
        sink);
  }

  /** How many imports have replaced records of a dataset; empty if there is no such dataset any more. */
  public OptionalLong imports(int datasetId) {
    return jdbc.sql("SELECT record_imports FROM dataset_number WHERE dataset_id = :dataset")
        .param("dataset", datasetId)
        .query(Long.class)
        .optional()
        .map(OptionalLong::of)
        .orElseGet(OptionalLong::empty);
  }

  /** Forgets everything of a dataset. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void clear(int datasetId) {
    jdbc.sql("DELETE FROM dataset_record WHERE dataset_id = :dataset")
        .param("dataset", datasetId)
        .update();
  }
}
