// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.importjob;

import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.core.schema.RecordSource;
import org.openpersonalize.ingest.insight.JoinRate;
import org.openpersonalize.store.attribution.AttributionTable;
import org.openpersonalize.store.catalog.Dataset;
import org.openpersonalize.store.catalog.DatasetNumbers;
import org.openpersonalize.store.catalog.ImportMode;
import org.openpersonalize.store.copy.Loaded;
import org.openpersonalize.store.interaction.BulkInteractions;
import org.openpersonalize.store.record.RecordTable;
import org.springframework.stereotype.Component;

/** Reads files into the table of their dataset's type. */
@Component
class BulkData {
  /** Less than the number of any dataset. */
  private static final int NO_DATASET = 0;

  private final DatasetNumbers numbers;
  private final BulkInteractions interactions;
  private final RecordTable records;
  private final AttributionTable attributions;

  BulkData(
      DatasetNumbers numbers,
      BulkInteractions interactions,
      RecordTable records,
      AttributionTable attributions) {
    this.numbers = numbers;
    this.interactions = interactions;
    this.records = records;
    this.attributions = attributions;
  }

  /**
   * Checks that the dataset's first import is a full one.
   *
   * @throws PersonalizeException {@link ErrorCode#INVALID_INPUT} if there is nothing yet to add to
   */
  void require(ImportMode mode, Dataset dataset) {
    int number = numbers.of(dataset.arn());
    boolean any = dataset.datasetType().isInteractions()
        ? interactions.hasImports(number)
        : records.hasImports(number);
    if (mode == ImportMode.INCREMENTAL && !any) {
      throw ErrorCode.INVALID_INPUT.because(
          "%s has no bulk data yet: the first import must have the importMode FULL"
              .formatted(dataset.arn()));
    }
  }

  /**
   * Loads the files in the caller's transaction; nobody else loads into the dataset before it ends.
   *
   * @return how many rows there are, how many of them are new, and how many went for them
   */
  Loaded load(Dataset dataset, ImportMode mode, Instant now, DatasetFiles files) {
    int number = numbers.hold(dataset.arn());
    require(mode, dataset);
    try (Destination destination = destination(number, files.schema(), mode, now)) {
      files.read(destination::add);
      return destination.finish();
    }
  }

  /**
   * Has what the caller's transaction has just loaded counted by the dataset group's metric attribution, if there is one.
   *
   * @param published write a report of it as well
   */
  void attribute(Dataset dataset, ImportMode mode, boolean published, Instant now) {
    if (dataset.datasetType() == DatasetType.INTERACTIONS) {
      attributions.countImport(numbers.of(dataset.arn()), mode, published, now);
    }
  }

  /**
   * Reads the files as {@link #load} does, in the caller's transaction, and stores nothing.
   *
   * @param dataset null for one that is not there yet
   * @param witness sees every record
   * @return what {@link #load} would answer if nobody else loaded into the dataset meanwhile
   */
  Loaded rehearse(
      @Nullable Dataset dataset,
      ImportMode mode,
      DatasetFiles files,
      Consumer<RecordSource> witness) {
    int number = NO_DATASET;
    if (dataset != null) {
      require(mode, dataset);
      number = numbers.of(dataset.arn());
    }
    try (Destination destination = rehearsal(number, files.schema(), mode)) {
      files.read(witness.andThen(destination::add));
      return destination.finish();
    }
  }

  /** How much of what was rehearsed last in the caller's transaction, and is new, names something in another dataset. */
  JoinRate joined(Dataset records, Loaded rehearsed) {
    long joined = interactions.rehearsedWithRecords(
        numbers.of(records.arn()), records.datasetType() == DatasetType.USERS);
    return JoinRate.of(records.datasetType(), joined, rehearsed.added());
  }

  private Destination destination(int number, DatasetSchema schema, ImportMode mode, Instant now) {
    return schema.type().isInteractions()
        ? new InteractionDestination(
            schema, interactions.begin(number, mode, InteractionDestination.details(schema)))
        : new RecordDestination(schema, records.begin(number, mode, now));
  }

  private Destination rehearsal(int number, DatasetSchema schema, ImportMode mode) {
    return schema.type().isInteractions()
        ? new InteractionDestination(
            schema, interactions.rehearse(number, mode, InteractionDestination.details(schema)))
        : new RecordDestination(schema, records.rehearse(number, mode));
  }

  /** Forgets the rows that the last full import replaced. */
  void dropReplaced(Dataset dataset) {
    if (dataset.datasetType().isInteractions()) {
      interactions.dropReplaced(numbers.of(dataset.arn()));
    }
  }
}
