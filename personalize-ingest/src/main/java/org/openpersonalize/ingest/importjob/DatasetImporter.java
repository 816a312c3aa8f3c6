// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.importjob;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import org.openpersonalize.core.csv.Refusals;
import org.openpersonalize.core.csv.UnfitValues;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.store.catalog.Dataset;
import org.openpersonalize.store.catalog.DatasetImportJob;
import org.openpersonalize.store.catalog.DatasetImportJobRepository;
import org.openpersonalize.store.catalog.DatasetRepository;
import org.openpersonalize.store.copy.Loaded;
import org.openpersonalize.store.job.CreationJob;
import org.openpersonalize.store.job.JobType;
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
  private final ImportFiles files;
  private final BulkData bulkData;
  private final ImportRules rules;
  private final Means means;
  private final ImportOutcomes outcomes;
  private final MeterRegistry meters;

  DatasetImporter(
      DatasetImportJobRepository imports,
      DatasetRepository datasets,
      ImportFiles files,
      BulkData bulkData,
      ImportRules rules,
      Means means,
      ImportOutcomes outcomes,
      MeterRegistry meters) {
    super(JobType.IMPORT_DATASET, imports, means);
    this.imports = imports;
    this.datasets = datasets;
    this.files = files;
    this.bulkData = bulkData;
    this.rules = rules;
    this.means = means;
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
    DatasetFiles data = files.of(dataset, job.dataSource(), Refusals.NONE_ALLOWED);
    Loaded loaded = bulkData.load(dataset, job.importMode(), means.resources().now(), data);
    rules.breachOf(data, loaded, job.importMode()).ifPresent(reason -> {
      throw ErrorCode.INVALID_INPUT.because(reason);
    });
    if (loaded.added() > 0) {
      bulkData.attribute(
          dataset, job.importMode(), job.isPublished(), means.resources().now());
    }
    UnfitValues unfit = data.unfit();
    Outcome outcome = new Outcome(
        loaded.rows(), loaded.added(), unfit.unfitRecords(), unfit.values(), unfit.examples());
    run.complete(row -> {
      row.become(Status.ACTIVE, means.resources().now());
      outcomes.put(job.arn(), outcome);
      means.resources().changed(dataset.arn());
    });
    return outcome;
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
    return ImportRules.failure(
        datasets.get(job.datasetArn()).datasetType(), String.valueOf(refused.getMessage()));
  }

  @Override
  protected String gaveUp(Throwable error) {
    return "The import failed again and again, at last with '%s'. The data is as it was; see the log, then create another import job."
        .formatted(error.getMessage());
  }
}
