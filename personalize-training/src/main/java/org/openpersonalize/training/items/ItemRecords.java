// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.items;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.catalog.RecordColumnsBuilder;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.core.schema.Field;
import org.openpersonalize.core.training.TrainingProgress;
import org.openpersonalize.store.catalog.Dataset;
import org.openpersonalize.store.catalog.DatasetNumbers;
import org.openpersonalize.store.catalog.DatasetRepository;
import org.openpersonalize.store.catalog.Schema;
import org.openpersonalize.store.catalog.SchemaRepository;
import org.openpersonalize.store.record.RecordTable;
import org.springframework.stereotype.Component;

/** The records of items and of actions that dataset groups have. */
@Component
public class ItemRecords {
  private final DatasetRepository datasets;
  private final SchemaRepository schemas;
  private final DatasetNumbers numbers;
  private final RecordTable records;

  public ItemRecords(
      DatasetRepository datasets,
      SchemaRepository schemas,
      DatasetNumbers numbers,
      RecordTable records) {
    this.datasets = datasets;
    this.schemas = schemas;
    this.numbers = numbers;
    this.records = records;
  }

  /** Streams the items' ids; none where there is no Items dataset. */
  public void streamIds(Arn datasetGroupArn, Consumer<String> visitor) {
    datasets
        .findByDatasetGroupArnAndDatasetType(datasetGroupArn, DatasetType.ITEMS)
        .ifPresent(items -> records.streamIds(numbers.of(items.arn()), visitor));
  }

  /** Is there an item, and does the schema have a wanted column that is textual or the item's name? */
  public boolean haveTexts(Arn datasetGroupArn, Predicate<Field> wanted) {
    return datasets
        .findByDatasetGroupArnAndDatasetType(datasetGroupArn, DatasetType.ITEMS)
        .filter(dataset -> schema(dataset).fields().stream().filter(wanted).anyMatch(Field::isText))
        .filter(dataset -> records.count(numbers.of(dataset.arn())) > 0)
        .isPresent();
  }

  /**
   * Makes sure that items have numbers in a column, or may have.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#INVALID_INPUT} naming the columns that do
   */
  public void requireNumeric(Arn datasetGroupArn, String column) {
    requireNumeric(schema(dataset(datasetGroupArn, column)), column);
  }

  /**
   * The numbers that items have in a column, and nothing else of their records.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException as {@link #requireNumeric}
   */
  public RecordColumns numbers(Arn datasetGroupArn, String column) {
    Dataset dataset = dataset(datasetGroupArn, column);
    DatasetSchema schema = schema(dataset);
    requireNumeric(schema, column);
    RecordColumnsBuilder builder =
        new RecordColumnsBuilder(schema, field -> field.name().equals(column));
    records.stream(
        numbers.of(dataset.arn()), (id, properties, arrival) -> builder.add(id, properties));
    return builder.build();
  }

  /**
   * What the items' records say; empty if there is no Items dataset.
   *
   * @param configuredAt columns that the dataset got later are passed over
   * @param wanted which columns are read
   * @throws java.util.concurrent.CancellationException if {@code progress} was cancelled
   */
  public Optional<RecordColumns> all(
      Arn datasetGroupArn,
      Instant configuredAt,
      Predicate<Field> wanted,
      TrainingProgress progress) {
    return dataset(datasetGroupArn, DatasetType.ITEMS)
        .map(dataset -> read(
            dataset, wanted.and(field -> dataset.hadColumn(field.name(), configuredAt)), progress));
  }

  /** All that is known of the actions that users are offered; empty if there is no Actions dataset. */
  public Optional<RecordColumns> actions(Arn datasetGroupArn, TrainingProgress progress) {
    return dataset(datasetGroupArn, DatasetType.ACTIONS)
        .map(dataset -> read(dataset, field -> true, progress));
  }

  private Optional<Dataset> dataset(Arn datasetGroupArn, DatasetType type) {
    return datasets.findByDatasetGroupArnAndDatasetType(datasetGroupArn, type);
  }

  private RecordColumns read(Dataset dataset, Predicate<Field> wanted, TrainingProgress progress) {
    RecordColumnsBuilder builder = new RecordColumnsBuilder(schema(dataset), wanted);
    records.stream(numbers.of(dataset.arn()), (id, properties, arrival) -> {
      progress.throwIfCancelled();
      builder.add(id, properties);
    });
    return builder.build();
  }

  private Dataset dataset(Arn datasetGroupArn, String column) {
    return datasets
        .findByDatasetGroupArnAndDatasetType(datasetGroupArn, DatasetType.ITEMS)
        .orElseThrow(() -> ErrorCode.INVALID_INPUT.because(
            "The itemAttribute '%s' is a column of the Items dataset, and the dataset group has none: create it first."
                .formatted(column)));
  }

  private DatasetSchema schema(Dataset dataset) {
    Schema schema = schemas.get(dataset.schemaArn());
    return DatasetSchema.parse(schema.schema(), schema.domain());
  }

  private static void requireNumeric(DatasetSchema schema, String column) {
    if (schema.field(column).filter(field -> field.type().isNumeric()).isEmpty()) {
      throw ErrorCode.INVALID_INPUT.because(
          "The itemAttribute '%s' is not a numeric column of the Items dataset, which has %s."
              .formatted(column, numericColumns(schema)));
    }
  }

  private static String numericColumns(DatasetSchema schema) {
    String names = schema.fields().stream()
        .filter(field -> field.type().isNumeric())
        .map(Field::name)
        .collect(Collectors.joining(", "));
    return names.isEmpty() ? "none" : names;
  }
}
