// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;
import software.amazon.awssdk.services.personalize.model.DatasetExportJob;
import software.amazon.awssdk.services.personalize.model.ImportMode;
import software.amazon.awssdk.services.personalize.model.IngestionMode;
import software.amazon.awssdk.services.personalize.model.InvalidInputException;
import software.amazon.awssdk.services.personalize.model.InvalidNextTokenException;
import software.amazon.awssdk.services.personalize.model.ResourceNotFoundException;
import software.amazon.awssdk.services.personalizeevents.model.Event;
import software.amazon.awssdk.services.personalizeevents.model.Item;

/** A real shop leaves with all its data, and comes back. */
@ExtendWith(SharedService.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(ReplaceUnderscores.class)
class ExportsTest {
  private static final DataSet DATA = DataSet.ONLINE_RETAIL;
  private static final String ROLE = "arn:aws:iam::000000000000:role/exports";

  private final ServiceProcess service;
  private final Map<String, String> datasets = new HashMap<>();
  private JdbcClient jdbc;
  private Shop shop;
  private String trackingId;

  ExportsTest(ServiceProcess service) {
    this.service = service;
  }

  @BeforeAll
  void the_data_came_by_both_doors() {
    jdbc = JdbcClient.create(service.database());
    shop = new Shop(service, "exports");
    for (String type : DataSet.TYPES) {
      datasets.put(type, shop.createDataset(type, DATA.schema(type)));
      shop.importFile(
          datasets.get(type),
          "exports-" + type,
          ImportMode.FULL,
          shop.upload(type + ".csv", DATA.lines(type)));
    }
    trackingId = shop.createTracker();
    shop.events.putItems(request -> request
        .datasetArn(datasets.get("items"))
        .items(
            Item.builder()
                .itemId("exports \"new\", one")
                .properties(
                    "{\"description\": \"a \\\"bag\\\",\\nof 2 \\\\ lines\", \"price\": 0.1, \"creationTimestamp\": 1700000000}")
                .build(),
            Item.builder()
                .itemId("22423")
                .properties("{\"price\": 12.75, \"creationTimestamp\": 1700000000}")
                .build()));
    shop.events.putEvents(request -> request
        .trackingId(trackingId)
        .userId("exports, \"user\"")
        .sessionId("exports-session")
        .eventList(Event.builder()
            .eventType("purchase")
            .itemId("22423")
            .sentAt(Instant.ofEpochSecond(1_700_000_000))
            .build()));
  }

  @Test
  void what_is_exported_is_the_same_when_it_is_imported_again() {
    Shop again = new Shop(service, "exports-again");
    for (String type : DataSet.TYPES) {
      DatasetExportJob job = export(datasets.get(type), "exports-of-" + type, IngestionMode.ALL);
      String imported = again.createDataset(type, DATA.schema(type));
      again.importFile(
          imported,
          "exports-again-" + type,
          ImportMode.FULL,
          job.jobOutput().s3DataDestination().path());

      List<String> before = rows(datasets.get(type));
      List<String> after = rows(imported);
      assertThat(after).isEqualTo(before);
      System.out.printf("Acceptance: %d %s exported, and the same again%n", after.size(), type);
    }
  }

  @Test
  void parquet_and_gzipped_csv_hold_the_same_as_csv() throws IOException {
    Shop parquet = new Shop(service, "exports-parquet");
    DatasetExportJob items = exportParquet(datasets.get("items"), "exports-parquet-items");
    String itemsAgain = parquet.createDataset("items", DATA.schema("items"));
    parquet.importFile(
        itemsAgain,
        "exports-parquet-items",
        ImportMode.FULL,
        items.jobOutput().s3DataDestination().path());
    assertThat(rows(itemsAgain)).isEqualTo(rows(datasets.get("items")));

    String users = parquet.createDataset("users", DATA.schema("users"));
    parquet.importFile(
        users,
        "exports-parquet-users",
        ImportMode.FULL,
        parquet.upload("users.csv.gz", gzipped(DATA.lines("users"))));
    DatasetExportJob again = exportParquet(users, "exports-parquet-users");
    parquet.importFile(
        users,
        "exports-parquet-users-again",
        ImportMode.FULL,
        again.jobOutput().s3DataDestination().path());
    assertThat(rows(users)).isEqualTo(rows(datasets.get("users")));
  }

  private DatasetExportJob exportParquet(String dataset, String name) {
    return ended(create(
        dataset,
        name,
        IngestionMode.ALL,
        "s3://%s/exports/%s.parquet/".formatted(Shop.BUCKET, name)));
  }

  private static byte[] gzipped(List<String> lines) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  @Test
  void by_default_what_came_one_by_one_is_exported() {
    DatasetExportJob job = export(datasets.get("interactions"), "exports-put", null);

    assertThat(job.ingestionMode()).isEqualTo(IngestionMode.PUT);
    List<String> lines = text(job).lines().toList();
    assertThat(lines.get(0).split(","))
        .containsExactlyInAnyOrder(DATA.lines("interactions").get(0).split(","));
    assertThat(lines).hasSize(2);
    assertThat(lines.get(1)).contains("\"exports, \\\"user\\\"\"", "22423", "1700000000");
    assertThat(shop.personalize
            .listDatasetExportJobs(list -> list.datasetArn(datasets.get("interactions")))
            .datasetExportJobs())
        .anySatisfy(each -> {
          assertThat(each.datasetExportJobArn()).isEqualTo(job.datasetExportJobArn());
          assertThat(each.jobName()).isEqualTo("exports-put");
          assertThat(each.status()).isEqualTo("ACTIVE");
        });
  }

  @Test
  void what_cannot_be_is_refused() {
    String items = datasets.get("items");
    assertThatThrownBy(() -> create(items, "no spaces", null, "s3://personalize/exports/"))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> create(items, "exports-models", null, "s3://personalize-models/x/"))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> create(items + "X", "exports-none", null, "s3://personalize/exports/"))
        .isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(() -> describe(items)).isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(() -> describe("exports")).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(
            () -> shop.personalize.listDatasetExportJobs(list -> list.datasetArn("exports")))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(
            () -> shop.personalize.listDatasetExportJobs(list -> list.nextToken("exports")))
        .isInstanceOf(InvalidNextTokenException.class);
  }

  private String create(String dataset, String name, IngestionMode mode, String path) {
    return shop.personalize
        .createDatasetExportJob(job -> job.jobName(name)
            .datasetArn(dataset)
            .ingestionMode(mode)
            .roleArn(ROLE)
            .jobOutput(out -> out.s3DataDestination(to -> to.path(path))))
        .datasetExportJobArn();
  }

  private DatasetExportJob export(String dataset, String name, IngestionMode mode) {
    return ended(create(dataset, name, mode, "s3://%s/exports/%s/".formatted(Shop.BUCKET, name)));
  }

  private DatasetExportJob ended(String arn) {
    Shop.eventually("an export to end", () -> {
      String status = describe(arn).status();
      return status.equals("ACTIVE") || status.equals("CREATE FAILED");
    });
    DatasetExportJob job = describe(arn);
    assertThat(job.status()).as(job.failureReason()).isEqualTo("ACTIVE");
    return job;
  }

  private DatasetExportJob describe(String arn) {
    return shop.personalize
        .describeDatasetExportJob(job -> job.datasetExportJobArn(arn))
        .datasetExportJob();
  }

  private String text(DatasetExportJob job) {
    return shop.s3
        .getObjectAsBytes(object -> object
            .bucket(Shop.BUCKET)
            .key("exports/%1$s/%1$s.part-00001.csv".formatted(job.jobName())))
        .asString(StandardCharsets.UTF_8);
  }

  /** What is stored of a dataset, but for what tells one door from the other. */
  private List<String> rows(String dataset) {
    return jdbc.sql("""
            WITH here AS (SELECT dataset_id FROM dataset_number WHERE dataset_arn = :dataset),
            record AS (
              SELECT DISTINCT ON (record_id) record_id, properties FROM dataset_record JOIN here USING (dataset_id)
              ORDER BY record_id, updated_at DESC),
            happening AS (
              SELECT user_id, item_id, event_type, event_value, "timestamp", impression, recommendation_id,
                event_attribution_source, properties
              FROM interaction JOIN interaction_import USING (import_id) JOIN here USING (dataset_id) WHERE visible
              UNION ALL
              SELECT user_id, item_id, event_type, event_value, sent_at / 1000 * 1000, array_to_string(impression, '|'),
                recommendation_id, event_attribution_source, nullif(properties, '{}')
              FROM interaction_event JOIN here USING (dataset_id))
            SELECT record::text FROM record UNION ALL SELECT happening::text FROM happening ORDER BY 1
            """).param("dataset", dataset).query(String.class).list();
  }
}
