// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.importjob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openpersonalize.core.csv.RefusedRecord;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.ingest.draft.GuidedImportService;
import org.openpersonalize.ingest.draft.GuidedImportService.Errand;
import org.openpersonalize.ingest.draft.ImportDraft;
import org.openpersonalize.ingest.importjob.DatasetImportService.DescribeDatasetImportJob;
import org.openpersonalize.ingest.importjob.ImportDryRunService.DryRunDatasetImport;
import org.openpersonalize.ingest.importjob.ImportDryRunService.DryRunDatasetImportResponse;
import org.openpersonalize.ingest.testing.IngestTestConfiguration;
import org.openpersonalize.ingest.testing.Shop;
import org.openpersonalize.store.catalog.DataSource;
import org.openpersonalize.store.catalog.DatasetImportJob;
import org.openpersonalize.store.catalog.DatasetNumbers;
import org.openpersonalize.store.catalog.ImportMode;
import org.openpersonalize.store.object.ObjectStore;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Parquet and gzip through all that a file goes through on its way into a dataset. */
@SpringBootTest(classes = IngestTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class FileKindsTest {
  private static final Path WRITTEN = Path.of("src", "test", "resources", "parquet");

  private static final String ITEMS = items("double");

  @Autowired
  ImportDryRunService dryRuns;

  @Autowired
  GuidedImportService guide;

  @Autowired
  DatasetImportService imports;

  @Autowired
  DatasetNumbers numbers;

  @Autowired
  ImportSettings settings;

  @Autowired
  ObjectStore objects;

  @Autowired
  JdbcClient jdbc;

  @Autowired
  Shop shop;

  private final String folder = UUID.randomUUID() + "/";
  private Arn group;

  @BeforeEach
  void openShop() {
    group = shop.group();
  }

  @Test
  void a_folder_of_all_forms_is_imported_as_the_csv_of_the_same_data() throws IOException {
    String csv = Files.readString(WRITTEN.resolve("items.csv"));
    Arn plain = imported(ITEMS, "plain/", shop.upload(folder + "plain/items.csv", csv));

    List<String> lines = csv.lines().toList();
    upload("mixed/a.csv.gz", joined(gzip(lines, 1, 30), gzip(lines, 31, 60)));
    upload("mixed/b.csv", text(lines, 61, 90).getBytes(UTF_8));
    upload("mixed/c.snappy.parquet", written("items-spark.parquet"));
    upload("mixed/_SUCCESS", new byte[0]);
    upload("mixed/.c.snappy.parquet.crc", new byte[] {1});
    Arn mixed = imported(ITEMS, "mixed/", location("mixed/"));

    assertThat(records(mixed)).hasSize(200).isEqualTo(records(plain));
  }

  @ParameterizedTest
  @CsvSource({
    "items.csv, parquet, is called Parquet by its name and is none",
    "items.csv, csv.gz, is called gzip by its name and is none",
    "items-duckdb.parquet, csv, is Parquet: let its name end in .parquet",
    "items-duckdb.parquet, csv.gz, is called gzip by its name and is none"
  })
  void a_name_that_tells_another_form_than_the_bytes_fails_the_import(
      String file, String ending, String reason) throws IOException {
    String location = upload("named." + ending, written(file));
    DatasetImportJob job =
        shop.importData(shop.dataset(group, "Items", ITEMS), ImportMode.FULL, location);

    assertThat(job.status()).isEqualTo(Status.CREATE_FAILED);
    assertThat(job.failureReason()).contains(location + " " + reason);
  }

  @Test
  void the_same_data_twice_under_two_forms_is_refused() throws IOException {
    upload("twice/items.csv", written("items.csv"));
    upload("twice/items.csv.gz", gzip(List.of("ITEM_ID"), 0, 0));

    DatasetImportJob job =
        shop.importData(shop.dataset(group, "Items", ITEMS), ImportMode.FULL, location("twice/"));

    assertThat(job.failureReason())
        .contains("items.csv.gz seems to be items.csv once more: leave one of them out");
  }

  @Test
  void a_column_of_another_type_fails_the_import_by_name_and_type() throws IOException {
    DatasetImportJob job = shop.importData(
        shop.dataset(group, "Items", items("boolean")),
        ImportMode.FULL,
        upload("items.parquet", written("items-duckdb.parquet")));

    assertThat(job.failureReason())
        .contains("items.parquet, column PRICE: it is of the type DECIMAL(")
        .endsWith("and the schema says boolean: write it as boolean, or declare another type");
  }

  @Test
  void a_dry_run_tells_the_rows_of_parquet_that_are_refused() throws IOException {
    Arn dataset = shop.dataset(group, "Items", items("long"));
    String location = upload("items.parquet", written("items-polars.parquet"));

    DryRunDatasetImportResponse foretold =
        dryRuns.dryRun(new DryRunDatasetImport(dataset, new DataSource(location), ImportMode.FULL));

    assertThat(foretold.recordsRead()).isEqualTo(200);
    assertThat(foretold.recordsRefused()).isBetween(100L, 150L);
    RefusedRecord first = foretold.refused().get(0);
    assertThat(first.line()).isEqualTo(2);
    assertThat(first.message())
        .isEqualTo(
            location
                + ", row 2, column PRICE: '1.25' is not a whole number: correct it, or declare the column as double");
  }

  @Test
  void a_parquet_file_that_a_person_brings_becomes_a_dataset_as_it_is() throws IOException {
    objects.createBucket(settings.bucket());
    Errand errand = new Errand("mina", group, DatasetType.ITEMS);
    ImportDraft draft = guide.upload(
        errand, "items.parquet", new ByteArrayInputStream(written("items-pandas.parquet")), "UTC");

    ImportDraft checked = guide.check(errand, draft, draft.mapping(), ImportMode.FULL);
    Arn job = guide.start(errand, checked, ImportMode.FULL, false);

    assertThat(job.id()).startsWith("items-");
    DatasetImportJob done = Shop.await(() -> {
      DatasetImportJob now = imports.describe(new DescribeDatasetImportJob(job)).datasetImportJob();
      return now.status() == Status.ACTIVE || now.status() == Status.CREATE_FAILED ? now : null;
    });
    assertThat(done.status()).as(done.failureReason()).isEqualTo(Status.ACTIVE);
    assertThat(records(done.datasetArn())).hasSize(200);
  }

  private static String items(String price) {
    return Shop.schema("Items", """
        {"name":"ITEM_ID","type":"string"},{"name":"CATEGORIES","type":["null","string"],"categorical":true},
        {"name":"PRICE","type":["null","%s"]},{"name":"VIEWS","type":["null","long"]},
        {"name":"IN_STOCK","type":["null","boolean"]},{"name":"CREATION_TIMESTAMP","type":"long"},
        {"name":"DESCRIPTION","type":["null","string"],"textual":true}""".formatted(price));
  }

  private Arn imported(String schema, String name, String location) {
    Arn dataset = shop.dataset(shop.group(), "Items", schema);
    DatasetImportJob job = shop.importData(dataset, ImportMode.FULL, location);
    assertThat(job.status()).as(job.failureReason()).isEqualTo(Status.ACTIVE);
    return dataset;
  }

  private String location(String path) {
    return "s3://" + Shop.BUCKET + "/" + folder + path;
  }

  private String upload(String path, byte[] bytes) {
    return shop.upload(folder + path, bytes);
  }

  private static byte[] written(String file) throws IOException {
    return Files.readAllBytes(WRITTEN.resolve(file));
  }

  /** The header and some of the lines behind it. */
  private static String text(List<String> lines, int from, int to) {
    return lines.get(0) + "\n" + String.join("\n", lines.subList(from, to + 1)) + "\n";
  }

  /** Some of the lines, with the header if they are the first. */
  private static byte[] gzip(List<String> lines, int from, int to) throws IOException {
    String text = String.join("\n", lines.subList(from, to + 1)) + "\n";
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write((from == 1 ? lines.get(0) + "\n" + text : text).getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  private static byte[] joined(byte[] first, byte[] second) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(first);
    both.writeBytes(second);
    return both.toByteArray();
  }

  private List<String> records(Arn dataset) {
    return jdbc.sql(
            "SELECT record_id || ' ' || properties FROM dataset_record WHERE dataset_id = :dataset ORDER BY record_id")
        .param("dataset", numbers.of(dataset))
        .query(String.class)
        .list();
  }
}
