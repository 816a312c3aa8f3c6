// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.draft;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.openpersonalize.core.resource.ErrorCode.INVALID_INPUT;
import static org.openpersonalize.core.resource.ErrorCode.RESOURCE_ALREADY_EXISTS;
import static org.openpersonalize.core.resource.ErrorCode.RESOURCE_NOT_FOUND;
import static org.openpersonalize.ingest.testing.Shop.assertRefused;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.csv.RefusedRecord;
import org.openpersonalize.core.mapping.FileMapping;
import org.openpersonalize.core.mapping.MappedColumn;
import org.openpersonalize.core.mapping.TimeForm;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.ingest.draft.GuidedImportService.Errand;
import org.openpersonalize.ingest.draft.ImportDraft.Check;
import org.openpersonalize.ingest.importjob.DatasetImportService;
import org.openpersonalize.ingest.importjob.DatasetImportService.DescribeDatasetImportJob;
import org.openpersonalize.ingest.insight.JoinRate;
import org.openpersonalize.ingest.testing.IngestTestConfiguration;
import org.openpersonalize.ingest.testing.Shop;
import org.openpersonalize.store.catalog.DatasetImportJob;
import org.openpersonalize.store.catalog.ImportMode;
import org.openpersonalize.store.object.ObjectStore;
import org.openpersonalize.store.record.ImportOutcomes;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

