package org.openpersonalize.training;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.store.catalog.Dataset;
import org.openpersonalize.store.catalog.DatasetGroup;
import org.openpersonalize.store.catalog.DatasetGroupRepository;
import org.openpersonalize.store.catalog.DatasetNumbers;
import org.openpersonalize.store.catalog.DatasetRepository;
import org.openpersonalize.store.catalog.ImportMode;
import org.openpersonalize.store.catalog.Schema;
import org.openpersonalize.store.catalog.SchemaRepository;
import org.openpersonalize.store.interaction.BulkInteractions;
import org.openpersonalize.store.interaction.InteractionLoader;
import org.openpersonalize.store.record.DatasetRecord;
import org.openpersonalize.store.record.RecordTable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** A dataset group with interactions to train on. */
@Component
public class Shop {
  public static final Arn GROUP =
      Arn.parse("arn:aws:personalize:us-east-1:000000000000:dataset-group/shop");

  /** The columns that {@link #sell} fills. */
  public static final String INTERACTIONS = """
      {"type":"record","name":"Interactions","fields":[
        {"name":"USER_ID","type":"string"},
        {"name":"ITEM_ID","type":"string"},
        {"name":"TIMESTAMP","type":"long"},
        {"name":"EVENT_TYPE","type":"string"},
        {"name":"EVENT_VALUE","type":["null","float"]}]}
      """;

  private static final Path ONLINE_RETAIL =
      Path.of("..", "demo-data", "online-retail", "interactions.csv.gz");

  private final DatasetGroupRepository groups;
  private final SchemaRepository schemas;
  private final DatasetRepository datasets;
  private final DatasetNumbers numbers;
  private final BulkInteractions interactions;
  private final RecordTable records;
  private final TransactionTemplate transaction;

  Shop(
      DatasetGroupRepository groups,
      SchemaRepository schemas,
      DatasetRepository datasets,
      DatasetNumbers numbers,
      BulkInteractions interactions,
      RecordTable records,
      TransactionTemplate transaction) {
    this.groups = groups;
    this.schemas = schemas;
    this.datasets = datasets;
    this.numbers = numbers;
    this.interactions = interactions;
    this.records = records;
    this.transaction = transaction;
  }

  /** Makes the dataset group, with an empty Interactions dataset. */
  public void open() {
    open(INTERACTIONS);
  }

  /** The same with another schema. */
  public void open(String interactionsSchema) {
    Instant now = Instant.now();
    transaction.executeWithoutResult(status -> {
      groups.create(new DatasetGroup(GROUP, "shop", null, null, null, now));
      create(DatasetType.INTERACTIONS, interactionsSchema, now);
    });
  }

  /** The number of the Interactions dataset. */
  public int interactionsDataset() {
    return numbers.of(dataset(DatasetType.INTERACTIONS));
  }

  private void create(DatasetType type, String avro, Instant now) {
    String name = type.name().toLowerCase(Locale.ROOT);
    Schema schema = new Schema(GROUP.sibling(ResourceType.SCHEMA, name), name, avro, null, now);
    schemas.create(schema);
    Dataset dataset = new Dataset(dataset(type), name, GROUP, type, schema.arn(), null, now);
    datasets.create(dataset);
    numbers.assign(dataset.arn());
  }

  private static Arn dataset(DatasetType type) {
    return GROUP.sibling(ResourceType.DATASET, "shop/" + type.name());
  }

  /** Makes an Items dataset of these items. */
  public void stock(String... itemIds) {
    Instant now = Instant.now();
    transaction.executeWithoutResult(status -> {
      create(DatasetType.ITEMS, "{}", now);
      records.put(
          numbers.of(dataset(DatasetType.ITEMS)),
          Stream.of(itemIds).map(id -> new DatasetRecord(id, "{}")).toList(),
          now);
    });
  }

  /** Loads the first lines of Online Retail. */
  public void sell(int lines) {
    transaction.executeWithoutResult(status -> {
      try (InteractionLoader loader =
              interactions.begin(numbers.of(dataset(DatasetType.INTERACTIONS)), ImportMode.FULL);
          BufferedReader reader = new BufferedReader(new InputStreamReader(
              new GZIPInputStream(Files.newInputStream(ONLINE_RETAIL)), StandardCharsets.UTF_8))) {
        reader.readLine();
        for (int line = 0; line < lines; line++) {
          String row = reader.readLine();
          if (row == null) {
            break;
          }
          String[] cells = row.split(",");
          loader.add(
              cells[0],
              cells[1],
              cells[3],
              Double.parseDouble(cells[4]),
              1000 * Long.parseLong(cells[2]),
              null,
              null,
              null,
              null);
        }
        loader.finish();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }
}
