// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.dataset;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.schema.Domain;
import org.openpersonalize.ingest.dataset.DatasetService.DescribeDataset;
import org.openpersonalize.ingest.dataset.DatasetService.UpdateDataset;
import org.openpersonalize.ingest.dataset.DatasetService.UpdateDatasetResponse;
import org.openpersonalize.ingest.dataset.SchemaService.CreateSchema;
import org.openpersonalize.ingest.dataset.SchemaService.DescribeSchema;
import org.openpersonalize.store.request.Name;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Makes a schema and gives it to a dataset, both or neither: CreateSchema and UpdateDataset. */
@Service
public class SchemaExtension {
  private final DatasetService datasets;
  private final SchemaService schemas;

  SchemaExtension(DatasetService datasets, SchemaService schemas) {
    this.datasets = datasets;
    this.schemas = schemas;
  }

  /**
   * @param name of the new schema
   * @param schema that of the dataset and more columns, which may be null
   */
  public record ExtendSchema(
      @NotNull Arn datasetArn,
      @NotNull @Name String name,

      @NotNull @Size(max = 20_000) String schema) {}

  @Transactional
  public UpdateDatasetResponse extend(ExtendSchema request) {
    Arn before =
        datasets.describe(new DescribeDataset(request.datasetArn())).dataset().schemaArn();
    Domain domain = schemas.describe(new DescribeSchema(before)).schema().domain();
    Arn schema = schemas
        .create(new CreateSchema(request.name(), request.schema(), domain))
        .schemaArn();
    return datasets.update(new UpdateDataset(request.datasetArn(), schema));
  }
}