@SpringBootTest(classes = IngestTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class GuidedImportServiceTest {
  private static final String BUCKET = "personalize";
  private static final String HEADER = "\uFEFFCustomerID;StockCode;InvoiceDate;UnitPrice\r\n";

  @Autowired
  GuidedImportService guide;

  @Autowired
  DatasetImportService imports;

  @Autowired
  ImportOutcomes outcomes;

  @Autowired
  ObjectStore objects;

  @Autowired
  Shop shop;

  private Arn group;
  private Errand sales;

  @BeforeEach
  void openShop() throws IOException {
    objects.createBucket(BUCKET);
    group = shop.group();
    sales = new Errand("mina", group, DatasetType.INTERACTIONS);
  }

  @Test
  void a_shops_own_file_becomes_a_dataset_without_the_rows_that_are_refused() throws IOException {
    ImportDraft draft = upload(
        sales, "Sales 2011.csv", HEADER + rows(1_200) + "7;a;31/02/2011;1\n;a;01/01/2011;1\n");
    assertThat(fields(draft.mapping()))
        .containsExactly("USER_ID", "ITEM_ID", "TIMESTAMP", "UNIT_PRICE");
    assertThat(draft.guessed()).isEmpty();

    ImportDraft checked = guide.check(sales, draft, draft.mapping(), ImportMode.FULL);

    Check check = Objects.requireNonNull(checked.check());
    assertThat(check.asItIs()).isFalse();
    assertThat(check.records()).isEqualTo(1_200);
    assertThat(check.rehearsal().failsStill()).isNull();
    assertThat(check.rehearsal().answer().recordsRead()).isEqualTo(1_202);
    assertThat(check.rehearsal().answer().refused())
        .extracting(RefusedRecord::file, RefusedRecord::line, RefusedRecord::column)
        .containsExactly(
            tuple("Sales 2011.csv", 1_202L, "InvoiceDate"),
            tuple("Sales 2011.csv", 1_203L, "CustomerID"));
    assertThat(guide.schema(sales)).isEmpty();

    Arn job = guide.start(sales, checked, ImportMode.FULL, true);

    assertThat(job.id()).startsWith("sales-2011-");
    assertThat(done(job).status()).isEqualTo(Status.ACTIVE);
    assertThat(outcomes.find(job).map(ImportOutcomes.Outcome::added)).hasValue(1_200L);
    assertThat(guide.schema(sales).orElseThrow().metadata()).hasSize(1);
    assertRefused(
        RESOURCE_ALREADY_EXISTS, () -> guide.start(sales, checked, ImportMode.FULL, true));
  }

  @Test
  void refused_rows_are_told_with_line_reason_and_content_and_without_formulas() {
    ImportDraft draft = upload(
        sales,
        "sales.csv",
        HEADER + rows(30) + "=cmd();a;31/02/2011;\"x\"\"y\"\n7;a;31/02/2011;1\n");

    StringWriter out = new StringWriter();
    guide.writeRefused(sales, draft, out);

    String[] lines = out.toString().split("\r\n");
    assertThat(lines).hasSize(3);
    assertThat(lines[0]).isEqualTo("\uFEFFline,column,value,reason,record");
    assertThat(lines[1])
        .startsWith("32,\"InvoiceDate\",\"31/02/2011\",\"sales.csv, line 32,")
        .endsWith(",\"'=cmd();a;31/02/2011;\"\"x\"\"\"\"y\"\"\"");
    assertThat(lines[2]).endsWith(",\"7;a;31/02/2011;1\"");
  }

  @Test
  void refused_rows_are_not_left_out_unless_that_is_said() {
    ImportDraft draft = upload(sales, "sales.csv", HEADER + rows(1_100) + "7;a;31/02/2011;1\n");
    ImportDraft checked = guide.check(sales, draft, draft.mapping(), ImportMode.FULL);

    assertRefused(INVALID_INPUT, () -> guide.start(sales, checked, ImportMode.FULL, false))
        .hasMessageContaining("1 rows are refused");
    assertRefused(INVALID_INPUT, () -> guide.start(sales, draft, ImportMode.FULL, false))
        .hasMessageContaining("has not been checked");
    assertThat(guide.schema(sales)).isEmpty();
  }

  @Test
  void a_file_of_the_bulk_format_is_imported_as_it_is() throws IOException {
    String text = "ITEM_ID,PRICE,GENRES\n"
        + IntStream.range(0, 50)
            .mapToObj(i -> "i%d,%d.5,%s\n".formatted(i, i, i % 2 == 0 ? "a" : "b"))
            .collect(Collectors.joining());
    Errand items = new Errand("mina", group, DatasetType.ITEMS);
    ImportDraft draft = upload(items, "items.csv", text);
    ImportDraft checked = guide.check(items, draft, draft.mapping(), ImportMode.FULL);
    assertThat(Objects.requireNonNull(checked.check()).asItIs()).isTrue();

    DatasetImportJob job = done(guide.start(items, checked, ImportMode.FULL, false));

    assertThat(job.dataSource().dataLocation()).isEqualTo(draft.location());
    assertThat(objects.list(BUCKET, key(draft).replace("upload.csv", "")))
        .noneMatch(object -> object.key().endsWith("converted.csv"));
  }

  @Test
  void more_for_a_dataset_that_there_is_is_matched_to_its_columns() throws IOException {
    ImportDraft first = upload(sales, "a.csv", HEADER + rows(1_000));
    done(guide.start(
        sales,
        guide.check(sales, first, first.mapping(), ImportMode.FULL),
        ImportMode.FULL,
        false));
    ImportDraft draft = upload(sales, "b.csv", "sku,member,when,unit price\n" + later(1_000));

    assertThat(fields(draft.mapping()))
        .containsExactly("ITEM_ID", "USER_ID", "TIMESTAMP", "UNIT_PRICE");
    ImportDraft checked = guide.check(sales, draft, draft.mapping(), ImportMode.INCREMENTAL);
    Check check = Objects.requireNonNull(checked.check());
    assertThat(check.rehearsal().answer().recordsAdded()).isEqualTo(1_000);
    assertThat(check.rehearsal().answer().recordsReplaced()).isZero();
    Arn job = guide.start(sales, checked, ImportMode.INCREMENTAL, false);
    assertThat(done(job).importMode()).isEqualTo(ImportMode.INCREMENTAL);
    assertThat(outcomes.find(job).map(ImportOutcomes.Outcome::added)).hasValue(1_000L);
  }

  @Test
  void what_would_fail_all_the_same_is_not_begun() {
    ImportDraft draft = upload(sales, "sales.csv", HEADER + rows(999));
    ImportDraft checked = guide.check(sales, draft, draft.mapping(), ImportMode.FULL);

    assertThat(Objects.requireNonNull(checked.check()).rehearsal().failsStill())
        .contains("holds 999 new records", "needs at least 1000");
    assertRefused(INVALID_INPUT, () -> guide.start(sales, checked, ImportMode.FULL, true))
        .hasMessageContaining("needs at least 1000");
    assertThat(guide.schema(sales)).isEmpty();
  }

  @Test
  void a_check_tells_how_much_of_it_has_a_record_in_the_other_datasets() {
    Arn items = shop.dataset(group, "Items", Shop.ITEMS);
    shop.importData(
        items,
        ImportMode.FULL,
        shop.upload(
            UUID.randomUUID() + ".csv",
            "ITEM_ID,PRICE,GENRES,IN_STOCK,CREATION_TIMESTAMP\n"
                + IntStream.range(0, 15)
                    .mapToObj(i -> "sku%d,1,,,\n".formatted(i))
                    .collect(Collectors.joining())));
    ImportDraft draft = upload(sales, "sales.csv", HEADER + rows(1_000));

    Check check = Objects.requireNonNull(
        guide.check(sales, draft, draft.mapping(), ImportMode.FULL).check());

    assertThat(check.rehearsal().joins())
        .containsExactly(new JoinRate("ITEM_ID", DatasetType.ITEMS, 750, 0.75));
  }

  @Test
  void a_dataset_that_was_made_since_the_check_has_the_file_matched_anew() {
    ImportDraft draft = upload(sales, "sales.csv", HEADER + rows(1_000));
    ImportDraft checked = guide.check(sales, draft, draft.mapping(), ImportMode.FULL);
    shop.dataset(group, "Interactions", Shop.INTERACTIONS);

    assertRefused(INVALID_INPUT, () -> guide.start(sales, checked, ImportMode.FULL, false))
        .hasMessageContaining("other columns now");
  }

  @Test
  void a_draft_is_its_owners_its_groups_and_its_datasets() {
    ImportDraft draft = upload(sales, "sales.csv", HEADER + rows(30));

    assertThat(guide.get(sales, draft.id())).isEqualTo(draft);
    assertRefused(
        RESOURCE_NOT_FOUND,
        () -> guide.get(new Errand("jun", group, DatasetType.INTERACTIONS), draft.id()));
    assertRefused(
        RESOURCE_NOT_FOUND,
        () -> guide.get(new Errand("mina", group, DatasetType.ITEMS), draft.id()));
    assertRefused(
        RESOURCE_NOT_FOUND,
        () -> guide.get(new Errand("mina", shop.group(), DatasetType.INTERACTIONS), draft.id()));
    assertRefused(RESOURCE_NOT_FOUND, () -> guide.get(sales, "../../" + draft.id()));
  }

  @Test
  void changed_columns_have_to_be_checked_anew_and_may_be_wrong() {
    ImportDraft draft = upload(sales, "sales.csv", HEADER + rows(1_100));
    List<MappedColumn> months = draft.mapping().columns().stream()
        .map(column -> column.field().equals("TIMESTAMP")
            ? new MappedColumn(
                column.place(),
                column.name(),
                column.field(),
                column.kind(),
                TimeForm.MONTH_FIRST,
                column.number())
            : column)
        .toList();

    ImportDraft checked =
        guide.check(sales, draft, new FileMapping(months, null, "UTC"), ImportMode.FULL);

    assertThat(Objects.requireNonNull(checked.check()).rehearsal().answer().recordsRefused())
        .isPositive();
    assertThat(guide.get(sales, draft.id())).isEqualTo(checked);
    assertRefused(
        INVALID_INPUT,
        () -> guide.check(sales, draft, new FileMapping(months, null, "Nowhere"), ImportMode.FULL));
    assertRefused(
            INVALID_INPUT,
            () ->
                guide.check(sales, draft, new FileMapping(List.of(), null, "UTC"), ImportMode.FULL))
        .hasMessageContaining("lacks the required column");
  }

  @Test
  void what_is_no_csv_is_refused_and_not_kept() throws IOException {
    List<ObjectStore.ObjectEntry> before = objects.list(BUCKET, "imports/");
    assertRefused(INVALID_INPUT, () -> upload(sales, "book.xlsx", "x"))
        .hasMessageContaining("Excel workbook");
    assertRefused(INVALID_INPUT, () -> upload(sales, "empty.csv", ""))
        .hasMessageContaining("is empty");
    assertRefused(INVALID_INPUT, () -> upload(sales, "../../etc/passwd", "one line\n"))
        .hasMessageContaining("has no rows");
    assertRefused(INVALID_INPUT, () -> guide.at(sales, "s3://nowhere/a.csv", "UTC"))
        .hasMessageContaining("s3://nowhere/a.csv");
    assertRefused(INVALID_INPUT, () -> guide.at(sales, "s3://personalize/folder/", "UTC"))
        .hasMessageContaining("is a folder");
    assertRefused(INVALID_INPUT, () -> guide.at(sales, "s3://personalize-models/a.csv", "UTC"))
        .hasMessageContaining("holds models");
    assertRefused(INVALID_INPUT, () -> guide.at(sales, "file:///etc/passwd", "UTC"));
    assertThat(objects.list(BUCKET, "imports/")).isEqualTo(before);
  }

  @Test
  void an_upload_that_breaks_off_leaves_nothing() throws IOException {
    Errand errand = new Errand("ola", group, DatasetType.INTERACTIONS);
    InputStream broken =
        new SequenceInputStream(new ByteArrayInputStream(new byte[9 << 20]), new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("gone");
          }
        });

    assertThatThrownBy(() -> guide.upload(errand, "sales.csv", broken, "UTC"))
        .hasRootCauseMessage("gone");

    assertThat(objects.list(BUCKET, "imports/")).noneMatch(object -> object.size() >= 8 << 20);
  }

  @Test
  void the_shops_file_from_its_bucket_is_checked_whole() throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(Path.of(
        System.getProperty("personalize.root", ".."),
        "demo-data/online-retail/interactions.csv.gz")))) {
      objects.put(BUCKET, "interactions.csv", in);
    }

    ImportDraft draft = guide.at(sales, "s3://personalize/interactions.csv", "UTC");
    Check check = Objects.requireNonNull(
        guide.check(sales, draft, draft.mapping(), ImportMode.FULL).check());

    assertThat(check.asItIs()).isTrue();
    assertThat(check.records()).isEqualTo(396_337);
    assertThat(check.rehearsal().failsStill()).isNull();
  }

  private ImportDraft upload(Errand errand, String name, String text) {
    return guide.upload(errand, name, new ByteArrayInputStream(text.getBytes(UTF_8)), "UTC");
  }

  private DatasetImportJob done(Arn job) {
    return Shop.await(
        () -> Optional.of(imports.describe(new DescribeDatasetImportJob(job)).datasetImportJob())
            .filter(now -> now.status() == Status.ACTIVE || now.status() == Status.CREATE_FAILED)
            .orElse(null));
  }

  private static List<String> fields(FileMapping mapping) {
    return mapping.columns().stream().map(MappedColumn::field).toList();
  }

  private static String key(ImportDraft draft) {
    return draft.location().substring("s3://personalize/".length());
  }

  private static String later(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "sku%d,u%d,2012-01-%02d %02d:00,5\n".formatted(i, i, 1 + i % 28, i % 24))
        .collect(Collectors.joining());
  }

  private static String rows(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "%d;%s;%02d/%02d/2011;%d,5\n"
            .formatted(i % 50, "sku" + i % 20, 1 + i % 28, 1 + i / 28 % 12, i))
        .collect(Collectors.joining());
  }
}
