// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.importjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openpersonalize.core.resource.ErrorCode.INVALID_INPUT;
import static org.openpersonalize.core.resource.ErrorCode.LIMIT_EXCEEDED;
import static org.openpersonalize.core.resource.ErrorCode.RESOURCE_ALREADY_EXISTS;
import static org.openpersonalize.core.resource.ErrorCode.RESOURCE_IN_USE;
import static org.openpersonalize.core.resource.ErrorCode.RESOURCE_NOT_FOUND;
import static org.openpersonalize.ingest.testing.Shop.assertRefused;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.ingest.dataset.DatasetService;
import org.openpersonalize.ingest.dataset.DatasetService.DeleteDataset;
import org.openpersonalize.ingest.event.EventService;
import org.openpersonalize.ingest.event.EventService.EventInput;
import org.openpersonalize.ingest.event.EventService.PutEvents;
import org.openpersonalize.ingest.importjob.DatasetImportService.CreateDatasetImportJob;
import org.openpersonalize.ingest.importjob.DatasetImportService.DescribeDatasetImportJob;
import org.openpersonalize.ingest.importjob.DatasetImportService.ListDatasetImportJobs;
import org.openpersonalize.ingest.testing.IngestTestConfiguration;
import org.openpersonalize.ingest.testing.Shop;
import org.openpersonalize.store.catalog.DataSource;
import org.openpersonalize.store.catalog.DatasetImportJob;
import org.openpersonalize.store.catalog.DatasetImportJobRepository;
import org.openpersonalize.store.catalog.DatasetNumbers;
import org.openpersonalize.store.catalog.ImportMode;
import org.openpersonalize.store.interaction.InteractionTable;
import org.openpersonalize.store.interaction.InteractionWish;
import org.openpersonalize.store.record.DatasetRecord;
import org.openpersonalize.store.record.ImportOutcomes;
import org.openpersonalize.store.record.RecordTable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@SpringBootTest(classes = IngestTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class DatasetImporterTest {
  private static final String HEADER =
      "USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,EVENT_VALUE,NUM_RATINGS,DEVICE\n";
  private static final long NOON = 1_700_000_000L;

  @Autowired
  DatasetImportService imports;

  @Autowired
  DatasetImporter importer;

  @Autowired
  DatasetImportJobRepository jobs;

  @Autowired
  DatasetService datasets;

  @Autowired
  EventService events;

  @Autowired
  DatasetNumbers numbers;

  @Autowired
  InteractionTable interactions;

  @Autowired
  RecordTable records;

  @Autowired
  ImportOutcomes outcomes;

  @Autowired
  MeterRegistry meters;

  @Autowired
  TransactionTemplate transaction;

  @Autowired
  JdbcClient jdbc;

  @Autowired
  Shop shop;

  private Arn group;
  private final String folder = UUID.randomUUID() + "/";

  @BeforeEach
  void openShop() {
    group = shop.group();
  }

  @Test
  void interactions_become_rows_column_by_column() {
    Arn dataset = interactionsDataset();
    DatasetImportJob job = shop.importData(
        dataset,
        ImportMode.FULL,
        upload("a.csv", HEADER + "u1,i1,1700000123,rating,4.5,12,phone\n" + rows(0, 999)));

    assertThat(job.failureReason()).isNull();
    assertThat(job.status()).isEqualTo(Status.ACTIVE);
    assertThat(interactions.recent(numbers.of(dataset), "u1", 500))
        .singleElement()
        .satisfies(row -> {
          assertThat(row.itemId()).isEqualTo("i1");
          assertThat(row.eventType()).isEqualTo("rating");
          assertThat(row.eventValue()).isEqualTo(4.5);
          assertThat(row.timestamp()).isEqualTo(Instant.ofEpochSecond(1_700_000_123));
        });
    assertThat(jdbc.sql("SELECT properties::text FROM interaction WHERE user_id = 'u1'")
            .query(String.class)
            .single())
        .isEqualTo("{\"DEVICE\": \"phone\", \"NUM_RATINGS\": 12}");
    assertThat(count(dataset)).isEqualTo(1_000);
    assertThat(meters
            .get("personalize.import.rows")
            .tag("type", "INTERACTIONS")
            .counter()
            .count())
        .isGreaterThanOrEqualTo(1_000);
    assertThat(
            meters.get("personalize.imports").tag("outcome", "success").timer().count())
        .isPositive();
  }

  @Test
  void a_folder_is_read_without_its_subfolders_and_markers() {
    Arn dataset = interactionsDataset();
    upload("part-1.csv", HEADER + rows(0, 600));
    upload("part-2.csv", HEADER + rows(600, 1_200));
    upload("_SUCCESS", "");
    upload("old/part-3.csv", HEADER + rows(5_000, 6_000));

    DatasetImportJob job =
        shop.importData(dataset, ImportMode.FULL, "s3://" + Shop.BUCKET + "/" + folder);

    assertThat(job.failureReason()).isNull();
    assertThat(count(dataset)).isEqualTo(1_200);
  }

  @Test
  void equal_interactions_are_stored_once() {
    Arn dataset = interactionsDataset();

    shop.importData(
        dataset, ImportMode.FULL, upload("a.csv", HEADER + rows(0, 1_500) + rows(0, 1_500)));

    assertThat(count(dataset)).isEqualTo(1_500);
  }

  @Test
  void full_replaces_bulk_rows_and_incremental_adds_while_events_stay() {
    Arn dataset = interactionsDataset();
    putEvent("u-event", "i-event");
    shop.importData(dataset, ImportMode.FULL, upload("a.csv", HEADER + rows(0, 1_000)));
    shop.importData(dataset, ImportMode.INCREMENTAL, upload("b.csv", HEADER + rows(500, 2_000)));
    assertThat(count(dataset)).isEqualTo(2_001);

    shop.importData(dataset, ImportMode.FULL, upload("c.csv", HEADER + rows(10_000, 11_000)));

    assertThat(count(dataset)).isEqualTo(1_001);
    assertThat(interactions.recent(numbers.of(dataset), "u-event", 500)).hasSize(1);
    Shop.await(() ->
        jdbc.sql("SELECT count(*) FROM interaction_import").query(Integer.class).single() == 1
            ? Boolean.TRUE
            : null); // the replaced partitions go after the commit
  }

  @Test
  void items_are_kept_one_per_id_the_last_one_wins() {
    Arn dataset = shop.dataset(group, "Items", Shop.ITEMS);
    String header = "ITEM_ID,PRICE,GENRES,IN_STOCK,CREATION_TIMESTAMP\n";
    shop.importData(
        dataset,
        ImportMode.FULL,
        upload(
            "a.csv", header + "i1,1.5,\"Crime, noir|Drama\",true,1700000000\ni2,2,,,\ni2,3,,,\n"));

    assertThat(records.find(numbers.of(dataset), List.of("i1", "i2")))
        .containsExactlyInAnyOrder(
            new DatasetRecord(
                "i1",
                "{\"PRICE\": 1.5, \"GENRES\": \"Crime, noir|Drama\", \"IN_STOCK\": true, \"CREATION_TIMESTAMP\": 1700000000}"),
            new DatasetRecord("i2", "{\"PRICE\": 3.0}"));

    DatasetImportJob increment = shop.importData(
        dataset, ImportMode.INCREMENTAL, upload("b.csv", header + "i1,9,,,\ni2,3.0,,,\n"));
    assertThat(outcomes.find(increment.arn()))
        .hasValue(new ImportOutcomes.Outcome(2, 1, 0, 0, List.of()));
    assertThat(records.find(numbers.of(dataset), List.of("i1", "i2")))
        .extracting(DatasetRecord::properties)
        .containsExactlyInAnyOrder("{\"PRICE\": 9.0}", "{\"PRICE\": 3.0}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "u1,i1,1700000000000,view,,, ~ line 502, column TIMESTAMP: 1700000000000 is in milliseconds; divide by 1000: Personalize expects epoch seconds",
        "u1,i1,now,view,,, ~ line 502, column TIMESTAMP: 'now' is not a whole number: correct it, or declare another type in the schema",
        ",i1,1700000000,view,,, ~ line 502, column USER_ID: the value is missing, and the schema does not allow null: give every record one",
        "u1,i1,1700000000,view,, ~ line 502: 6 values, but the header names 7 columns: put values that contain a comma in double quotes"
      })
  void a_bad_line_fails_the_job_and_changes_nothing(String line, String fault) {
    Arn dataset = interactionsDataset();
    shop.importData(dataset, ImportMode.FULL, upload("good.csv", HEADER + rows(0, 1_000)));
    String location = upload("bad.csv", HEADER + rows(0, 500) + line + "\n" + rows(500, 1_500));

    DatasetImportJob job = shop.importData(dataset, ImportMode.FULL, location);

    assertThat(job.status()).isEqualTo(Status.CREATE_FAILED);
    assertThat(job.failureReason())
        .isEqualTo("Failed to create a data import job for INTERACTIONS dataset. " + location + ", "
            + fault);
    assertThat(count(dataset)).isEqualTo(1_000);
    assertThat(jdbc.sql(
                "SELECT count(*) FROM pg_class WHERE relname ~ '^interaction_[0-9]+$' AND NOT relispartition")
            .query(Integer.class)
            .single())
        .isZero();
  }

  @Test
  void missing_columns_are_named() {
    String location = upload("a.csv", "USER_ID,ITEM_ID,TIMESTAMP\nu,i,1700000000\n");

    assertThat(shop.importData(interactionsDataset(), ImportMode.FULL, location).failureReason())
        .isEqualTo(
            "Failed to create a data import job for INTERACTIONS dataset. %s: Input CSV is missing the following columns:"
                + " [EVENT_TYPE, EVENT_VALUE, NUM_RATINGS, DEVICE].",
            location);
  }

  @Test
  void each_file_of_a_folder_is_read_by_its_own_header() {
    Arn dataset = interactionsDataset();
    upload("1.csv", HEADER + rows(0, 1_000));
    upload(
        "2.txt",
        ",item_id,user_id,timestamp,event_type,event_value,num_ratings,device\n0,i,u,1700000000,view,,,\n");

    assertThat(shop.importData(dataset, ImportMode.FULL, "s3://" + Shop.BUCKET + "/" + folder)
            .failureReason())
        .isNull();
    assertThat(count(dataset)).isEqualTo(1_001);
  }

  @Test
  void what_is_not_there_cannot_be_imported() {
    Arn dataset = interactionsDataset();
    upload("a.csv", HEADER);
    String missing = "s3://" + Shop.BUCKET + "/" + folder + "none.csv";
    String empty = "s3://" + Shop.BUCKET + "/" + folder + "none/";

    assertThat(shop.importData(dataset, ImportMode.FULL, missing).failureReason())
        .contains("Invalid Data location. There is no object " + missing);
    assertThat(shop.importData(dataset, ImportMode.FULL, empty).failureReason())
        .contains("Invalid Data location. There are no objects directly in " + empty);
    assertThat(shop.importData(dataset, ImportMode.FULL, "s3://no-such-bucket/a.csv")
            .failureReason())
        .contains("Invalid Data location. There is no");
    assertThat(shop.importData(dataset, ImportMode.FULL, "s3://no-such-bucket/folder/")
            .failureReason())
        .contains("Invalid Data location. There is no bucket no-such-bucket");
  }

  @Test
  void an_import_needs_a_thousand_interactions() {
    Arn dataset = interactionsDataset();
    String few = upload("few.csv", HEADER + rows(0, 999));

    assertThat(shop.importData(dataset, ImportMode.FULL, few).failureReason())
        .isEqualTo(
            "Failed to create a data import job for INTERACTIONS dataset. %s holds 999 new records, duplicates left out: an"
                + " import needs at least 1000",
            few);
    assertThat(count(dataset)).isZero();

    shop.importData(dataset, ImportMode.FULL, upload("a.csv", HEADER + rows(0, 1_000)));
    assertThat(shop.importData(
                dataset, ImportMode.INCREMENTAL, upload("b.csv", HEADER + rows(0, 999)))
            .status())
        .isEqualTo(Status.CREATE_FAILED);
    assertThat(count(dataset)).isEqualTo(1_000);
  }

  @Test
  void an_increment_that_is_sent_again_succeeds_and_adds_what_is_new() {
    Arn dataset = interactionsDataset();
    shop.importData(dataset, ImportMode.FULL, upload("a.csv", HEADER + rows(0, 1_000)));
    String more = upload("b.csv", HEADER + rows(500, 1_500));

    for (long added : new long[] {500, 0}) {
      DatasetImportJob job = shop.importData(dataset, ImportMode.INCREMENTAL, more);

      assertThat(job.status()).isEqualTo(Status.ACTIVE);
      assertThat(outcomes.find(job.arn()))
          .hasValue(new ImportOutcomes.Outcome(1_000, added, 0, 0, List.of()));
      assertThat(count(dataset)).isEqualTo(1_500);
    }
  }

  @Test
  void only_what_is_called_like_data_is_read_from_a_folder() {
    Arn dataset = interactionsDataset();
    upload("part-0.csv", HEADER + rows(0, 1_000));
    upload("part-00001-c000", HEADER + rows(1_000, 1_200));
    upload("part-0.csv.metadata", "1234567890");
    upload("_SUCCESS", "");
    upload("_committed_7", "{\"added\":[]}");
    upload(".part-0.csv.crc", "crc");
    String location = "s3://" + Shop.BUCKET + "/" + folder;

    assertThat(shop.importData(dataset, ImportMode.FULL, location).failureReason())
        .isNull();
    assertThat(count(dataset)).isEqualTo(1_200);

    upload("part-2.csv.bz2", "x");
    assertThat(shop.importData(dataset, ImportMode.FULL, location).failureReason())
        .endsWith(location + "part-2.csv.bz2 is compressed with bzip2: decompress it");
    assertThat(count(dataset)).isEqualTo(1_200);
  }

  @Test
  void parts_of_a_folder_may_have_no_ending_at_all() {
    Arn dataset = interactionsDataset();
    upload("part-00000", HEADER + rows(0, 1_000));

    assertThat(shop.importData(dataset, ImportMode.FULL, "s3://" + Shop.BUCKET + "/" + folder)
            .status())
        .isEqualTo(Status.ACTIVE);
  }

  @Test
  void a_file_with_row_numbers_and_a_comma_at_the_end_of_every_line_is_taken() {
    Arn dataset = interactionsDataset();
    String text = (HEADER + rows(0, 1_000)).replace("\n", ",\n").indent(0);
    String numbered = text.lines()
        .map(line -> (line.startsWith("USER_ID") ? "," : "7,") + line + "\n")
        .collect(Collectors.joining());

    assertThat(
            shop.importData(dataset, ImportMode.FULL, upload("a.csv", numbered)).failureReason())
        .isNull();
    assertThat(count(dataset)).isEqualTo(1_000);
  }

  @Test
  void whole_numbers_may_be_written_as_decimals() {
    Arn dataset = interactionsDataset();
    String location = upload("a.csv", HEADER + "u1,i1,1700000000.0,view,,2018.0,\n" + rows(0, 999));

    assertThat(shop.importData(dataset, ImportMode.FULL, location).failureReason())
        .isNull();
    assertThat(jdbc.sql(
                "SELECT properties::text || \"timestamp\" FROM interaction WHERE user_id = 'u1'")
            .query(String.class)
            .single())
        .isEqualTo("{\"NUM_RATINGS\": 2018}1700000000000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-9223372036854775808",
        "-9223372036854775",
        "-100000000000",
        "9223372036854775807",
        "9223372036854776",
        "18446744073709551615"
      })
  void a_time_at_the_end_of_what_a_long_holds_fails_the_job_by_line_and_column(String time) {
    String location =
        upload("a.csv", HEADER + rows(0, 1_000) + "u1,z1,%s,view,,,\n".formatted(time));

    assertThat(shop.importData(interactionsDataset(), ImportMode.FULL, location).failureReason())
        .startsWith("Failed to create a data import job for INTERACTIONS dataset. " + location
            + ", line 1002, column TIMESTAMP: ");
  }

  @Test
  void a_few_values_that_do_not_fit_are_missing_and_shown() {
    Arn dataset = interactionsDataset();
    String odd = "u1,i%d,1700000000,view,high,many,\n";
    StringBuilder text = new StringBuilder(HEADER);
    for (int i = 0; i < 10; i++) {
      text.append(odd.formatted(i));
    }
    String location = upload("a.csv", text + rows(0, 990));

    DatasetImportJob job = shop.importData(dataset, ImportMode.FULL, location);

    assertThat(job.failureReason()).isNull();
    assertThat(outcomes.find(job.arn())).hasValueSatisfying(outcome -> {
      assertThat(outcome.unfitRecords()).isEqualTo(10);
      assertThat(outcome.unfitValues()).isEqualTo(20);
      assertThat(outcome.examples())
          .hasSize(5)
          .startsWith(
              location
                  + ", line 2, column EVENT_VALUE: 'high' is not a number: correct it, or declare another type in the schema");
    });
    assertThat(jdbc.sql(
                "SELECT count(*) FROM interaction WHERE event_value IS NULL AND properties IS NULL AND user_id = 'u1'")
            .query(Integer.class)
            .single())
        .isEqualTo(10);
  }

  @Test
  void many_values_that_do_not_fit_fail_the_job() {
    Arn dataset = interactionsDataset();
    StringBuilder text = new StringBuilder(HEADER);
    for (int i = 0; i < 11; i++) {
      text.append("u1,i%d,1700000000,view,high,,\n".formatted(i));
    }
    String location = upload("a.csv", text + rows(0, 1_000));

    assertThat(shop.importData(dataset, ImportMode.FULL, location).failureReason())
        .startsWith(
            "Failed to create a data import job for INTERACTIONS dataset. 11 of 1011 records have values that do not fit,"
                + " more than the 10 that are passed over. The first ones: " + location
                + ", line 2, column EVENT_VALUE: 'high' is not a number: correct it");
    assertThat(count(dataset)).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "https://shop-data/a.csv",
    "s3://shop-data",
    "s3:///a.csv",
    "s3://SHOP/a.csv",
    "s3://personalize-models/solution/model.bin"
  })
  void only_s3_locations_outside_the_model_bucket_are_taken(String location) {
    Arn dataset = interactionsDataset();

    assertRefused(INVALID_INPUT, () -> create("job", dataset, location, null))
        .hasMessageStartingWith("Invalid Data location. ");
    assertThat(imports.list(new ListDatasetImportJobs(dataset, null, null)).datasetImportJobs())
        .isEmpty();
  }

  @Test
  void the_first_import_is_a_full_one() {
    Arn dataset = interactionsDataset();

    assertRefused(
            INVALID_INPUT,
            () -> create("job", dataset, "s3://b-bucket/a.csv", ImportMode.INCREMENTAL))
        .hasMessage(
            "%s has no bulk data yet: the first import must have the importMode FULL", dataset);
  }

  @Test
  void a_job_is_described_and_listed() {
    Arn dataset = interactionsDataset();
    DatasetImportJob done =
        shop.importData(dataset, ImportMode.FULL, upload("a.csv", HEADER + rows(0, 1_000)));

    assertThat(done.arn())
        .isEqualTo(dataset.sibling(ResourceType.DATASET_IMPORT_JOB, done.jobName()));
    assertThat(imports.list(new ListDatasetImportJobs(dataset, null, null)).datasetImportJobs())
        .singleElement()
        .satisfies(summary -> {
          assertThat(summary.datasetImportJobArn()).isEqualTo(done.arn());
          assertThat(summary.importMode()).isEqualTo(ImportMode.FULL);
          assertThat(summary.status()).isEqualTo(Status.ACTIVE);
        });
    assertRefused(
        RESOURCE_ALREADY_EXISTS,
        () -> create(done.jobName(), dataset, "s3://b-bucket/a.csv", null));
    assertRefused(
        RESOURCE_NOT_FOUND,
        () -> imports.describe(new DescribeDatasetImportJob(
            dataset.sibling(ResourceType.DATASET_IMPORT_JOB, "none"))));
    assertRefused(
        RESOURCE_NOT_FOUND,
        () -> create(
            "more",
            group.sibling(ResourceType.DATASET, "none/ITEMS"),
            "s3://b-bucket/a.csv",
            null));
  }

  @Test
  void five_jobs_may_wait_and_keep_their_dataset() {
    Arn dataset = interactionsDataset();
    for (int i = 0; i < 5; i++) {
      waiting("job-" + i, dataset);
    }

    assertRefused(LIMIT_EXCEEDED, () -> create("job-5", dataset, "s3://b-bucket/a.csv", null))
        .hasMessage("More than 5 resources with PENDING or IN_PROGRESS status.");
    assertRefused(RESOURCE_IN_USE, () -> datasets.delete(new DeleteDataset(dataset)))
        .hasMessage("%s is in use. Wait until its import jobs have ended.", dataset);
  }

  @Test
  void a_job_that_died_half_way_is_done_again_and_a_finished_one_is_not() {
    Arn dataset = interactionsDataset();
    Arn died = waiting("died", dataset, upload("a.csv", HEADER + rows(0, 1_000)));
    transaction.executeWithoutResult(
        status -> jobs.lock(died).become(Status.CREATE_IN_PROGRESS, Instant.now()));

    importer.run(died);
    importer.run(died);

    assertThat(jobs.get(died).status()).isEqualTo(Status.ACTIVE);
    assertThat(count(dataset)).isEqualTo(1_000);
  }

  @Test
  void replaced_rows_that_a_crash_left_behind_go_when_the_job_is_looked_at_again() {
    Arn dataset = interactionsDataset();
    Arn job = waiting("job", dataset, upload("a.csv", HEADER + rows(0, 1_000)));
    importer.run(job);
    jdbc.sql("UPDATE interaction_import SET visible = false").update();

    importer.run(job);

    assertThat(jdbc.sql("""
            SELECT (SELECT count(*) FROM interaction_import)
              + (SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relname ~ '^interaction_[0-9]+$')
            """).query(Integer.class).single()).isZero();
  }

  @Test
  void a_job_that_cannot_be_done_says_so() {
    Arn job = waiting("job", interactionsDataset());

    importer.giveUp(job, new IllegalStateException("disk full"));

    assertThat(jobs.get(job).status()).isEqualTo(Status.CREATE_FAILED);
    assertThat(jobs.get(job).failureReason()).contains("at last with 'disk full'");
  }

  private Arn interactionsDataset() {
    return shop.dataset(group, "Interactions", Shop.INTERACTIONS);
  }

  private String upload(String name, String text) {
    return shop.upload(folder + name, text);
  }

  private Arn create(String name, Arn dataset, String location, ImportMode mode) {
    return imports
        .create(new CreateDatasetImportJob(
            name, dataset, new DataSource(location), null, mode, null, null))
        .datasetImportJobArn();
  }

  private Arn waiting(String name, Arn dataset) {
    return waiting(name, dataset, "s3://b-bucket/a.csv");
  }

  /** A job no worker knows of. */
  private Arn waiting(String name, Arn dataset, String location) {
    DatasetImportJob job = new DatasetImportJob(
        dataset.sibling(ResourceType.DATASET_IMPORT_JOB, name),
        name,
        dataset,
        new DataSource(location),
        null,
        ImportMode.FULL,
        null,
        Instant.now());
    transaction.executeWithoutResult(status -> jobs.create(job));
    return job.arn();
  }

  private void putEvent(String user, String item) {
    events.put(new PutEvents(
        shop.tracker(group).trackingId(),
        user,
        "session",
        List.of(new EventInput(null, "view", null, item, null, Instant.now(), null, null, null))));
  }

  private int count(Arn dataset) {
    List<String> users = new ArrayList<>();
    interactions.stream(
        numbers.of(dataset),
        InteractionWish.withTypes(),
        row -> users.add(row.userId().toString()));
    return users.size();
  }

  private static String rows(int from, int to) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < to; i++) {
      text.append("user%d,item%d,%d,view,,,\n".formatted(i % 100, i, NOON + i));
    }
    return text.toString();
  }
}
