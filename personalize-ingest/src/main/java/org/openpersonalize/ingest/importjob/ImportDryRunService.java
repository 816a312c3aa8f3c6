// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.importjob;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.csv.RefusedRecord;
import org.openpersonalize.core.csv.UnfitValues;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.ingest.insight.JoinRate;
import org.openpersonalize.store.catalog.DataSource;
import org.openpersonalize.store.catalog.Dataset;
import org.openpersonalize.store.catalog.DatasetRepository;
import org.openpersonalize.store.catalog.ImportMode;
import org.openpersonalize.store.copy.Loaded;
import org.openpersonalize.store.limit.Turnstile;
import org.openpersonalize.store.request.Addition;
import org.openpersonalize.store.request.PostedTo;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * DryRunDatasetImport, which the original API has in its console only: what an import of some files would come to.
 *
 * <p>It goes the way of {@link DatasetImporter} up to the dataset's table: the files are read to their ends and held against
 * what the dataset has, in a transaction that is rolled back. A caller who does not wait for the answer ends nothing.
 */
@Service
public class ImportDryRunService {
  private final DatasetRepository datasets;
  private final ImportFiles files;
  private final BulkData bulkData;
  private final ImportRules rules;
  private final TransactionTemplate transaction;
  private final Turnstile turnstile = new Turnstile("dry runs");

  ImportDryRunService(
      DatasetRepository datasets,
      ImportFiles files,
      BulkData bulkData,
      ImportRules rules,
      TransactionTemplate transaction) {
    this.datasets = datasets;
    this.files = files;
    this.bulkData = bulkData;
    this.rules = rules;
    this.transaction = transaction;
  }

  /** What CreateDatasetImportJob would be asked. */
  @Addition
  @PostedTo("/imports/dry-run")
  public record DryRunDatasetImport(
      @NotNull Arn datasetArn,
      @NotNull @Valid DataSource dataSource,
      @Nullable ImportMode importMode) {}

  /**
   * How many of the records that are not refused lack a value.
   *
   * @param missing those whose value does not fit the column included
   */
  public record ColumnSummary(String name, long missing) {}

  /**
   * Each record that was read is refused, repeated, unchanged or added. All but the refused ones are counted as if those were
   * not there.
   *
   * @param failureReason what the import job would fail with, absent if it would become ACTIVE
   * @param recordsRead in all files
   * @param recordsRefused the first of which would fail the import
   * @param recordsRepeated that another one makes superfluous: interactions that agree in every column with an earlier one,
   *     and records with the id of a later one
   * @param recordsUnchanged that the dataset's imports have already as they are; 0 for a full import, which brings all anew
   * @param recordsAdded that the dataset's imports do not have, or have otherwise
   * @param recordsReplaced of earlier imports that would go: all of them in a full import, in an incremental one those whose id
   *     comes with other values
   * @param recordsUnfit with a value that does not fit its column and would count as missing
   * @param valuesUnfit how many such values there are
   * @param unfitExamples the first of them, with file, line and column
   * @param refused the first 50 in the order of the files; their values are what the files hold, whoever wrote them
   */
  public record DryRunDatasetImportResponse(
      @Nullable String failureReason,
      long recordsRead,
      long recordsRefused,
      long recordsRepeated,
      long recordsUnchanged,
      long recordsAdded,
      long recordsReplaced,
      long recordsUnfit,
      long valuesUnfit,
      List<String> unfitExamples,
      List<ColumnSummary> columns,
      List<RefusedRecord> refused) {}

  /** Reads the files as an import would, past records that it would refuse, and changes nothing. */
  public DryRunDatasetImportResponse dryRun(DryRunDatasetImport request) {
    return turnstile.admit(() -> transaction.execute(status -> {
      status.setRollbackOnly();
      return read(request);
    }));
  }

  private DryRunDatasetImportResponse read(DryRunDatasetImport request) {
    Dataset dataset = datasets.get(request.datasetArn());
    ImportMode mode = request.importMode() == null ? ImportMode.FULL : request.importMode();
    FirstRefused refused = new FirstRefused();
    return read(dataset, mode, files.of(dataset, request.dataSource(), refused), refused)
        .answer();
  }

