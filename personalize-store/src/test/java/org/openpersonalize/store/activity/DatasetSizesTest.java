// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.activity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.store.interaction.Event;
import org.openpersonalize.store.testing.SettableClock;
import org.openpersonalize.store.testing.Shop;
import org.openpersonalize.store.testing.StoreTestConfiguration;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;

@SpringBootTest(classes = StoreTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class DatasetSizesTest {
  @Autowired
  DatasetSizes sizes;

  @Autowired
  Shop.Tables tables;

  @Autowired
  SettableClock clock;

  @Autowired
  JdbcClient jdbc;

  private Shop shop;

  @BeforeEach
  void open() {
    shop = new Shop(tables);
    shop.open();
  }

  @Test
  void imported_and_put_rows_count_and_the_newest_is_told() {
    shop.stock("i1", "i2", "i3");
    shop.sell(sales -> IntStream.range(0, 40)
        .forEach(
            i -> sales.add("u" + i, "i1", "buy", Double.NaN, 1_000L * i, null, null, null, null)));
    clock.advance(Duration.ofMinutes(1));
    Instant put = clock.instant();
    shop.happen(List.of(
        new Event("e1", "s", "u", "i1", "view", null, put, null, null, null, null),
        new Event("e2", "s", "u", "i2", "view", null, put, null, null, null, null)));

    List<DatasetSize> all = sizes.of(Shop.GROUP);

    assertThat(all)
        .extracting(DatasetSize::datasetType)
        .containsExactly(DatasetType.INTERACTIONS, DatasetType.ITEMS);
    assertThat(all).extracting(DatasetSize::rows).containsExactly(42L, 3L);
    assertThat(all).extracting(DatasetSize::more).containsOnly(false);
    assertThat(Duration.between(put, all.get(0).latest()).abs()).isLessThan(Duration.ofSeconds(10));
    assertThat(sizes.of(Shop.GROUP.sibling(ResourceType.DATASET_GROUP, "other")))
        .isEmpty();
  }

  @Test
  void rows_beyond_a_hundred_thousand_are_more() {
    shop.stock("i1");
    jdbc.sql("""
            INSERT INTO dataset_record (dataset_id, record_id, individual, properties, updated_at)
            SELECT dataset_id, 'r' || n, false, '{}', now()
            FROM dataset_number, generate_series(1, 100001) n WHERE dataset_arn LIKE '%/ITEMS'
            """).update();

    DatasetSize items = sizes.of(Shop.GROUP).get(1);

    assertThat(items.rows()).isEqualTo(DatasetSizes.COUNTED);
    assertThat(items.more()).isTrue();
  }
}
