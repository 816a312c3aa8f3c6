// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.exportjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openpersonalize.core.resource.ErrorCode.INVALID_INPUT;
import static org.openpersonalize.core.resource.ErrorCode.RESOURCE_ALREADY_EXISTS;
import static org.openpersonalize.core.resource.ErrorCode.RESOURCE_IN_USE;
import static org.openpersonalize.ingest.testing.Shop.assertRefused;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.core.schema.Field;
import org.openpersonalize.core.wire.WireJson;
import org.openpersonalize.ingest.dataset.DatasetService;
import org.openpersonalize.ingest.dataset.DatasetService.DeleteDataset;
import org.openpersonalize.ingest.event.EventService;
import org.openpersonalize.ingest.event.EventService.ActionInteraction;
import org.openpersonalize.ingest.event.EventService.EventInput;
import org.openpersonalize.ingest.event.EventService.PutActionInteractions;
import org.openpersonalize.ingest.event.EventService.PutEvents;
import org.openpersonalize.ingest.event.RecordService;
import org.openpersonalize.ingest.event.RecordService.Action;
import org.openpersonalize.ingest.event.RecordService.Item;
import org.openpersonalize.ingest.event.RecordService.PutActions;
import org.openpersonalize.ingest.event.RecordService.PutItems;
import org.openpersonalize.ingest.event.RecordService.PutUsers;
import org.openpersonalize.ingest.event.RecordService.User;
import org.openpersonalize.ingest.exportjob.DatasetExportService.CreateDatasetExportJob;
import org.openpersonalize.ingest.exportjob.DatasetExportService.DescribeDatasetExportJob;
import org.openpersonalize.ingest.exportjob.DatasetExportService.ListDatasetExportJobs;
import org.openpersonalize.ingest.importjob.ImportSettings;
import org.openpersonalize.ingest.testing.IngestTestConfiguration;
import org.openpersonalize.ingest.testing.Shop;
import org.openpersonalize.store.catalog.DatasetExportJob;
import org.openpersonalize.store.catalog.DatasetExportJobOutput;
import org.openpersonalize.store.catalog.DatasetExportJobRepository;
import org.openpersonalize.store.catalog.DatasetImportJob;
import org.openpersonalize.store.catalog.DatasetNumbers;
import org.openpersonalize.store.catalog.DatasetRepository;
import org.openpersonalize.store.catalog.ImportMode;
import org.openpersonalize.store.catalog.IngestionMode;
import org.openpersonalize.store.catalog.S3DataConfig;
import org.openpersonalize.store.copy.Copies;
import org.openpersonalize.store.copy.TextRows;
import org.openpersonalize.store.object.ObjectStore;
import org.openpersonalize.store.object.S3Location;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

