// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.record;

import java.time.Instant;
import org.openpersonalize.store.catalog.ImportMode;
import org.openpersonalize.store.copy.Loaded;
import org.openpersonalize.store.copy.Timestamps;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The records of an import, in a temporary table of this transaction. */
final class LoadedRecords {
  static final String TABLE = "loaded_record";
  static final int COLUMNS = 3;

  private final JdbcClient jdbc;
  private final int datasetId;
  private final ImportMode mode;

  LoadedRecords(JdbcClient jdbc, int datasetId, ImportMode mode) {
    this.jdbc = jdbc;
    this.datasetId = datasetId;
    this.mode = mode;
  }

  /** Puts the records in the place of those that the mode says. */
  Loaded store(Instant now) {
    Known known = mode == ImportMode.FULL ? new Known(0, deleteImported()) : known();
    long records = jdbc.sql("""
            INSERT INTO dataset_record (dataset_id, record_id, individual, properties, updated_at)
            SELECT DISTINCT ON (record_id) :dataset, record_id, false, properties, :now
            FROM loaded_record ORDER BY record_id, line DESC
            ON CONFLICT (dataset_id, record_id, individual)
            DO UPDATE SET properties = excluded.properties, updated_at = excluded.updated_at
            """)
        .param("dataset", datasetId)
        .param("now", Timestamps.timestamptz(now))
        .update();
    jdbc.sql(
            "UPDATE dataset_number SET record_imports = record_imports + 1 WHERE dataset_id = :dataset")
        .param("dataset", datasetId)
        .update();
    return known.of(records);
  }

  /** What {@link #store} would answer; nothing changes. */
  Loaded compare() {
    long records = jdbc.sql("SELECT count(DISTINCT record_id) FROM loaded_record")
        .query(Long.class)
        .single();
    return (mode == ImportMode.FULL ? new Known(0, imported()) : known()).of(records);
  }

  /**
   * What the dataset's imports have already.
   *
   * @param same loaded records that they have as they are
   * @param replaced records of theirs that go for loaded ones
   */
  private record Known(long same, long replaced) {
    Loaded of(long records) {
      return new Loaded(records, records - same, replaced);
    }
  }

  private Known known() {
    return jdbc.sql("""
            SELECT count(*) FILTER (WHERE loaded.properties = known.properties),
              count(*) FILTER (WHERE loaded.properties <> known.properties)
            FROM (
              SELECT DISTINCT ON (record_id) record_id, properties FROM loaded_record ORDER BY record_id, line DESC) loaded
            JOIN dataset_record known USING (record_id)
            WHERE dataset_id = :dataset AND NOT individual
            """)
        .param("dataset", datasetId)
        .query((row, number) -> new Known(row.getLong(1), row.getLong(2)))
        .single();
  }

  private long imported() {
    return jdbc.sql(
            "SELECT count(*) FROM dataset_record WHERE dataset_id = :dataset AND NOT individual")
        .param("dataset", datasetId)
        .query(Long.class)
        .single();
  }

  private long deleteImported() {
    return jdbc.sql("DELETE FROM dataset_record WHERE dataset_id = :dataset AND NOT individual")
        .param("dataset", datasetId)
        .update();
  }
}
