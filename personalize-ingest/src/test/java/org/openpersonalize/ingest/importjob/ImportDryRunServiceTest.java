// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.importjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.openpersonalize.core.resource.ErrorCode.INVALID_INPUT;
import static org.openpersonalize.core.resource.ErrorCode.RESOURCE_NOT_FOUND;
import static org.openpersonalize.ingest.testing.Shop.assertRefused;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.csv.RefusedRecord;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.ingest.importjob.ImportDryRunService.ColumnSummary;
import org.openpersonalize.ingest.importjob.ImportDryRunService.DryRunDatasetImport;
import org.openpersonalize.ingest.importjob.ImportDryRunService.DryRunDatasetImportResponse;
import org.openpersonalize.ingest.testing.IngestTestConfiguration;
import org.openpersonalize.ingest.testing.Shop;
import org.openpersonalize.store.catalog.DataSource;
import org.openpersonalize.store.catalog.DatasetImportJob;
import org.openpersonalize.store.catalog.ImportMode;
import org.openpersonalize.store.record.ImportOutcomes;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;

@SpringBootTest(classes = IngestTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class ImportDryRunServiceTest {
  private static final String HEADER =
      "USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,EVENT_VALUE,NUM_RATINGS,DEVICE\n";
  private static final String ITEM_HEADER = "ITEM_ID,PRICE,GENRES,IN_STOCK,CREATION_TIMESTAMP\n";
  private static final long NOON = 1_700_000_000L;

  @Autowired
  ImportDryRunService dryRuns;

  @Autowired
  ImportOutcomes outcomes;

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
  void an_increment_is_foretold_as_its_import_then_says_and_nothing_changes() {
    Arn dataset = interactionsDataset();
    shop.importData(dataset, ImportMode.FULL, upload("a.csv", HEADER + rows(0, 1_000)));
    String more = upload("b.csv", HEADER + rows(500, 1_500) + rows(1_400, 1_500));
    Map<String, Long> before = contents();

    DryRunDatasetImportResponse foretold = dryRun(dataset, more, ImportMode.INCREMENTAL);

    assertThat(contents()).isEqualTo(before);
    assertThat(foretold.failureReason()).isNull();
    assertThat(foretold.recordsRead()).isEqualTo(1_100);
    assertThat(foretold.recordsRepeated()).isEqualTo(100);
    assertThat(foretold.recordsUnchanged()).isEqualTo(500);
    assertThat(foretold.recordsAdded()).isEqualTo(500);
    assertThat(foretold.recordsReplaced()).isZero();
    DatasetImportJob job = shop.importData(dataset, ImportMode.INCREMENTAL, more);
    assertThat(outcomes.find(job.arn()))
        .hasValue(new ImportOutcomes.Outcome(1_000, 500, 0, 0, List.of()));
  }

  @Test
  void a_full_import_replaces_all_that_was_imported_before() {
    Arn dataset = interactionsDataset();
    shop.importData(dataset, ImportMode.FULL, upload("a.csv", HEADER + rows(0, 1_200)));
    Map<String, Long> before = contents();

    DryRunDatasetImportResponse foretold =
        dryRun(dataset, upload("b.csv", HEADER + rows(0, 1_000)), ImportMode.FULL);

    assertThat(contents()).isEqualTo(before);
    assertThat(foretold.recordsAdded()).isEqualTo(1_000);
    assertThat(foretold.recordsReplaced()).isEqualTo(1_200);
  }

  @Test
  void of_items_the_last_of_an_id_counts_and_those_with_other_values_are_replaced() {
    Arn dataset = shop.dataset(group, "Items", Shop.ITEMS);
    shop.importData(
        dataset, ImportMode.FULL, upload("a.csv", ITEM_HEADER + "i1,1,,,\ni2,2,,,\ni3,3,,,\n"));
    String changed = upload("b.csv", ITEM_HEADER + "i1,1.0,,,\ni2,9,,,\ni4,4,,,\ni4,5,,,\n");
    Map<String, Long> before = contents();

    DryRunDatasetImportResponse increment = dryRun(dataset, changed, ImportMode.INCREMENTAL);
    DryRunDatasetImportResponse full = dryRun(dataset, changed, ImportMode.FULL);

    assertThat(contents()).isEqualTo(before);
    assertThat(increment.recordsRead()).isEqualTo(4);
    assertThat(increment.recordsRepeated()).isEqualTo(1);
    assertThat(increment.recordsUnchanged()).isEqualTo(1);
    assertThat(increment.recordsAdded()).isEqualTo(2);
    assertThat(increment.recordsReplaced()).isEqualTo(1);
    assertThat(full.recordsAdded()).isEqualTo(3);
    assertThat(full.recordsReplaced()).isEqualTo(3);
    DatasetImportJob job = shop.importData(dataset, ImportMode.INCREMENTAL, changed);
    assertThat(outcomes.find(job.arn()))
        .hasValue(new ImportOutcomes.Outcome(3, 2, 0, 0, List.of()));
  }

  @Test
  void bad_rows_are_told_by_their_places_and_the_reading_goes_on_to_the_end() {
    Arn dataset = interactionsDataset();
    String location = upload(
        "bad.csv",
        HEADER + rows(0, 500) + "u1,i1,31/02/2011,view,,,\nu1,i1\n" + rows(500, 1_500)
            + ",i1,1700000000,view,,,\n");

    DryRunDatasetImportResponse foretold = dryRun(dataset, location, ImportMode.FULL);

    assertThat(foretold.recordsRead()).isEqualTo(1_503);
    assertThat(foretold.recordsRefused()).isEqualTo(3);
    assertThat(foretold.recordsAdded()).isEqualTo(1_500);
    assertThat(foretold.refused())
        .extracting(RefusedRecord::line, RefusedRecord::column, RefusedRecord::value)
        .containsExactly(
            tuple(502L, "TIMESTAMP", "31/02/2011"),
            tuple(503L, null, null),
            tuple(1_504L, "USER_ID", null));
    assertThat(foretold.refused()).extracting(RefusedRecord::file).containsOnly(location);
    assertThat(foretold.failureReason())
        .isEqualTo(shop.importData(dataset, ImportMode.FULL, location).failureReason())
        .endsWith(foretold.refused().get(0).message());
  }

  @Test
  void of_many_bad_rows_fifty_are_told_and_hostile_values_are_cut() {
    Arn dataset = interactionsDataset();
    String hostile = "<script>" + "\uD83D\uDE00".repeat(300);

    DryRunDatasetImportResponse foretold = dryRun(
        dataset,
        upload("bad.csv", HEADER + "u,i,%s,view,,,\n".formatted(hostile).repeat(120)),
        ImportMode.FULL);

    assertThat(foretold.recordsRefused()).isEqualTo(120);
    assertThat(foretold.refused())
        .hasSize(50)
        .extracting(RefusedRecord::value)
        .containsOnly("<script>" + "\uD83D\uDE00".repeat(92) + "…");
  }

  @Test
  void missing_and_unfit_values_are_counted_as_the_import_counts_them() {
    Arn dataset = interactionsDataset();
    String unfit = "u,i%d,1700000000,view,much,many,\n";
    String few = upload("few.csv", HEADER + rows(0, 1_000) + unfit.formatted(1));
    String elevenOfThem =
        IntStream.range(0, 11).mapToObj(unfit::formatted).collect(Collectors.joining());
    String many = upload("many.csv", HEADER + rows(0, 1_000) + elevenOfThem);

    DryRunDatasetImportResponse passes = dryRun(dataset, few, ImportMode.FULL);
    DryRunDatasetImportResponse fails = dryRun(dataset, many, ImportMode.FULL);

    assertThat(passes.failureReason()).isNull();
    assertThat(passes.recordsUnfit()).isEqualTo(1);
    assertThat(passes.valuesUnfit()).isEqualTo(2);
    assertThat(passes.unfitExamples()).hasSize(2).allMatch(text -> text.contains("line 1002"));
    assertThat(passes.columns())
        .contains(
            new ColumnSummary("USER_ID", 0),
            new ColumnSummary("EVENT_VALUE", 1_001),
            new ColumnSummary("DEVICE", 1_001));
    assertThat(fails.recordsUnfit()).isEqualTo(11);
    assertThat(fails.failureReason())
        .contains("values that do not fit")
        .isEqualTo(shop.importData(dataset, ImportMode.FULL, many).failureReason());
  }

  @Test
  void too_few_interactions_are_told_beforehand() {
    Arn dataset = interactionsDataset();
    String few = upload("few.csv", HEADER + rows(0, 999));

    assertThat(dryRun(dataset, few, ImportMode.FULL).failureReason())
        .isEqualTo(shop.importData(dataset, ImportMode.FULL, few).failureReason());
  }

  @Test
  void what_cannot_be_read_is_an_error_with_the_sentence_of_the_import() {
    Arn dataset = interactionsDataset();
    String good = upload("good.csv", HEADER + rows(0, 10));
    String header = upload("header.csv", "USER_ID,ITEM_ID\nu,i\n");
    String missing = "s3://" + Shop.BUCKET + "/" + folder + "none.csv";

    assertRefused(INVALID_INPUT, () -> dryRun(dataset, header, ImportMode.FULL))
        .hasMessageContaining("Input CSV is missing the following columns");
    assertRefused(INVALID_INPUT, () -> dryRun(dataset, missing, ImportMode.FULL))
        .hasMessageContaining("There is no object " + missing);
    assertRefused(
            INVALID_INPUT, () -> dryRun(dataset, "s3://personalize-models/a", ImportMode.FULL))
        .hasMessageContaining("holds models");
    assertRefused(INVALID_INPUT, () -> dryRun(dataset, good, ImportMode.INCREMENTAL))
        .hasMessageContaining("the first import must have the importMode FULL");
    assertRefused(
        RESOURCE_NOT_FOUND,
        () -> dryRun(
            Arn.parse("arn:aws:personalize:us-east-1:000000000000:dataset/none/ITEMS"),
            good,
            ImportMode.FULL));
  }

  private Arn interactionsDataset() {
    return shop.dataset(group, "Interactions", Shop.INTERACTIONS);
  }

  private DryRunDatasetImportResponse dryRun(Arn dataset, String location, ImportMode mode) {
    return dryRuns.dryRun(new DryRunDatasetImport(dataset, new DataSource(location), mode));
  }

  /** How much there is of everything that an import changes; replaced partitions go by themselves. */
  private Map<String, Long> contents() {
    String visible = "interaction_import WHERE visible";
    return Map.of(
        "imports", count(visible),
        "interactions",
            count("interaction WHERE import_id IN (SELECT import_id FROM %s)".formatted(visible)),
        "records", count("dataset_record"),
        "imports of records",
            jdbc.sql("SELECT sum(record_imports) FROM dataset_number")
                .query(Long.class)
                .single(),
        "jobs", count("dataset_import_job"),
        "outcomes", count("import_outcome"),
        "tables",
            count(
                "pg_class WHERE relkind = 'r' AND NOT relispartition AND relname ~ 'interaction|record'"));
  }

  private long count(String rows) {
    return jdbc.sql("SELECT count(*) FROM " + rows).query(Long.class).single();
  }

  private String upload(String name, String text) {
    return shop.upload(folder + name, text);
  }

  private static String rows(int from, int to) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < to; i++) {
      text.append("user%d,item%d,%d,view,,,\n".formatted(i % 100, i, NOON + i));
    }
    return text.toString();
  }
}
