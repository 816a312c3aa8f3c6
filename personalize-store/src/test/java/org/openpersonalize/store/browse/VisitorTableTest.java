// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.browse;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.store.interaction.Event;
import org.openpersonalize.store.testing.Shop;
import org.openpersonalize.store.testing.StoreTestConfiguration;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

@SpringBootTest(classes = StoreTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class VisitorTableTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  @Autowired
  VisitorTable visitors;

  @Autowired
  StoredDatasets datasets;

  @Autowired
  Shop.Tables tables;

  private Shop shop;
  private int dataset;

  @BeforeEach
  void open() {
    shop = new Shop(tables);
    shop.open();
    dataset = shop.datasetNumber();
  }

  @Test
  void each_visitor_is_there_once_whether_imported_or_seen_and_by_session_if_nobody_knows_them() {
    buy("anna", "anna", "carl", "dora");
    shop.happen(
        List.of(event("1", "bert", "s1"), event("2", null, "s2"), event("3", "anna", "s3")));

    assertThat(visitors.page(dataset, "", 10))
        .containsExactly("anna", "bert", "carl", "dora", "s2");
  }

  @Test
  void pages_follow_each_other() {
    buy("anna", "bert", "carl", "dora", "emil");

    assertThat(visitors.page(dataset, "", 2)).containsExactly("anna", "bert");
    assertThat(visitors.page(dataset, "carl", 2)).containsExactly("carl", "dora");
    assertThat(visitors.page(dataset, "cb", 2)).containsExactly("dora", "emil");
    assertThat(visitors.page(dataset, "f", 2)).isEmpty();
  }

  @Test
  void weeks_begin_on_mondays() {
    shop.happen(List.of(
        at("1", "2026-01-04T23:59:59Z"),
        at("2", "2026-01-05T00:00:00Z"),
        at("3", "2026-01-11T23:59:59Z")));

    assertThat(visitors.weeks(dataset, "anna", 10))
        .containsExactly(
            new VisitorTable.Week(LocalDate.parse("2026-01-05"), 2),
            new VisitorTable.Week(LocalDate.parse("2025-12-29"), 1));
    assertThat(visitors.weeks(dataset, "nobody", 10)).isEmpty();
  }

  @Test
  void what_an_import_has_replaced_is_not_there() {
    buy("anna", "bert");
    buy("carl");

    assertThat(visitors.page(dataset, "", 10)).containsExactly("carl");
    assertThat(visitors.somebody(dataset)).hasValue("carl");
  }

  @Test
  void somebody_is_drawn_by_lot() {
    buy("anna", "bert", "carl", "dora");

    Set<String> drawn = new HashSet<>();
    for (int draw = 0; draw < 100; draw++) {
      drawn.add(visitors.somebody(dataset).orElseThrow());
    }

    assertThat(drawn).containsExactlyInAnyOrder("anna", "bert", "carl", "dora");
  }

  @Test
  void without_imports_somebody_is_one_who_was_seen_lately() {
    assertThat(visitors.somebody(dataset)).isEmpty();

    shop.happen(List.of(event("1", null, "s1")));

    assertThat(visitors.somebody(dataset)).hasValue("s1");
  }

  @Test
  void the_datasets_of_a_group_come_with_number_and_schema() {
    shop.stock("mug");

    assertThat(datasets.of(Shop.GROUP))
        .containsOnlyKeys(DatasetType.INTERACTIONS, DatasetType.ITEMS)
        .hasEntrySatisfying(DatasetType.INTERACTIONS, interactions -> {
          assertThat(interactions.number()).isEqualTo(dataset);
          assertThat(interactions.arn()).isEqualTo(Shop.dataset());
          assertThat(interactions.schema().field("EVENT_VALUE")).isPresent();
        });
  }

  private void buy(String... users) {
    shop.sell(loader -> {
      for (String user : users) {
        loader.add(user, "mug", "buy", Double.NaN, NOW.toEpochMilli(), null, null, null, null);
      }
    });
  }

  private static Event event(String id, @Nullable String user, String session) {
    return new Event(id, session, user, "mug", "view", null, NOW, null, null, null, null);
  }

  private static Event at(String id, String time) {
    return new Event(
        id, "s", "anna", "mug", "view", null, Instant.parse(time), null, null, null, null);
  }
}
