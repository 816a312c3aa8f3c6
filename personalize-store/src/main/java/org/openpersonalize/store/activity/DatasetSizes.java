// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.activity;

import java.time.OffsetDateTime;
import java.util.List;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.core.schema.DatasetType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The datasets of a group, and about how much they hold: whatever they hold, it takes some milliseconds. */
@Component
public class DatasetSizes {
  /** So many rows of a dataset are counted one by one. */
  static final int COUNTED = 100_000;

  /** So many events of all datasets are looked through for the newest of one. */
  private static final int NEWEST = 1_000;

  private final JdbcClient jdbc;

  public DatasetSizes(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** In the order of the types' names. Records that were imported and put count twice. */
  public List<DatasetSize> of(Arn datasetGroupArn) {
    return jdbc.sql("""
            SELECT d.dataset_arn, d.dataset_type, d.status, imported.rows + event.rows + record.rows,
              event.rows = :counted OR record.rows = :counted,
              greatest(d.last_updated_date_time, imported.latest, event.latest)
            FROM dataset d JOIN dataset_number n ON n.dataset_arn = d.dataset_arn
              CROSS JOIN LATERAL (
                SELECT coalesce(sum(row_count), 0)::bigint, max(imported_at)
                FROM interaction_import WHERE dataset_id = n.dataset_id AND visible) AS imported (rows, latest)
              CROSS JOIN LATERAL (
                SELECT
                  (SELECT count(*) FROM (
                    SELECT FROM interaction_event WHERE dataset_id = n.dataset_id LIMIT :counted) counted),
                  (SELECT max(received_at) FROM (
                    SELECT dataset_id, received_at FROM interaction_event ORDER BY arrival DESC LIMIT :newest) newest
                   WHERE dataset_id = n.dataset_id)) AS event (rows, latest)
              CROSS JOIN LATERAL (
                SELECT count(*) FROM (
                  SELECT FROM dataset_record WHERE dataset_id = n.dataset_id LIMIT :counted) counted) AS record (rows)
            WHERE d.dataset_group_arn = :group
            ORDER BY d.dataset_type
            """)
        .param("group", datasetGroupArn.toString())
        .param("counted", COUNTED)
        .param("newest", NEWEST)
        .query((row, number) -> new DatasetSize(
            Arn.parse(row.getString(1)),
            DatasetType.valueOf(row.getString(2)),
            Status.ofWire(row.getString(3)),
            row.getLong(4),
            row.getBoolean(5),
            row.getObject(6, OffsetDateTime.class).toInstant()))
        .list();
  }
}
