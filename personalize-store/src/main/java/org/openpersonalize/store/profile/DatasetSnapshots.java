// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.profile;

import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.store.interaction.InteractionTable;
import org.openpersonalize.store.record.RecordTable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Takes datasets as they are at a moment. */
@Component
public class DatasetSnapshots {
  private final JdbcClient jdbc;
  private final InteractionTable interactions;
  private final RecordTable records;

  public DatasetSnapshots(JdbcClient jdbc, InteractionTable interactions, RecordTable records) {
    this.jdbc = jdbc;
    this.interactions = interactions;
    this.records = records;
  }

  /**
   * Copies a dataset's rows as a training reads them. The copy goes with the caller's transaction, which takes each dataset
   * once.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public DatasetSnapshot take(int datasetId, DatasetSchema schema) {
    String table = "snapshot_" + datasetId;
    jdbc.sql("SET LOCAL work_mem = '64MB'").update();
    if (schema.type().isInteractions()) {
      interactions.copyTo(table, datasetId);
    } else {
      records.copyTo(table, datasetId);
    }
    jdbc.sql("ANALYZE " + table).update();
    return new DatasetSnapshot(jdbc, table, schema);
  }
}
