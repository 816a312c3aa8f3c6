// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.browse;

import java.util.EnumMap;
import java.util.Map;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.core.schema.Domain;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds the datasets of a group with all that is needed to read their rows, in one statement. */
@Component
public class StoredDatasets {
  private final JdbcClient jdbc;

  public StoredDatasets(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The datasets there are, by type. */
  public Map<DatasetType, StoredDataset> of(Arn datasetGroupArn) {
    Map<DatasetType, StoredDataset> datasets = new EnumMap<>(DatasetType.class);
    jdbc.sql("""
            SELECT d.dataset_arn, n.dataset_id, s.schema, s.domain
            FROM dataset d
              JOIN dataset_number n ON n.dataset_arn = d.dataset_arn
              JOIN dataset_schema s ON s.schema_arn = d.schema_arn
            WHERE d.dataset_group_arn = :group
            """).param("group", datasetGroupArn.toString()).query(row -> {
      String domain = row.getString(4);
      DatasetSchema schema =
          DatasetSchema.parse(row.getString(3), domain == null ? null : Domain.valueOf(domain));
      datasets.put(
          schema.type(), new StoredDataset(Arn.parse(row.getString(1)), row.getInt(2), schema));
    });
    return datasets;
  }
}
