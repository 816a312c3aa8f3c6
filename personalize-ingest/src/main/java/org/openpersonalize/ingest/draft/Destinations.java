// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.draft;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.Domain;
import org.openpersonalize.ingest.dataset.DatasetService;
import org.openpersonalize.ingest.dataset.DatasetService.CreateDataset;
import org.openpersonalize.ingest.dataset.SchemaService;
import org.openpersonalize.ingest.dataset.SchemaService.CreateSchema;
import org.openpersonalize.ingest.draft.GuidedImportService.Errand;
import org.openpersonalize.ingest.importjob.DatasetImportService;
import org.openpersonalize.ingest.importjob.DatasetImportService.CreateDatasetImportJob;
import org.openpersonalize.store.catalog.DataSource;
import org.openpersonalize.store.catalog.Dataset;
import org.openpersonalize.store.catalog.DatasetGroupRepository;
import org.openpersonalize.store.catalog.DatasetRepository;
import org.openpersonalize.store.catalog.ImportMode;
import org.openpersonalize.store.catalog.Schema;
import org.openpersonalize.store.catalog.SchemaRepository;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The datasets that drafts are for, whether they are there or yet to be made. */
@Component
class Destinations {
  private final DatasetGroupRepository groups;
  private final DatasetRepository existing;
  private final SchemaRepository texts;
  private final SchemaService schemas;
  private final DatasetService datasets;
  private final DatasetImportService imports;

  Destinations(
      DatasetGroupRepository groups,
      DatasetRepository existing,
      SchemaRepository texts,
      SchemaService schemas,
      DatasetService datasets,
      DatasetImportService imports) {
    this.groups = groups;
    this.existing = existing;
    this.texts = texts;
    this.schemas = schemas;
    this.datasets = datasets;
    this.imports = imports;
  }

  /** Refuses an errand to a group or a dataset that takes nothing in. */
  @Transactional(readOnly = true)
  void require(Errand errand) {
    groups.get(errand.datasetGroupArn()).requireActive();
    dataset(errand).ifPresent(Dataset::requireActive);
  }

  /** The dataset; empty if it is yet to be made. */
  @Transactional(readOnly = true)
  Optional<Arn> find(Errand errand) {
    return dataset(errand).map(Dataset::arn);
  }

  @Transactional(readOnly = true)
  @Nullable Domain domain(Errand errand) {
    return groups.get(errand.datasetGroupArn()).domain();
  }

  /** What the dataset's records are held to; empty if it is yet to be made. */
  @Transactional(readOnly = true)
  Optional<DatasetSchema> schema(Errand errand) {
    return described(errand).map(schema -> DatasetSchema.parse(schema.schema(), schema.domain()));
  }

  @Transactional(readOnly = true)
  Optional<String> schemaText(Errand errand) {
    return described(errand).map(Schema::schema);
  }

  /**
   * Enqueues an import, all or nothing.
   *
   * @param schema of the dataset, if it is yet to be made
   */
  @Transactional
  Arn importInto(Errand errand, String schema, String jobName, String location, ImportMode mode) {
    Optional<Arn> there = find(errand);
    Arn dataset = there.orElseGet(() -> make(errand, schema, jobName));
    return imports
        .create(request(dataset, jobName, location, there.isEmpty() ? ImportMode.FULL : mode))
        .datasetImportJobArn();
  }

  CreateDatasetImportJob request(Arn dataset, String jobName, String location, ImportMode mode) {
    return new CreateDatasetImportJob(
        jobName, dataset, new DataSource(location), null, mode, null, null);
  }

  private Arn make(Errand errand, String schema, String jobName) {
    String type = errand.datasetType().name();
    String group = errand.datasetGroupArn().id();
    String name = "%s-%s-%s"
        .formatted(
            group.substring(0, Math.min(group.length(), 30)),
            type.toLowerCase(Locale.ROOT).replace('_', '-'),
            jobName.substring(jobName.lastIndexOf('-') + 1));
    Arn schemaArn =
        schemas.create(new CreateSchema(name, schema, domain(errand))).schemaArn();
    return datasets
        .create(new CreateDataset(name, schemaArn, errand.datasetGroupArn(), type, null))
        .datasetArn();
  }

  private Optional<Dataset> dataset(Errand errand) {
    return existing.findByDatasetGroupArnAndDatasetType(
        errand.datasetGroupArn(), errand.datasetType());
  }

  private Optional<Schema> described(Errand errand) {
    return dataset(errand).map(dataset -> texts.get(dataset.schemaArn()));
  }
}
