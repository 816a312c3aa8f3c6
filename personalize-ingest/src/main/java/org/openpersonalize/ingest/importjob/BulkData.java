package org.openpersonalize.ingest.importjob;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.csv.DatasetRecordReader;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.Field;
import org.openpersonalize.store.catalog.Dataset;
import org.openpersonalize.store.catalog.DatasetNumbers;
import org.openpersonalize.store.catalog.ImportMode;
import org.openpersonalize.store.interaction.BulkInteractions;
import org.openpersonalize.store.interaction.BulkInteractions.Loaded;
import org.openpersonalize.store.record.RecordTable;
import org.springframework.stereotype.Component;

/** Writes records into the table of their dataset's type, column by column. */
@Component
class BulkData {
  private final DatasetNumbers numbers;
  private final BulkInteractions interactions;
  private final RecordTable records;

  BulkData(DatasetNumbers numbers, BulkInteractions interactions, RecordTable records) {
    this.numbers = numbers;
    this.interactions = interactions;
    this.records = records;
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
   * @return how many rows there are, and how many of them are new
   */
  Loaded load(
      Dataset dataset, DatasetSchema schema, ImportMode mode, Instant now, DatasetFiles files) {
    int number = numbers.hold(dataset.arn());
    require(mode, dataset);
    return dataset.datasetType().isInteractions()
        ? loadInteractions(number, schema, mode, now, files)
        : loadRecords(number, schema, mode, now, files);
  }

  /** Forgets the rows that the last full import replaced. */
  void dropReplaced(Dataset dataset) {
    if (dataset.datasetType().isInteractions()) {
      interactions.dropReplaced(numbers.of(dataset.arn()));
    }
  }

  private Loaded loadInteractions(
      int number, DatasetSchema schema, ImportMode mode, Instant now, DatasetFiles files) {
    List<Field> fields = schema.fields();
    int user = column(fields, "USER_ID");
    int item = Math.max(column(fields, "ITEM_ID"), column(fields, "ACTION_ID"));
    int eventType = column(fields, "EVENT_TYPE");
    int eventValue = column(fields, "EVENT_VALUE");
    int timestamp = column(fields, "TIMESTAMP");
    int impression = column(fields, "IMPRESSION");
    int recommendation = column(fields, "RECOMMENDATION_ID");
    int source = column(fields, "EVENT_ATTRIBUTION_SOURCE");
    int[] metadata = columns(schema.metadata(), fields);
    return interactions.load(number, mode, now, loader -> {
      try {
        files.<RuntimeException>forEach(record -> loader.row(
            required(record, user),
            required(record, item),
            text(record, eventType),
            eventValue < 0 ? Double.NaN : record.number(eventValue),
            1_000 * record.integer(timestamp),
            text(record, impression),
            text(record, recommendation),
            text(record, source),
            record.json(metadata)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }

  private Loaded loadRecords(
      int number, DatasetSchema schema, ImportMode mode, Instant now, DatasetFiles files) {
    List<Field> fields = schema.fields();
    int id = column(
        fields,
        switch (schema.type()) {
          case ITEMS -> "ITEM_ID";
          case USERS -> "USER_ID";
          case ACTIONS -> "ACTION_ID";
          case INTERACTIONS, ACTION_INTERACTIONS ->
            throw new IllegalArgumentException("no records: " + schema.type());
        });
    int[] properties =
        IntStream.range(0, fields.size()).filter(column -> column != id).toArray();
    RecordTable.Loaded loaded = records.load(number, mode, now, loader -> {
      try {
        files.forEach(record -> {
          String json = record.json(properties);
          loader.row(required(record, id), json == null ? "{}" : json);
        });
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
    return new Loaded(loaded.records(), loaded.added());
  }

  private static int[] columns(List<Field> some, List<Field> all) {
    return some.stream().mapToInt(all::indexOf).toArray();
  }

  /** A column's place in the schema, or −1. */
  private static int column(List<Field> fields, String name) {
    return IntStream.range(0, fields.size())
        .filter(column -> fields.get(column).name().equals(name))
        .findFirst()
        .orElse(-1);
  }

  private static @Nullable String text(DatasetRecordReader record, int column) {
    return column < 0 ? null : record.text(column);
  }

  private static String required(DatasetRecordReader record, int column) {
    String text = record.text(column);
    if (text == null) {
      throw new IllegalStateException("The schema lets an id be null");
    }
    return text;
  }
}