@SpringBootTest(classes = IngestTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class DatasetExporterTest {
  private static final String ROLE = "arn:aws:iam::000000000000:role/exports";
  private static final long NOON = 1_700_000_000L;

  private static final String INTERACTIONS = Shop.schema("Interactions", """
      {"name":"DEVICE","type":["null","string"],"categorical":true},
      {"name":"TIMESTAMP","type":"long"},
      {"name":"USER_ID","type":"string"},
      {"name":"ITEM_ID","type":"string"},
      {"name":"EVENT_TYPE","type":"string"},
      {"name":"EVENT_VALUE","type":["null","float"]},
      {"name":"IMPRESSION","type":["null","string"]},
      {"name":"RECOMMENDATION_ID","type":["null","string"]},
      {"name":"EVENT_ATTRIBUTION_SOURCE","type":["null","string"]},
      {"name":"SCORE","type":["null","double"]},
      {"name":"FIRST","type":["null","boolean"]}""");

  private static final String ITEMS = Shop.schema("Items", """
      {"name":"TITLE","type":["null","string"],"textual":true},
      {"name":"ITEM_ID","type":"string"},
      {"name":"PRICE","type":["null","double"]},
      {"name":"IN_STOCK","type":["null","boolean"]},
      {"name":"VIEWS","type":["null","long"]},
      {"name":"GENRES","type":["null","string"],"categorical":true},
      {"name":"CREATION_TIMESTAMP","type":["null","long"]}""");

  private static final String ACTIONS = Shop.schema("Actions", """
      {"name":"ACTION_ID","type":"string"},
      {"name":"VALUE","type":["null","long"]},
      {"name":"CHANNEL","type":["null","string"],"categorical":true}""");

  private static final String ACTION_INTERACTIONS = Shop.schema("ActionInteractions", """
      {"name":"USER_ID","type":"string"},
      {"name":"ACTION_ID","type":"string"},
      {"name":"EVENT_TYPE","type":"string"},
      {"name":"TIMESTAMP","type":"long"},
      {"name":"DEVICE","type":["null","string"],"categorical":true}""");

  @Autowired
  DatasetExportService exports;

  @Autowired
  DatasetService datasets;

  @Autowired
  DatasetRepository rows;

  @Autowired
  EventService events;

  @Autowired
  RecordService records;

  @Autowired
  DatasetNumbers numbers;

  @Autowired
  Copies copies;

  @Autowired
  ObjectStore objects;

  @Autowired
  ImportSettings settings;

  @Autowired
  DatasetExportJobRepository jobs;

  @Autowired
  TransactionTemplate transaction;

  @Autowired
  JdbcClient jdbc;

  @Autowired
  Shop shop;

  private final String folder = UUID.randomUUID() + "/";
  private Arn group;
  private Arn otherGroup;

  @BeforeEach
  void openShops() {
    group = shop.group();
    otherGroup = shop.group();
  }

  @Test
  void items_are_the_same_when_they_are_imported_again() throws Exception {
    Arn items = shop.dataset(group, "Items", ITEMS);
    shop.importData(items, ImportMode.FULL, shop.upload(folder + "in/items.csv", """
            ITEM_ID,TITLE,PRICE,IN_STOCK,VIEWS,GENRES,CREATION_TIMESTAMP
            i1,"a \\"quoted\\", title",0.1,true,9007199254740993,a|b,1700000000
            i2,c:\\new,1e-7,FALSE,,,
            i3,,,,,,-5
            "i,4"," blanks ",1E300,,0,"x, y",
            """));
    putItem(
        items, "i5", "{\"title\":\"two\\nlines\\r\\nand \\\\ a \\\"quote\\\"\",\"price\":2.50}");
    putItem(items, "i1", "{\"title\":\"put later\",\"views\":-1}");
    putItem(items, "Žluťoučký 🐎", "{\"inStock\":false}");

    DatasetExportJob job = export(items, IngestionMode.ALL);
    Arn again = importedAgain(job, otherGroup, "Items", ITEMS);

    assertThat(read(job).get(0).lines().findFirst())
        .hasValue("TITLE,ITEM_ID,PRICE,IN_STOCK,VIEWS,GENRES,CREATION_TIMESTAMP");
    assertThat(currentRecords(again)).hasSize(6).isEqualTo(currentRecords(items));
    assertThat(currentRecords(again))
        .contains("i5 {\"PRICE\": 2.5, \"TITLE\": \"two\\nlines\\r\\nand \\\\ a \\\"quote\\\"\"}")
        .contains("i1 {\"TITLE\": \"put later\", \"VIEWS\": -1}");
  }

  @Test
  void users_and_actions_are_the_same_when_they_are_imported_again() throws Exception {
    Arn users = shop.dataset(group, "Users", Shop.USERS);
    Arn actions = shop.dataset(group, "Actions", ACTIONS);
    records.putUsers(new PutUsers(
        users, List.of(new User("u\"1", json("{\"age\":3}")), new User("u2", json("{}")))));
    records.putActions(new PutActions(
        actions,
        List.of(
            new Action("a1", json("{\"value\":7,\"channel\":\"mail, phone\"}")),
            new Action("a\\2", json("{}")))));

    Arn usersAgain =
        importedAgain(export(users, IngestionMode.ALL), otherGroup, "Users", Shop.USERS);
    Arn actionsAgain =
        importedAgain(export(actions, IngestionMode.PUT), otherGroup, "Actions", ACTIONS);

    assertThat(currentRecords(usersAgain)).hasSize(2).isEqualTo(currentRecords(users));
    assertThat(currentRecords(actionsAgain)).hasSize(2).isEqualTo(currentRecords(actions));
  }

  @Test
  void a_door_alone_has_what_came_through_it() throws Exception {
    Arn users = shop.dataset(group, "Users", Shop.USERS);
    shop.importData(
        users,
        ImportMode.FULL,
        shop.upload(folder + "in/users.csv", "USER_ID,AGE\nu1,10\nu2,20\n"));
    records.putUsers(new PutUsers(users, List.of(new User("u1", json("{\"age\":11}")))));

    assertThat(read(export(users, null))).containsExactly("USER_ID,AGE\nu1,11\n");
    assertThat(read(export(users, IngestionMode.BULK)))
        .containsExactly("USER_ID,AGE\nu1,10\nu2,20\n");
    assertThat(read(export(users, IngestionMode.ALL)))
        .containsExactly("USER_ID,AGE\nu1,11\nu2,20\n");
  }

  @Test
  void interactions_are_the_same_when_they_are_imported_again() throws Exception {
    Arn interactions = shop.dataset(group, "Interactions", INTERACTIONS);
    String tracker = shop.tracker(group).trackingId();
    shop.importData(interactions, ImportMode.FULL, shop.upload(folder + "in/a.csv", bulk()));
    put(
        tracker,
        "u1",
        "s1",
        "i1",
        NOON,
        "{\"device\":\"a, \\\"b\\\"\\nc\",\"score\":0.30000000000000004}");
    put(
        tracker,
        "u1",
        "s1",
        "i1",
        NOON,
        "{\"device\":\"a, \\\"b\\\"\\nc\",\"score\":0.30000000000000004}");
    put(tracker, null, "s1", "i2", NOON - 10, "{\"first\":true}");
    put(tracker, null, "nobody", "i3", NOON, "{}");
    put(tracker, "u0", "s2", "i0", 1_600_000_000, "{\"device\":\"phone\",\"score\":0.5}");

    DatasetExportJob job = export(interactions, IngestionMode.ALL);
    Arn again = importedAgain(job, otherGroup, "Interactions", INTERACTIONS);

    List<String> before = interactions(interactions);
    assertThat(interactions(again)).hasSize(1_002).isEqualTo(before);
    assertThat(read(export(interactions, IngestionMode.PUT)).get(0).lines())
        .as("a header and three events, of which one has two lines")
        .hasSize(5)
        .element(2)
        .isEqualTo(",1699999990,u1,i2,view,,i2|i9,,shop,,true");
    assertThat(read(export(interactions, IngestionMode.BULK)).get(0).lines()).hasSize(1_001);
  }

  @Test
  void parquet_holds_the_same_as_csv_when_it_is_imported_again() throws Exception {
    Arn interactions = shop.dataset(group, "Interactions", INTERACTIONS);
    String tracker = shop.tracker(group).trackingId();
    shop.importData(interactions, ImportMode.FULL, shop.upload(folder + "in/a.csv", bulk()));
    put(
        tracker,
        "u1",
        "s1",
        "i1",
        NOON,
        "{\"device\":\"two\\nlines\",\"score\":0.30000000000000004}");
    put(tracker, "u2", "s2", "i2", NOON, "{\"first\":true}");
    DatasetExportJob job = export(interactions, IngestionMode.ALL, ".parquet");

    assertThat(objects.list(Shop.BUCKET, folder + job.jobName()))
        .singleElement()
        .satisfies(file ->
            assertThat(file.key()).endsWith(".parquet/" + job.jobName() + ".part-00001.parquet"));
    assertThat(job.rowsOfFiles()).isEqualTo(Map.of(job.jobName() + ".part-00001.parquet", 1_002L));
    assertThat(WireJson.write(job))
        .as("the API has no member for it")
        .asString(StandardCharsets.UTF_8)
        .contains("\"ingestionMode\":\"ALL\"")
        .doesNotContain("rowsOfFiles");
    Arn again = importedAgain(job, otherGroup, "Interactions", INTERACTIONS);
    assertThat(interactions(again)).hasSize(1_002).isEqualTo(interactions(interactions));
  }

  @Test
  void parquet_goes_on_in_parts_too() throws Exception {
    Arn users = shop.dataset(group, "Users", Shop.USERS);
    String all = IntStream.range(0, 5_000)
        .mapToObj(n -> "u%05d,%d\n".formatted(n, n))
        .collect(Collectors.joining("", "USER_ID,AGE\n", ""));
    shop.importData(users, ImportMode.FULL, shop.upload(folder + "in/users.csv", all));
    String path = folder + "long.parquet/";
    shop.upload(path + "long.part-00009.parquet", "of a run that died");
    Map<String, Long> rowsOfFiles = new HashMap<>();

    copies.texts(
        "SELECT record_id, properties ->> 'AGE' FROM dataset_record WHERE dataset_id = %d ORDER BY 1"
            .formatted(numbers.of(users)),
        reader -> rowsOfFiles.putAll(write(
            new ExportFiles(objects, settings, 30_000),
            S3Location.parse("s3://" + Shop.BUCKET + "/" + path, "", ""),
            reader)));

    assertThat(rowsOfFiles).hasSizeGreaterThan(1);
    assertThat(objects.list(Shop.BUCKET, path)).hasSize(rowsOfFiles.size());
    assertThat(sum(rowsOfFiles)).isEqualTo(5_000);
    Arn again = shop.dataset(otherGroup, "Users", Shop.USERS);
    DatasetImportJob job =
        shop.importData(again, ImportMode.FULL, "s3://" + Shop.BUCKET + "/" + path);
    assertThat(job.status()).as(job.failureReason()).isEqualTo(Status.ACTIVE);
    assertThat(currentRecords(again)).hasSize(5_000).isEqualTo(currentRecords(users));
  }

  @Test
  void action_interactions_are_the_same_when_they_are_imported_again() throws Exception {
    Arn interactions = shop.dataset(group, "Action_Interactions", ACTION_INTERACTIONS);
    events.putActionInteractions(new PutActionInteractions(
        rows.get(interactions).trackingId(),
        List.of(taken("a1", "u1", "{\"device\":\"x\\\\\"}"), taken("a2", "u2", "{}"))));

    DatasetExportJob job = export(interactions, IngestionMode.ALL);
    Arn again = importedAgain(job, otherGroup, "Action_Interactions", ACTION_INTERACTIONS);

    assertThat(interactions(again)).hasSize(2).isEqualTo(interactions(interactions));
  }

  @Test
  void what_is_long_is_written_in_parts_that_an_import_reads_as_one() throws Exception {
    Arn users = shop.dataset(group, "Users", Shop.USERS);
    String all = IntStream.range(0, 5_000)
        .mapToObj(n -> "u%05d,%d\n".formatted(n, n))
        .collect(Collectors.joining("", "USER_ID,AGE\n", ""));
    shop.importData(users, ImportMode.FULL, shop.upload(folder + "in/users.csv", all));
    S3Location place = S3Location.parse("s3://" + Shop.BUCKET + "/" + folder, "", "");
    shop.upload(folder + "long.part-00009.csv", "of a run that died");
    shop.upload(folder + "long.part-00009.csv.mine", "mine");
    shop.upload(folder + "longer.part-00009.csv", "of another job");
    Map<String, Long> rowsOfFiles = new HashMap<>();

    copies.texts(
        "SELECT record_id, properties ->> 'AGE' FROM dataset_record WHERE dataset_id = %d ORDER BY 1"
            .formatted(numbers.of(users)),
        reader ->
            rowsOfFiles.putAll(write(new ExportFiles(objects, settings, 20_000), place, reader)));

    assertThat(rowsOfFiles)
        .containsOnlyKeys("long.part-00001.csv", "long.part-00002.csv", "long.part-00003.csv");
    assertThat(sum(rowsOfFiles)).isEqualTo(5_000);
    assertThat(text("long.part-00002.csv").lines())
        .hasSize(1 + rowsOfFiles.get("long.part-00002.csv").intValue());
    assertThat(keys())
        .containsExactly(
            "long.part-00001.csv",
            "long.part-00002.csv",
            "long.part-00003.csv",
            "long.part-00009.csv.mine",
            "longer.part-00009.csv");
    StringBuilder joined = new StringBuilder("USER_ID,AGE\n");
    for (int part = 1; part <= 3; part++) {
      joined.append(
          text("long.part-0000%d.csv".formatted(part)).substring("USER_ID,AGE\n".length()));
    }
    assertThat(joined).hasToString(all);
  }

  @Test
  void an_empty_dataset_is_a_header() throws Exception {
    assertThat(read(export(shop.dataset(group, "Users", Shop.USERS), IngestionMode.ALL)))
        .containsExactly("USER_ID,AGE\n");
  }

  @Test
  void what_cannot_be_exported_is_refused() {
    Arn users = shop.dataset(group, "Users", Shop.USERS);

    assertRefused(INVALID_INPUT, () -> create(users, "file", "s3://shop-data/file.csv"))
        .hasMessageContaining("Invalid S3 output path")
        .hasMessageContaining("end it with /");
    assertRefused(INVALID_INPUT, () -> create(users, "models", "s3://personalize-models/x/"))
        .hasMessageContaining("holds models");
    String name = "twice-" + UUID.randomUUID();
    create(users, name, "s3://shop-data/" + folder);
    assertRefused(RESOURCE_ALREADY_EXISTS, () -> create(users, name, "s3://shop-data/" + folder));
    DatasetExportJob failed =
        await(create(users, "lost-" + UUID.randomUUID(), "s3://no-such-bucket/x/"));
    assertThat(failed.status()).isEqualTo(Status.CREATE_FAILED);
    assertThat(failed.failureReason())
        .isEqualTo(
            "Invalid S3 output path. There is no bucket no-such-bucket: make the bucket and create another export job");
    assertThat(exports.list(new ListDatasetExportJobs(users, null, null)).datasetExportJobs())
        .hasSize(2)
        .anySatisfy(each -> assertThat(each.failureReason()).isEqualTo(failed.failureReason()));
  }

  @Test
  void a_dataset_that_is_being_exported_is_in_use() {
    Arn users = shop.dataset(group, "Users", Shop.USERS);
    Instant now = Instant.ofEpochSecond(NOON);
    transaction.executeWithoutResult(status -> jobs.create(new DatasetExportJob(
        users.sibling(ResourceType.DATASET_EXPORT_JOB, "waits-" + UUID.randomUUID()),
        "waits",
        users,
        IngestionMode.ALL,
        new DatasetExportJobOutput(new S3DataConfig("s3://shop-data/", null)),
        ROLE,
        now)));

    assertRefused(RESOURCE_IN_USE, () -> datasets.delete(new DeleteDataset(users)))
        .hasMessageContaining("Wait until its export jobs have ended.");
  }

  private static String bulk() {
    StringBuilder file = new StringBuilder(
        "USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,EVENT_VALUE,DEVICE,IMPRESSION,RECOMMENDATION_ID,EVENT_ATTRIBUTION_SOURCE,SCORE,FIRST\n");
    file.append("u0,i0,1600000000,view,,phone,i0|i9,,shop,0.5,\n"); // is put once more
    file.append("\"u,1\",i1,1700000123,rating,4.1,\"a \\\"b\\\"\",i1|i2,rid,mail,1e-300,true\n");
    for (int n = 2; n < 1_000; n++) {
      file.append("u%d,i%d,%d,view,,,,,,,\n".formatted(n % 7, n % 5, NOON - n));
    }
    return file.toString();
  }

  private void put(
      String tracker,
      @Nullable String user,
      String session,
      String item,
      long seconds,
      String properties) {
    events.put(new PutEvents(
        tracker,
        user,
        session,
        List.of(new EventInput(
            null,
            "view",
            null,
            item,
            json(properties),
            Instant.ofEpochSecond(seconds).plusMillis(700),
            null,
            List.of(item, "i9"),
            new EventService.MetricAttribution("shop")))));
  }

  private static ActionInteraction taken(String action, String user, String properties) {
    return new ActionInteraction(
        action,
        user,
        "s",
        Instant.ofEpochSecond(NOON),
        "Taken",
        null,
        null,
        null,
        json(properties));
  }

  private void putItem(Arn items, String id, String properties) {
    records.putItems(new PutItems(items, List.of(new Item(id, json(properties)))));
  }

  private static JsonNode json(String properties) {
    return JsonNodeFactory.instance.stringNode(properties);
  }

  private Arn create(Arn dataset, String name, String path) {
    return exports
        .create(new CreateDatasetExportJob(
            name,
            dataset,
            null,
            ROLE,
            new DatasetExportJobOutput(new S3DataConfig(path, null)),
            null))
        .datasetExportJobArn();
  }

  /** Exports into a folder of its own, and waits for the end. */
  private DatasetExportJob export(Arn dataset, @Nullable IngestionMode mode) {
    return export(dataset, mode, "");
  }

  /** Exports into a folder of its own with such an ending, and waits for the end. */
  private DatasetExportJob export(Arn dataset, @Nullable IngestionMode mode, String ending) {
    String name = "export-" + UUID.randomUUID();
    DatasetExportJob job = await(exports
        .create(new CreateDatasetExportJob(
            name,
            dataset,
            mode,
            ROLE,
            new DatasetExportJobOutput(
                new S3DataConfig("s3://" + Shop.BUCKET + "/" + folder + name + ending + "/", null)),
            null))
        .datasetExportJobArn());
    assertThat(job.status()).as(job.failureReason()).isEqualTo(Status.ACTIVE);
    return job;
  }

  private DatasetExportJob await(Arn job) {
    return Shop.await(() -> {
      DatasetExportJob now = exports.describe(new DescribeDatasetExportJob(job)).datasetExportJob();
      return now.status() == Status.ACTIVE || now.status() == Status.CREATE_FAILED ? now : null;
    });
  }

  private Arn importedAgain(DatasetExportJob job, Arn intoGroup, String type, String schema) {
    Arn again = shop.dataset(intoGroup, type, schema);
    DatasetImportJob imported = shop.importData(
        again, ImportMode.FULL, job.jobOutput().s3DataDestination().path());
    assertThat(imported.status()).as(imported.failureReason()).isEqualTo(Status.ACTIVE);
    return again;
  }

  private List<String> read(DatasetExportJob job) throws IOException {
    String prefix = folder + job.jobName() + "/";
    List<String> files = new ArrayList<>();
    for (ObjectStore.ObjectEntry file : objects.list(Shop.BUCKET, prefix)) {
      assertThat(file.key()).startsWith(prefix + job.jobName() + ".part-");
      try (InputStream in = objects.open(Shop.BUCKET, file.key())) {
        files.add(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return files;
  }

  private static Field column(String name) {
    return new Field(name, Field.Type.STRING, true, false, false, false);
  }

  private static Map<String, Long> write(ExportFiles files, S3Location place, TextRows rows) {
    try {
      return files.write(
          place, "long", new ExportedRecords(rows, List.of(column("USER_ID"), column("AGE"))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long sum(Map<String, Long> rowsOfFiles) {
    return rowsOfFiles.values().stream().mapToLong(Long::longValue).sum();
  }

  private List<String> keys() throws IOException {
    return objects.list(Shop.BUCKET, folder + "long").stream()
        .map(file -> file.key().substring(folder.length()))
        .toList();
  }

  private String text(String file) throws IOException {
    try (InputStream in = objects.open(Shop.BUCKET, folder + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private List<String> currentRecords(Arn dataset) {
    return jdbc.sql("""
            SELECT DISTINCT ON (record_id) record_id || ' ' || properties FROM dataset_record
            WHERE dataset_id = :dataset ORDER BY record_id, updated_at DESC
            """)
        .param("dataset", numbers.of(dataset))
        .query(String.class)
        .list();
  }

  /** What trainings read of a dataset, and all else that is stored of it; to the second, each once. */
  private List<String> interactions(Arn dataset) {
    return jdbc.sql("""
            WITH happening AS (
              SELECT user_id, item_id, event_type, event_value, "timestamp", impression, recommendation_id,
                event_attribution_source, properties
              FROM interaction JOIN interaction_import USING (import_id) WHERE dataset_id = :dataset AND visible
              UNION
              SELECT coalesce(user_id, CASE session_id WHEN 's1' THEN 'u1' END), item_id, event_type, event_value,
                sent_at / 1000 * 1000, array_to_string(impression, '|'), recommendation_id, event_attribution_source,
                nullif(properties, '{}')
              FROM interaction_event WHERE dataset_id = :dataset AND session_id <> 'nobody')
            SELECT happening::text FROM happening ORDER BY 1
            """)
        .params(Map.of("dataset", numbers.of(dataset)))
        .query(String.class)
        .list();
  }
}
