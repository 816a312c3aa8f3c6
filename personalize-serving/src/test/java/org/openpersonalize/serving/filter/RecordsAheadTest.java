// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.serving.catalog.CatalogMemory;
import org.openpersonalize.serving.filter.FilterService.CreateFilter;
import org.openpersonalize.serving.testing.ServingTestConfiguration;
import org.openpersonalize.serving.testing.Shop;
import org.openpersonalize.store.catalog.DatasetNumbers;
import org.openpersonalize.store.record.DatasetRecord;
import org.openpersonalize.store.record.RecordTable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.transaction.support.TransactionTemplate;

/** In a context of its own, whose catalogues nobody has asked for. */
@SpringBootTest(classes = ServingTestConfiguration.class, properties = "of=RecordsAheadTest")
@DisplayNameGeneration(ReplaceUnderscores.class)
class RecordsAheadTest {
  private static final String ITEMS = """
      {"type":"record","name":"Items","namespace":"com.amazonaws.personalize.schema","version":"1.0","fields":[
        {"name":"ITEM_ID","type":"string"}, {"name":"PRICE","type":["null","float"]}]}""";
  private static final String USERS = """
      {"type":"record","name":"Users","namespace":"com.amazonaws.personalize.schema","version":"1.0","fields":[
        {"name":"USER_ID","type":"string"}, {"name":"AGE","type":["null","int"]}]}""";

  @Autowired
  RecordsAhead ahead;

  @Autowired
  CatalogMemory memory;

  @Autowired
  FilterService filters;

  @Autowired
  RecordTable table;

  @Autowired
  DatasetNumbers numbers;

  @Autowired
  TransactionTemplate transaction;

  @Autowired
  Shop shop;

  @Test
  void items_are_read_where_there_is_a_campaign_and_users_where_a_filter_looks_at_them()
      throws IOException {
    shop.open();
    put(shop.dataset(Shop.GROUP, DatasetType.ITEMS, ITEMS), "tea", "{\"PRICE\": 3}");
    put(shop.dataset(Shop.GROUP, DatasetType.USERS, USERS), "ada", "{\"AGE\": 36}");
    shop.campaign(shop.trained("aws-user-personalization-v2"));
    assertThat(memory.taken()).isZero();

    ahead.begin();
    await().until(() -> memory.taken() > 0);
    long items = memory.taken();

    filters.create(new CreateFilter(
        Shop.unused("filter"),
        Shop.GROUP,
        "EXCLUDE ItemID WHERE Items.PRICE > 1 IF CurrentUser.AGE < 18",
        null));
    ahead.begin();
    await().until(() -> memory.taken() > items);
  }

  private void put(Arn dataset, String id, String properties) {
    transaction.executeWithoutResult(status ->
        table.put(numbers.of(dataset), List.of(new DatasetRecord(id, properties)), Instant.now()));
  }
}
