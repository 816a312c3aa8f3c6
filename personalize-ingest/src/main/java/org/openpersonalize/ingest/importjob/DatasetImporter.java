// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.importjob;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import org.openpersonalize.core.csv.UnfitValues;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.ingest.ValueSettings;
import org.openpersonalize.store.catalog.Dataset;
import org.openpersonalize.store.catalog.DatasetImportJob;
import org.openpersonalize.store.catalog.DatasetImportJobRepository;
import org.openpersonalize.store.catalog.DatasetRepository;
import org.openpersonalize.store.catalog.ImportMode;
import org.openpersonalize.store.catalog.Schema;
import org.openpersonalize.store.catalog.SchemaRepository;
import org.openpersonalize.store.copy.Loaded;
import org.openpersonalize.store.job.CreationJob;
import org.openpersonalize.store.job.JobType;
import org.openpersonalize.store.limit.Limits;
import org.openpersonalize.store.object.ObjectStore;
import org.openpersonalize.store.record.ImportOutcomes;
import org.openpersonalize.store.record.ImportOutcomes.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Reads CSV files into a dataset.
 *
 * <p>The rows and the job's end are one transaction, so a job that fails or dies leaves nothing behind. What is wrong with
 * the data becomes the job's {@code failureReason}; a failing server makes the job run again.
 */
@Component
public class DatasetImporter extends CreationJob<DatasetImportJob> {
  private static final Logger log = LoggerFactory.getLogger(DatasetImporter.class);

  private final DatasetImportJobRepository imports;
  private final DatasetRepository datasets;
  private final SchemaRepository schemas;
  private final BulkData bulkData;
  private final ObjectStore objects;
  private final Means means;
  private final Limits limits;
  private final ImportSettings settings;
  private final ValueSettings values;
  private final ImportOutcomes outcomes;
  private final MeterRegistry meters;

  DatasetImporter(
      DatasetImportJobRepository imports,
      DatasetRepository datasets,
      SchemaRepository schemas,
      BulkData bulkData,
      ObjectStore objects,
      Means means,
      Limits limits,
      ImportSettings settings,
      ValueSettings values,
      ImportOutcomes outcomes,
      MeterRegistry meters) {
    super(JobType.IMPORT_DATASET, imports, means);
    this.imports = imports;
    this.datasets = datasets;
    this.schemas = schemas;
    this.bulkData = bulkData;
    this.objects = objects;
    this.means = means;
    this.limits = limits;
    this.settings = settings;
    this.values = values;
    this.outcomes = outcomes;
    this.meters = meters;
  }

  @Override
  protected void work(DatasetImportJob job, Run run) {
    Dataset dataset = datasets.get(job.datasetArn());
    log.info(
        "Importing {} into {} by {}", job.dataSource().dataLocation(), dataset.arn(), job.arn());
    Outcome outcome = means.transaction().execute(status -> load(job, dataset, run));
    report(job.arn(), dataset.datasetType(), outcome, run.elapsed());
  }

  @Override
  protected void cleanUp(Arn jobArn) {
    imports
        .findById(jobArn)
        .map(job -> datasets.get(job.datasetArn()))
        .ifPresent(bulkData::dropReplaced);
  }

  /** The import's one transaction. */
  private Outcome load(DatasetImportJob job, Dataset dataset, Run run) {
    Schema schema = schemas.get(dataset.schemaArn());
    DatasetSchema columns = DatasetSchema.parse(schema.schema(), schema.domain());
    S3Location location = S3Location.parse(job.dataSource().dataLocation(), settings.modelBucket());
    Instant now = means.resources().now();

    DatasetFiles files = new DatasetFiles(objects, location, columns, values.strict());
    Loaded loaded = bulkData.load(dataset, columns, job.importMode(), now, files);
    UnfitValues unfit = files.unfit();
    requireFit(unfit);
    requireEnough(loaded, job.importMode(), dataset.datasetType(), location);
    Outcome outcome = new Outcome(
        loaded.rows(), loaded.added(), unfit.unfitRecords(), unfit.values(), unfit.examples());
    run.complete(row -> {
      row.become(Status.ACTIVE, means.resources().now());
      outcomes.put(job.arn(), outcome);
      means.resources().changed(dataset.arn());
    });
    return outcome;
  }

  /** A few values that do not fit are as good as missing; many mean that the column is another than it is said to be. */
  private void requireFit(UnfitValues unfit) {
    if (unfit.unfitRecords() > values.tolerated(unfit.records())) {
      throw ErrorCode.INVALID_INPUT.because(
          "%d of %d records have values that do not fit, more than the %d that are passed over. The first ones: %s"
              .formatted(
                  unfit.unfitRecords(),
                  unfit.records(),
                  values.tolerated(unfit.records()),
                  String.join("; ", unfit.examples())));
    }
  }

  /** An increment that is sent again, in part or whole, is not too small for that. */
  private void requireEnough(
      Loaded loaded, ImportMode mode, DatasetType type, S3Location location) {
    int needed = type == DatasetType.INTERACTIONS ? limits.minInteractionsPerImport() : 1;
    if (loaded.rows() < needed) {
      throw ErrorCode.INVALID_INPUT.because(
          "%s holds %d %srecords, duplicates left out: an import needs at least %d"
              .formatted(
                  location, loaded.rows(), mode == ImportMode.INCREMENTAL ? "" : "new ", needed));
    }
  }

  private void report(Arn jobArn, DatasetType type, Outcome outcome, Duration elapsed) {
    meters.counter("personalize.import.rows", "type", type.name()).increment(outcome.added());
    meters
        .counter("personalize.values.unfit", "type", type.name(), "door", "import")
        .increment(outcome.unfitValues());
    log.info("Imported {} rows by {} in {}", outcome.added(), jobArn, elapsed);
    if (outcome.added() == 0) {
      log.info("All {} rows of {} were there already", outcome.records(), jobArn);
    } else if (outcome.added() < outcome.records()) {
      log.info(
          "{} of the {} rows of {} were there already",
          outcome.records() - outcome.added(),
          outcome.records(),
          jobArn);
    }
    if (outcome.unfitValues() > 0) {
      log.warn(
          "{} values in {} records of {} do not fit their columns and count as missing, the first: {}",
          outcome.unfitValues(),
          outcome.unfitRecords(),
          jobArn,
          String.join("; ", outcome.examples()));
    }
  }

  @Override
  protected void ended(String outcome, Duration elapsed) {
    Timer.builder("personalize.imports")
        .description("Imports, by outcome")
        .tag("outcome", outcome)
        .register(meters)
        .record(elapsed);
  }

  @Override
  protected String refusal(DatasetImportJob job, Exception refused) {
    return "Failed to create a data import job for %s dataset. %s"
        .formatted(datasets.get(job.datasetArn()).datasetType(), refused.getMessage());
  }

  @Override
  protected String gaveUp(Throwable error) {
    return "The import failed again and again, at last with '%s'. The data is as it was; see the log, then create another import job."
        .formatted(error.getMessage());
  }
}
