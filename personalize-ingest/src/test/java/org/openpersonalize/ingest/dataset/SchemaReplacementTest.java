// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openpersonalize.core.resource.ErrorCode.INVALID_INPUT;
import static org.openpersonalize.core.resource.ErrorCode.RESOURCE_IN_USE;
import static org.openpersonalize.core.resource.ErrorCode.RESOURCE_NOT_FOUND;
import static org.openpersonalize.ingest.testing.Shop.assertRefused;

import java.time.Duration;
import java.time.Instant;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.core.schema.Domain;
import org.openpersonalize.ingest.dataset.DatasetService.DeleteDataset;
import org.openpersonalize.ingest.dataset.DatasetService.DescribeDataset;
import org.openpersonalize.ingest.dataset.DatasetService.UpdateDataset;
import org.openpersonalize.ingest.dataset.SchemaService.DeleteSchema;
import org.openpersonalize.ingest.importjob.DatasetImportService;
import org.openpersonalize.ingest.importjob.DatasetImportService.CreateDatasetImportJob;
import org.openpersonalize.ingest.testing.IngestTestConfiguration;
import org.openpersonalize.ingest.testing.Shop;
import org.openpersonalize.store.catalog.DataSource;
import org.openpersonalize.store.catalog.Dataset;
import org.openpersonalize.store.catalog.DatasetNumbers;
import org.openpersonalize.store.record.RecordTable;
import org.openpersonalize.store.testing.SettableClock;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.transaction.support.TransactionTemplate;

/** What schema may take the place of a dataset's, and what becomes of the columns. */
@SpringBootTest(classes = IngestTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class SchemaReplacementTest {
  private static final String FIELDS = """
      {"name":"ITEM_ID","type":"string"},
      {"name":"PRICE","type":"float"},
      {"name":"GENRES","type":["null","string"],"categorical":true}""";

  @Autowired
  DatasetService datasets;

  @Autowired
  SchemaService schemas;

  @Autowired
  DatasetImportService imports;

  @Autowired
  DatasetNumbers numbers;

  @Autowired
  RecordTable records;

  @Autowired
  TransactionTemplate transaction;

  @Autowired
  SettableClock clock;

  @Autowired
  Shop shop;

  private Arn dataset;

  @BeforeEach
  void open() {
    shop.open();
    dataset = shop.dataset(shop.group(), "Items", items(FIELDS));
  }

  @Test
  void more_columns_that_may_be_null_are_added_at_once_and_say_since_when() {
    Dataset before = describe();
    long read = records.imports(numbers.of(dataset)).orElseThrow();
    Arn wider = schema(
        FIELDS + ",{\"name\":\"BRAND\",\"type\":[\"null\",\"string\"],\"categorical\":true}");
    clock.advance(Duration.ofMillis(20));

    datasets.update(new UpdateDataset(dataset, wider));

    Dataset after = describe();
    assertThat(after.schemaArn()).isEqualTo(wider);
    assertThat(after.status()).isEqualTo(Status.ACTIVE);
    assertThat(after.latestDatasetUpdate()).satisfies(update -> {
      assertThat(update.schemaArn()).isEqualTo(wider);
      assertThat(update.status()).isEqualTo(Status.ACTIVE);
    });
    Instant created = before.creationDateTime();
    assertThat(after.hadColumn("PRICE", created)).isTrue();
    assertThat(after.hadColumn("BRAND", created)).isFalse();
    assertThat(after.hadColumn("BRAND", clock.instant().plusSeconds(1))).isTrue();
    assertThat(records.imports(numbers.of(dataset)).orElseThrow())
        .as("who keeps the records reads them anew")
        .isGreaterThan(read);
    schemas.delete(new DeleteSchema(before.schemaArn()));
    assertRefused(RESOURCE_IN_USE, () -> schemas.delete(new DeleteSchema(wider)));
  }

  @Test
  void a_column_that_is_missing_another_or_not_to_be_null_is_named() {
    assertRefusedSchema(
            "{\"name\":\"ITEM_ID\",\"type\":\"string\"},{\"name\":\"PRICE\",\"type\":\"float\"}")
        .hasMessageContaining("has no column GENRES");
    assertRefusedSchema(FIELDS.replace("\"float\"", "\"double\""))
        .hasMessageContaining("The column PRICE");
    assertRefusedSchema(FIELDS.replace(",\"categorical\":true", ""))
        .hasMessageContaining("The column GENRES");
    assertRefusedSchema(FIELDS + ",{\"name\":\"BRAND\",\"type\":\"string\",\"categorical\":true}")
        .hasMessageContaining("The new column BRAND")
        .hasMessageContaining("[\"null\", \"string\"]");
    assertThat(describe().latestDatasetUpdate()).isNull();
  }

  private AbstractThrowableAssert<?, ?> assertRefusedSchema(String fields) {
    Arn schema = schema(fields);
    return assertRefused(INVALID_INPUT, () -> datasets.update(new UpdateDataset(dataset, schema)));
  }

  @Test
  void a_schema_of_another_type_or_domain_takes_no_place() {
    Arn users = shop.createSchema(Shop.USERS, null);
    assertRefused(INVALID_INPUT, () -> datasets.update(new UpdateDataset(dataset, users)))
        .hasMessageContaining("describes USERS");
    Arn ofDomain = shop.createSchema(Shop.USERS, Domain.ECOMMERCE);
    assertRefused(INVALID_INPUT, () -> datasets.update(new UpdateDataset(dataset, ofDomain)));
  }

  @Test
  void only_items_and_users_get_other_schemas() {
    Arn interactions = shop.dataset(shop.group(), "Interactions", Shop.INTERACTIONS);
    Arn same = shop.createSchema(Shop.INTERACTIONS, null);

    assertRefused(INVALID_INPUT, () -> datasets.update(new UpdateDataset(interactions, same)))
        .hasMessageContaining("only those of Items and Users datasets can");
  }

  @Test
  void a_dataset_that_files_are_read_into_or_that_is_deleted_keeps_its_schema() {
    Arn same = schema(FIELDS);
    String file = shop.upload("replaced.csv", "ITEM_ID,PRICE,GENRES\ni1,2.5,a");
    transaction.executeWithoutResult(turn -> {
      imports.create(new CreateDatasetImportJob(
          "pending", dataset, new DataSource(file), null, null, null, null));
      assertRefused(RESOURCE_IN_USE, () -> datasets.update(new UpdateDataset(dataset, same)))
          .hasMessageContaining("import jobs");
      turn.setRollbackOnly();
    });

    datasets.delete(new DeleteDataset(dataset));

    assertRefused(RESOURCE_IN_USE, () -> datasets.update(new UpdateDataset(dataset, same)));
    Arn unknown = dataset.sibling(ResourceType.SCHEMA, "unknown");
    assertRefused(RESOURCE_NOT_FOUND, () -> datasets.update(new UpdateDataset(unknown, same)));
  }

  private Dataset describe() {
    return datasets.describe(new DescribeDataset(dataset)).dataset();
  }

  private Arn schema(String fields) {
    return shop.createSchema(items(fields), null);
  }

  private static String items(String fields) {
    return Shop.schema("Items", fields);
  }
}
