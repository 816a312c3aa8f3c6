// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.exportjob;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.Field;
import org.openpersonalize.store.catalog.Dataset;
import org.openpersonalize.store.catalog.DatasetExportJob;
import org.openpersonalize.store.catalog.DatasetExportJobRepository;
import org.openpersonalize.store.catalog.DatasetNumbers;
import org.openpersonalize.store.catalog.DatasetRepository;
import org.openpersonalize.store.catalog.IngestionMode;
import org.openpersonalize.store.catalog.Schema;
import org.openpersonalize.store.catalog.SchemaRepository;
import org.openpersonalize.store.copy.TextRows;
import org.openpersonalize.store.interaction.InteractionExport;
import org.openpersonalize.store.job.CreationJob;
import org.openpersonalize.store.job.JobType;
import org.openpersonalize.store.object.S3Location;
import org.openpersonalize.store.record.RecordTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Writes a dataset into files, CSV or Parquet, with the columns of its schema in their order.
 *
 * <p>The rows come from one snapshot and go straight into the files, in the memory of a row and of a part of an object. A job
 * that dies goes on from the beginning.
 */
@Component
public class DatasetExporter extends CreationJob<DatasetExportJob> {
  private static final Logger log = LoggerFactory.getLogger(DatasetExporter.class);

  private final DatasetRepository datasets;
  private final SchemaRepository schemas;
  private final DatasetNumbers numbers;
  private final InteractionExport interactions;
  private final RecordTable records;
  private final ExportFiles files;
  private final Means means;

  DatasetExporter(
      DatasetExportJobRepository exports,
      DatasetRepository datasets,
      SchemaRepository schemas,
      DatasetNumbers numbers,
      InteractionExport interactions,
      RecordTable records,
      ExportFiles files,
      Means means) {
    super(JobType.EXPORT_DATASET, exports, means);
    this.datasets = datasets;
    this.schemas = schemas;
    this.numbers = numbers;
    this.interactions = interactions;
    this.records = records;
    this.files = files;
    this.means = means;
  }

  @Override
  protected void work(DatasetExportJob job, Run run) {
    Dataset dataset = datasets.get(job.datasetArn());
    S3Location folder = files.location(job.jobOutput());
    log.info("Exporting {} into {} by {}", dataset.arn(), folder, job.arn());
    Schema schema = schemas.get(dataset.schemaArn());
    List<Field> fields = DatasetSchema.parse(schema.schema(), schema.domain()).fields();
    List<String> columns = fields.stream().map(Field::name).toList();
    Map<String, Long> written = new HashMap<>();
    read(dataset, columns, job.ingestionMode(), rows -> {
      try {
        ExportedRecords exported = new ExportedRecords(rows, fields);
        written.putAll(files.write(folder, job.jobName(), exported));
        log.info(
            "Exported {} records in {} files by {}", exported.count(), written.size(), job.arn());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
    run.complete(row -> row.complete(written, means.resources().now()));
  }

  private void read(Dataset dataset, List<String> columns, IngestionMode mode, TextRows.Sink sink) {
    int number = numbers.of(dataset.arn());
    if (dataset.datasetType().isInteractions()) {
      interactions.read(number, columns, mode, sink);
    } else {
      records.export(number, columns, dataset.datasetType().idColumn(), mode, sink);
    }
  }

  @Override
  protected String gaveUp(Throwable error) {
    return "The export failed again and again, at last with '%s'. See the log, then create another export job."
        .formatted(error.getMessage());
  }
}
