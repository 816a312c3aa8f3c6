// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.record;

import java.time.Instant;
import org.openpersonalize.store.catalog.ImportMode;
import org.openpersonalize.store.copy.CopyWriter;
import org.openpersonalize.store.copy.Loaded;
import org.openpersonalize.store.copy.Timestamps;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Takes one import's records, of several with one id the last; see {@link RecordTable#begin}. Whoever closes it before
 * {@link #finish} must roll back.
 */
public final class RecordLoader implements AutoCloseable {
  static final int COLUMNS = 3;

  private final JdbcClient jdbc;
  private final CopyWriter writer;
  private final int datasetId;
  private final ImportMode mode;
  private final Instant now;
  private int line;

  RecordLoader(JdbcClient jdbc, CopyWriter writer, int datasetId, ImportMode mode, Instant now) {
    this.jdbc = jdbc;
    this.writer = writer;
    this.datasetId = datasetId;
    this.mode = mode;
    this.now = now;
  }

  /** @param properties a JSON object keyed by the schema's column names */
  public void add(String recordId, String properties) {
    writer.startRow();
    writer.integer(line++);
    writer.text(recordId);
    writer.json(properties);
  }

  /** Puts the records in the place of those that the mode says. */
  public Loaded finish() {
    writer.finish();
    long known = mode == ImportMode.FULL ? 0 : known();
    if (mode == ImportMode.FULL) {
      jdbc.sql("DELETE FROM dataset_record WHERE dataset_id = :dataset AND NOT individual")
          .param("dataset", datasetId)
          .update();
    }
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
    return new Loaded(records, records - known);
  }

  /** How many of the loaded records the dataset's imports have already as they are. */
  private long known() {
    return jdbc.sql("""
            SELECT count(*) FROM (
              SELECT DISTINCT ON (record_id) record_id, properties FROM loaded_record ORDER BY record_id, line DESC) loaded
            JOIN dataset_record USING (record_id, properties)
            WHERE dataset_id = :dataset AND NOT individual
            """).param("dataset", datasetId).query(Long.class).single();
  }

  @Override
  public void close() {
    writer.close();
  }
}