  /**
   * What an import of a file would come to whose columns are found by a mapping.
   *
   * @param failsStill what it would fail with if the refused records were left out; null if it would become ACTIVE
   * @param ofBulkFormat are its records those that the bulk format would have?
   * @param joins how much of what is new names something that the group's other datasets have a record of
   */
  public record Rehearsal(
      DryRunDatasetImportResponse answer,
      @Nullable String failsStill,
      boolean ofBulkFormat,
      List<JoinRate> joins) {}

  /**
   * Reads a file as {@link #dryRun} does.
   *
   * @param datasetGroupArn whose dataset of the file's type may not be there yet
   */
  public Rehearsal rehearse(MappedFile file, Arn datasetGroupArn, ImportMode mode) {
    DatasetType type = file.schema().type();
    FirstRefused refused = new FirstRefused();
    return turnstile.admit(() -> transaction.execute(status -> {
      status.setRollbackOnly();
      Dataset dataset =
          datasets.findByDatasetGroupArnAndDatasetType(datasetGroupArn, type).orElse(null);
      Reading reading = read(dataset, mode, files.of(file, refused), refused);
      return reading.rehearsal(joins(datasetGroupArn, type, reading.loaded()));
    }));
  }

  private List<JoinRate> joins(Arn datasetGroupArn, DatasetType type, Loaded loaded) {
    Set<String> named = type.isInteractions() ? Set.of("USER_ID", type.idColumn()) : Set.of();
    return datasets.findByDatasetGroupArn(datasetGroupArn).stream()
        .filter(other -> other.status() == Status.ACTIVE && !other.datasetType().isInteractions())
        .filter(other -> named.contains(other.datasetType().idColumn()))
        .sorted(Comparator.comparing(Dataset::datasetType))
        .map(other -> bulkData.joined(other, loaded))
        .toList();
  }

  /** What was found when a file was read, and may be said of it. */
  private record Reading(
      DryRunDatasetImportResponse answer,
      @Nullable String failsStill,
      boolean ofBulkFormat,
      Loaded loaded) {
    Rehearsal rehearsal(List<JoinRate> joins) {
      return new Rehearsal(answer, failsStill, ofBulkFormat, joins);
    }
  }

  private Reading read(
      @Nullable Dataset dataset, ImportMode mode, DatasetFiles data, FirstRefused refused) {
    if (dataset != null) {
      dataset.requireActive();
    }
    MissingValues missing = new MissingValues(data.schema().fields().size());
    Loaded loaded = bulkData.rehearse(dataset, mode, data, missing);
    Optional<String> breach = rules.breachOf(data, loaded, mode);
    DatasetType type = data.schema().type();
    return new Reading(
        answer(
            refused
                .message()
                .or(() -> breach)
                .map(reason -> ImportRules.failure(type, reason))
                .orElse(null),
            data,
            loaded,
            missing,
            refused),
        breach.map(reason -> ImportRules.failure(type, reason)).orElse(null),
        data.isOfBulkFormat(),
        loaded);
  }

  private static DryRunDatasetImportResponse answer(
      @Nullable String failureReason,
      DatasetFiles data,
      Loaded loaded,
      MissingValues missing,
      FirstRefused refused) {
    UnfitValues unfit = data.unfit();
    return new DryRunDatasetImportResponse(
        failureReason,
        unfit.records() + refused.count(),
        refused.count(),
        unfit.records() - loaded.rows(),
        loaded.rows() - loaded.added(),
        loaded.added(),
        loaded.replaced(),
        unfit.unfitRecords(),
        unfit.values(),
        unfit.examples(),
        columns(data.schema(), missing),
        refused.first());
  }

  private static List<ColumnSummary> columns(DatasetSchema schema, MissingValues missing) {
    return IntStream.range(0, schema.fields().size())
        .mapToObj(
            column -> new ColumnSummary(schema.fields().get(column).name(), missing.of(column)))
        .toList();
  }
}
