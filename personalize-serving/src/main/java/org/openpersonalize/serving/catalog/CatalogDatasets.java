// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.catalog;

import java.util.Optional;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.store.catalog.Dataset;
import org.openpersonalize.store.catalog.DatasetNumbers;
import org.openpersonalize.store.catalog.DatasetRepository;
import org.openpersonalize.store.catalog.Schema;
import org.openpersonalize.store.catalog.SchemaRepository;
import org.openpersonalize.store.record.RecordTable;
import org.springframework.stereotype.Component;

/** Finds the datasets that catalogues are read from. */
@Component
class CatalogDatasets {
  private final DatasetRepository datasets;
  private final SchemaRepository schemas;
  private final DatasetNumbers numbers;
  private final RecordTable table;
  private final CatalogMemory memory;

  CatalogDatasets(
      DatasetRepository datasets,
      SchemaRepository schemas,
      DatasetNumbers numbers,
      RecordTable table,
      CatalogMemory memory) {
    this.datasets = datasets;
    this.schemas = schemas;
    this.numbers = numbers;
    this.table = table;
    this.memory = memory;
  }

  /** A catalogue of a dataset group's records of a type, not read yet; empty if there is no such dataset. */
  Optional<Catalog> find(Arn datasetGroupArn, DatasetType type) {
    return datasets.findByDatasetGroupArnAndDatasetType(datasetGroupArn, type).map(this::catalog);
  }

  private Catalog catalog(Dataset dataset) {
    Arn arn = dataset.arn();
    return new Catalog(arn, numbers.of(arn), () -> schema(arn), table, memory);
  }

  /** As it is now: it may be replaced by one with more columns. */
  private DatasetSchema schema(Arn datasetArn) {
    Schema schema = schemas.get(datasets.get(datasetArn).schemaArn());
    return DatasetSchema.parse(schema.schema(), schema.domain());
  }
}
