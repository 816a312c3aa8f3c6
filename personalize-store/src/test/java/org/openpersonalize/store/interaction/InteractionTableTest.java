// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.interaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.recipe.InteractionCounts;
import org.openpersonalize.store.catalog.ImportMode;
import org.openpersonalize.store.change.TableTail.Arrival;
import org.openpersonalize.store.change.TableTail.Numbers;
import org.openpersonalize.store.copy.Loaded;
import org.openpersonalize.store.testing.StoreTestConfiguration;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@SpringBootTest(classes = StoreTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class InteractionTableTest {
  private static final int SHOP = 1;
  private static final int OTHER_SHOP = 2;
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  @Autowired
  InteractionTable table;

  @Autowired
  BulkInteractions bulk;

  @Autowired
  EventTable eventTable;

  @Autowired
  TransactionTemplate transaction;

  @Autowired
  JdbcClient jdbc;

  @Autowired
  DataSource dataSource;

  @Test
  void rows_come_back_with_every_column() {
    load(SHOP, ImportMode.FULL, loader -> {
      loader.add("anna", "tea ☕", "view", 2.5, 1_000, "a|b", "RID-1", "mail", "{\"QUANTITY\": 3}");
      loader.add("bert", "mug", null, Double.NaN, 2_000, null, null, null, null);
    });

    assertThat(streamed(SHOP))
        .containsExactlyInAnyOrder("anna tea ☕ view 2.5 1000", "bert mug null NaN 2000");
    assertThat(jdbc.sql(
                "SELECT impression || recommendation_id || event_attribution_source || (properties ->> 'QUANTITY') "
                    + "FROM interaction WHERE user_id = 'anna'")
            .query(String.class)
            .single())
        .isEqualTo("a|bRID-1mail3");
  }

  @Test
  void rows_that_agree_in_every_column_are_kept_once_and_all_others_stay() {
    Loaded loaded = loadAll(SHOP, EnumSet.allOf(InteractionDetail.class), loader -> {
      for (String json : new String[] {"{\"A\":1,\"B\":\"x\"}", "{ \"B\": \"x\", \"A\": 1.0 }"}) {
        loader.add("anna", "tea", "view", 0.0, 1_000, "a|b", "RID-1", "mail", json);
      }
      loader.add(
          "anna", "tea", "view", -0.0, 1_000, "a|b", "RID-1", "mail", "{\"A\":1,\"B\":\"x\"}");
      loader.add("anna", "tea", "view", 0.0, 1_000, "a|b", "RID-1", "mail", null);
      loader.add("anna", "tea", "view", 0.0, 1_000, "a|b", "RID-1", null, null);
      loader.add("anna", "tea", "view", 0.0, 1_000, "a|b", null, "RID-1", null);
      loader.add("anna", "tea", "view", 0.0, 1_000, null, "a|b", "RID-1", null);
      loader.add("anna", "tea", null, 0.0, 1_000, null, "a|b", "RID-1", null);
      loader.add("anna", "tea", "view", Double.NaN, 1_000, null, "a|b", "RID-1", null);
      loader.add("annat", "ea", "view", Double.NaN, 1_000, null, "a|b", "RID-1", null);
      loader.add("annat", "ea", "view", Double.NaN, 1_001, null, "a|b", "RID-1", null);
      loader.add("annat", "ea", "view", Double.NaN, 1_000, null, "a|b", "RID-1", null);
    });

    assertThat(loaded).isEqualTo(new Loaded(9, 9, 0));
    assertThat(streamed(SHOP)).hasSize(9);
    assertThat(table.count(SHOP)).isEqualTo(9);
  }

  @Test
  void a_file_that_says_everything_twice_is_stored_once_in_its_order() {
    int rows = 12_000; // more than are remembered while they are written
    Loaded loaded = loadAll(SHOP, EnumSet.noneOf(InteractionDetail.class), loader -> {
      for (int row = 0; row < 2 * rows; row++) {
        row(loader, "user" + row % rows, "item" + row % rows, 1_000);
      }
    });

    assertThat(loaded).isEqualTo(new Loaded(rows, rows, 0));
    assertThat(streamed(SHOP))
        .isEqualTo(IntStream.range(0, rows)
            .mapToObj(row -> "user%d item%d view NaN 1000".formatted(row, row))
            .toList());
  }

  @Test
  void a_detail_that_was_not_announced_is_refused() {
    for (InteractionDetail missing : InteractionDetail.values()) {
      assertThatThrownBy(() -> loadAll(
              SHOP,
              EnumSet.complementOf(EnumSet.of(missing)),
              loader -> loader.add("anna", "tea", "view", 1, 1_000, "a", "RID-1", "mail", "{}")))
          .as(missing.name())
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(streamed(SHOP)).isEmpty();
  }

  @Test
  void how_much_there_is_is_counted_by_users_items_and_types() {
    load(SHOP, ImportMode.FULL, loader -> {
      row(loader, "anna", "tea", 1_000);
      row(loader, "anna", "mug", 2_000);
      row(loader, "bert", "tea", 1_000);
      loader.add("carl", "pot", "BUY", 1, 1_000, null, null, null, null);
    });
    append(SHOP, event("e1", "s1", "bert", "mug", 2_000));
    append(OTHER_SHOP, event("e2", "s1", "dora", "cup", 2_000));

    InteractionVolume all = table.volume(SHOP, null);
    InteractionVolume bought = table.volume(SHOP, "buy");

    assertThat(all.counts()).isEqualTo(new InteractionCounts(5, 3, 2, 2));
    assertThat(all.items()).isEqualTo(3);
    assertThat(all.pairs()).isEqualTo(4 + 4 + 1);
    assertThat(bought).isEqualTo(new InteractionVolume(new InteractionCounts(1, 1, 0, 1), 1, 1));
    assertThat(table.volume(987_654, null))
        .isEqualTo(new InteractionVolume(InteractionCounts.NONE, 0, 0));
  }

  @Test
  void some_users_are_drawn_each_once_and_the_same_by_the_same_seed() {
    load(SHOP, ImportMode.FULL, loader -> {
      for (int n = 0; n < 300; n++) {
        row(loader, "u" + n % 100, "tea", n);
      }
    });
    append(SHOP, event("e1", "s1", "visitor", "mug", 2_000));
    append(OTHER_SHOP, event("e2", "s1", "dora", "cup", 2_000));

    List<String> drawn = table.someUsers(SHOP, 40, 7);

    assertThat(drawn).hasSize(40).doesNotHaveDuplicates().doesNotContain("dora");
    assertThat(table.someUsers(SHOP, 40, 7)).isEqualTo(drawn);
    assertThat(table.someUsers(SHOP, 40, 8)).isNotEqualTo(drawn);
    assertThat(table.someUsers(SHOP, 1_000, 7)).hasSize(101).contains("visitor");
  }

  @Test
  void rows_that_agree_in_every_column_are_kept_once() {
    long kept = load(SHOP, ImportMode.FULL, loader -> {
      for (int i = 0; i < 3; i++) {
        loader.add("anna", "tea", "view", 1, 1_000, null, null, null, "{\"A\": 1, \"B\": 2}");
        loader.add("anna", "tea", "view", 1, 1_000, null, null, null, "{\"B\": 2, \"A\": 1}");
      }
      loader.add("anna", "tea", "view", 1, 1_000, null, null, null, null);
      loader.add("anna", "tea", null, 1, 1_000, null, null, null, null);
      loader.add("anna", "tea", null, 1, 1_000, null, null, null, null);
      loader.add("anna", "tea", "view", Double.NaN, 1_000, null, null, null, null);
    });

    assertThat(kept).isEqualTo(4);
    assertThat(streamed(SHOP)).hasSize(4);
  }

  @Test
  void an_incremental_import_adds_what_is_new() {
    load(SHOP, ImportMode.FULL, loader -> row(loader, "anna", "tea", 1_000));
    long added = load(SHOP, ImportMode.INCREMENTAL, loader -> {
      row(loader, "anna", "tea", 1_000);
      row(loader, "anna", "tea", 3_000);
      row(loader, "bert", "tea", 1_000);
    });

    assertThat(added).isEqualTo(2);
    assertThat(streamed(SHOP)).hasSize(3);
  }

  @Test
  void a_full_import_replaces_bulk_rows_and_leaves_events_and_other_datasets() {
    load(OTHER_SHOP, ImportMode.FULL, loader -> row(loader, "carl", "pot", 1_000));
    load(SHOP, ImportMode.FULL, loader -> row(loader, "anna", "tea", 1_000));
    append(SHOP, event("e1", "s1", "anna", "mug", 2_000));
    load(SHOP, ImportMode.FULL, loader -> row(loader, "bert", "mug", 1_000));

    assertThat(streamed(SHOP))
        .containsExactlyInAnyOrder("bert mug view NaN 1000", "anna mug view NaN 2000");
    bulk.dropReplaced(SHOP);
    assertThat(streamed(SHOP)).hasSize(2);
    assertThat(streamed(OTHER_SHOP)).containsExactly("carl pot view NaN 1000");
    assertThat(partitions()).isEqualTo(2);
  }

  @Test
  void replaced_partitions_go_even_after_a_detach_that_was_cut_short() {
    load(SHOP, ImportMode.FULL, loader -> row(loader, "anna", "tea", 1_000));
    int first = jdbc.sql("SELECT min(import_id) FROM interaction_import")
        .query(Integer.class)
        .single();
    load(SHOP, ImportMode.FULL, loader -> row(loader, "anna", "tea", 1_000));
    jdbc.sql("ALTER TABLE interaction DETACH PARTITION interaction_" + first).update();

    bulk.dropReplaced(SHOP);

    assertThat(partitions()).isEqualTo(1);
    assertThat(jdbc.sql("SELECT count(*) FROM interaction_import")
            .query(Integer.class)
            .single())
        .isEqualTo(1);
  }

  @Test
  void a_partition_left_half_detached_keeps_no_other_dataset_waiting() {
    for (int dataset : List.of(SHOP, OTHER_SHOP)) {
      load(dataset, ImportMode.FULL, loader -> row(loader, "anna", "tea", 1_000));
      load(dataset, ImportMode.FULL, loader -> row(loader, "anna", "tea", 1_000));
    }
    int first = jdbc.sql("SELECT min(import_id) FROM interaction_import")
        .query(Integer.class)
        .single();
    transaction.executeWithoutResult(reading -> {
      streamed(SHOP);
      assertThatThrownBy(() -> detachWithinASecond("interaction_" + first))
          .hasMessageContaining("canceling statement");
    });

    bulk.dropReplaced(OTHER_SHOP);
    bulk.dropReplaced(SHOP);

    assertThat(partitions()).isEqualTo(2);
  }

  private void detachWithinASecond(String partition) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(1);
      statement.execute(
          "ALTER TABLE interaction DETACH PARTITION %s CONCURRENTLY".formatted(partition));
    }
  }

  @Test
  void an_import_that_fails_leaves_nothing() {
    load(SHOP, ImportMode.FULL, loader -> row(loader, "anna", "tea", 1_000));

    assertThatThrownBy(() -> load(SHOP, ImportMode.FULL, loader -> {
          row(loader, "bert", "tea", 1_000);
          throw new IllegalArgumentException("line 3 is wrong");
        }))
        .hasMessage("line 3 is wrong");

    assertThat(streamed(SHOP)).containsExactly("anna tea view NaN 1000");
    assertThat(partitions()).isEqualTo(1);
  }

  @Test
  void an_event_with_a_known_id_is_dropped() {
    assertThat(append(
            SHOP, event("e1", "s1", "anna", "tea", 1_000), event("e2", "s1", "anna", "mug", 1_000)))
        .isEqualTo(2);
    assertThat(append(
            SHOP, event("e1", "s1", "anna", "pot", 9_000), event("e3", "s1", "anna", "pot", 1_000)))
        .isEqualTo(1);
    assertThat(append(OTHER_SHOP, event("e1", "s1", "anna", "tea", 1_000))).isEqualTo(1);
    assertThat(streamed(SHOP)).hasSize(3);
  }

  @Test
  void the_latest_interactions_come_from_both_tables_newest_first() {
    load(SHOP, ImportMode.FULL, loader -> {
      for (int i = 0; i < 10; i++) {
        row(loader, "anna", "bulk-" + i, 1_000L * i);
      }
      row(loader, "bert", "other", 5_000);
    });
    append(SHOP, event("e1", "s1", "anna", "live", 8_500), event("e2", "s1", "anna", null, 9_999));

    assertThat(table.recent(SHOP, "anna", 4))
        .extracting(Interaction::itemId)
        .containsExactly("bulk-9", "live", "bulk-8", "bulk-7");
  }

  @Test
  void an_anonymous_visitor_goes_by_the_session_until_an_event_names_the_user() {
    append(SHOP, event("e1", "s1", null, "tea", 1_000), event("e2", "s2", null, "mug", 1_000));
    assertThat(table.recent(SHOP, "s1", 10)).extracting(Interaction::itemId).containsExactly("tea");
    assertThat(streamed(SHOP)).isEmpty();

    append(SHOP, event("e3", "s1", "anna", "pot", 2_000));
    assertThat(streamed(SHOP))
        .containsExactlyInAnyOrder("anna tea view NaN 1000", "anna pot view NaN 2000");
  }

  @Test
  void a_session_that_names_its_user_is_part_of_the_users_history_and_nobody_elses() {
    append(SHOP, event("e1", "s1", null, "tea", 1_000), event("e2", "s1", "anna", "pot", 2_000));
    append(
        SHOP,
        event("e3", "bert", null, "secret", 3_000),
        event("e4", "anna", "bert", "mug", 4_000));

    assertThat(table.recent(SHOP, "anna", 10))
        .extracting(Interaction::itemId)
        .containsExactly("pot", "tea");
  }

  @Test
  void anonymous_events_go_to_the_first_user_who_appears_after_them() {
    append(
        SHOP,
        event("e1", "s9", null, "before", 1_000),
        event("e2", "s9", "guest-9000", "as guest", 2_000),
        event("e3", "s9", null, "between", 3_000),
        event("e4", "s9", "customer-17", null, 4_000),
        event("e5", "s9", null, "after", 5_000));

    assertThat(streamed(SHOP))
        .containsExactly(
            "guest-9000 before view NaN 1000",
            "guest-9000 as guest view NaN 2000",
            "customer-17 between view NaN 3000");
    assertThat(table.recent(SHOP, "guest-9000", 10))
        .extracting(Interaction::itemId)
        .containsExactly("as guest", "before");
    assertThat(table.recent(SHOP, "customer-17", 10))
        .extracting(Interaction::itemId)
        .containsExactly("between");
  }

  @Test
  void a_session_id_that_many_share_joins_nobody() {
    List<Event> events = new ArrayList<>();
    for (int n = 0; n <= InteractionTable.USERS_OF_A_SESSION; n++) {
      events.add(event("a" + n, "web", null, "anonymous-" + n, 1_000L * n));
      events.add(event("b" + n, "web", "user-" + n, "own-" + n, 1_000 * n + 500));
    }
    append(SHOP, events.subList(0, events.size() - 2).toArray(Event[]::new));
    assertThat(table.recent(SHOP, "user-3", 10))
        .extracting(Interaction::itemId)
        .containsExactly("own-3", "anonymous-3");

    append(SHOP, events.subList(events.size() - 2, events.size()).toArray(Event[]::new));
    assertThat(table.recent(SHOP, "user-3", 10))
        .extracting(Interaction::itemId)
        .containsExactly("own-3");
    assertThat(streamed(SHOP)).noneMatch(row -> row.contains("anonymous"));
  }

  @Test
  void an_increment_without_anything_new_leaves_no_trace() {
    load(SHOP, ImportMode.FULL, loader -> row(loader, "anna", "tea", 1_000));
    Instant arrived = table.latestArrival(SHOP).orElseThrow();

    assertThat(load(SHOP, ImportMode.INCREMENTAL, loader -> row(loader, "anna", "tea", 1_000)))
        .isZero();

    assertThat(partitions()).isEqualTo(1);
    assertThat(table.latestArrival(SHOP)).hasValue(arrived);
  }

  @Test
  void training_and_answers_agree_on_whose_an_event_is() {
    SplittableRandom random = new SplittableRandom(5);
    List<Event> events = new ArrayList<>();
    for (int n = 0; n < 2_000; n++) {
      String user = random.nextInt(3) > 0 ? null : "user-" + random.nextInt(20);
      events.add(event(
          "e" + n,
          "session-" + random.nextInt(400),
          user,
          random.nextInt(10) == 0 ? null : "item-" + n,
          1_000L * random.nextInt(50)));
    }
    append(SHOP, events.toArray(Event[]::new));
    Map<String, List<String>> trained = new HashMap<>();
    table.stream(
        SHOP,
        InteractionWish.withTypes(),
        row -> trained
            .computeIfAbsent(row.userId().toString(), anyone -> new ArrayList<>())
            .add(row.itemId().toString()));

    assertThat(trained).hasSize(20);
    trained.forEach((user, items) -> assertThat(table.recent(SHOP, user, 10_000))
        .extracting(Interaction::itemId)
        .containsExactlyInAnyOrderElementsOf(items));
  }

  @Test
  void events_of_one_moment_come_in_the_order_of_their_arrival() {
    load(SHOP, ImportMode.FULL, loader -> {
      for (int i = 0; i < 50; i++) {
        row(loader, "anna", "bulk-" + i, 7_000);
      }
    });
    load(SHOP, ImportMode.INCREMENTAL, loader -> {
      for (int i = 50; i < 60; i++) {
        row(loader, "anna", "bulk-" + i, 7_000);
      }
    });
    for (int i = 0; i < 20; i++) {
      append(SHOP, event("e" + i, "s" + i % 3, "anna", "live-" + i, 7_000));
    }
    List<String> arrived = Stream.concat(
            IntStream.range(0, 60).mapToObj(i -> "bulk-" + i),
            IntStream.range(0, 20).mapToObj(i -> "live-" + i))
        .toList();
    List<String> newestFirst = new ArrayList<>(arrived);
    Collections.reverse(newestFirst);

    assertThat(streamed(SHOP))
        .extracting(row -> row.split(" ")[1])
        .containsExactlyElementsOf(arrived);
    for (int count : new int[] {1, 5, 25, 100}) {
      assertThat(table.recent(SHOP, "anna", count))
          .extracting(Interaction::itemId)
          .containsExactlyElementsOf(newestFirst.subList(0, Math.min(count, 80)));
    }
  }

  @Test
  void types_are_left_out_where_nobody_wants_them() {
    append(SHOP, event("e1", "s1", "anna", "tea", 1_000));
    List<Boolean> hasType = new ArrayList<>();
    table.stream(SHOP, InteractionWish.withoutTypes(), row -> hasType.add(row.eventType() != null));

    assertThat(hasType).containsExactly(false);
  }

  @Test
  void a_datasets_own_columns_are_read_where_somebody_wants_them() {
    load(
        SHOP,
        ImportMode.FULL,
        loader -> loader.add(
            "anna", "tea", null, 1, 1_000, null, null, null, "{\"DEVICE\":\"phone\",\"AGE\":7}"));
    append(SHOP, event("e1", "s1", "anna", "mug", 2_000));
    append(SHOP, event("e2", "s1", null, "pot", 1_500));
    List<String> rows = new ArrayList<>();
    table.stream(
        SHOP, InteractionWish.withoutTypes().and(List.of("AGE", "it's", "DEVICE")), row -> {
          rows.add("%s %s %s %s"
              .formatted(row.itemId(), row.property(0), row.property(1), row.property(2)));
        });

    assertThat(rows)
        .containsExactly("tea 7 null phone", "mug null null null", "pot null null null");
  }

  @Test
  void the_latest_of_every_type_are_read_however_many_there_are_of_others() {
    load(SHOP, ImportMode.FULL, loader -> {
      for (int i = 0; i < 10; i++) {
        loader.add("anna", "viewed-" + i, "view", Double.NaN, 5_000 + i, null, null, null, null);
        loader.add("anna", "untyped-" + i, null, i, 500 + i, null, null, null, null);
      }
      loader.add("anna", "cheap", "purchase", 1, 1_000, null, null, null, null);
      loader.add("anna", "dear", "purchase", 100, 2_000, null, null, null, null);
    });
    append(SHOP, event("e1", "s1", "anna", "live view", 9_000));

    List<Interaction> recent = table.recent(SHOP, "anna", 3);

    assertThat(recent)
        .extracting(Interaction::itemId)
        .containsExactly(
            "live view",
            "viewed-9",
            "viewed-8",
            "dear",
            "cheap",
            "untyped-9",
            "untyped-8",
            "untyped-7");
    assertThat(recent)
        .extracting(Interaction::eventValue)
        .startsWith(Double.NaN)
        .endsWith(8.0, 7.0);
  }

  @Test
  void types_are_looked_for_among_the_newest_only() {
    load(SHOP, ImportMode.FULL, loader -> {
      loader.add("anna", "too old", "purchase", Double.NaN, 1, null, null, null, null);
      loader.add("anna", "oldest", "purchase", Double.NaN, 2, null, null, null, null);
      for (int i = 1; i < InteractionTable.LOOKED_AT; i++) {
        loader.add("anna", "viewed", "view", i, 5_000, null, null, null, null);
      }
    });

    assertThat(table.recent(SHOP, "anna", 2))
        .extracting(Interaction::itemId)
        .containsExactly("viewed", "viewed", "oldest");
  }

  @Test
  void a_visitor_who_did_a_great_deal_is_not_read_whole() {
    int many = 4 * InteractionTable.LOOKED_AT;
    load(SHOP, ImportMode.FULL, loader -> {
      for (int n = 0; n < many; n++) {
        int day = n * 7919 % many; // in no order, as files are
        row(loader, "anna", "item-" + n, 1_000 * day);
        row(loader, "user-" + day % 2_000, "item-" + n, 1_000 * n);
      }
    });
    load(SHOP, ImportMode.INCREMENTAL, loader -> row(loader, "user-1", "another", 1));
    jdbc.sql("ANALYZE interaction").update();

    transaction.executeWithoutResult(status -> {
      long before = rowsRead();
      assertThat(table.recent(SHOP, "anna", 500)).hasSize(500);
      assertThat(rowsRead() - before)
          .isBetween((long) InteractionTable.LOOKED_AT, InteractionTable.LOOKED_AT + 100L);
    });
  }

  private long rowsRead() {
    return jdbc.sql("""
            SELECT sum(seq_tup_read + idx_tup_fetch) FROM pg_stat_xact_user_tables
            WHERE relname ~ '^interaction_[0-9]+$'
            """).query(Long.class).single();
  }

  @Test
  void several_visitors_are_read_at_once_as_they_are_one_by_one() {
    SplittableRandom random = new SplittableRandom(6);
    List<String> visitors = new ArrayList<>(List.of("nobody", "session-1"));
    load(SHOP, ImportMode.FULL, loader -> {
      for (int n = 0; n < 3_000; n++) {
        loader.add(
            "user-" + random.nextInt(60),
            "bulk-" + n,
            random.nextInt(4) == 0 ? "purchase" : "view",
            n,
            1_000 * random.nextInt(50),
            null,
            null,
            null,
            null);
      }
    });
    List<Event> events = new ArrayList<>();
    for (int n = 0; n < 1_000; n++) {
      String user = random.nextInt(3) > 0 ? null : "user-" + random.nextInt(60);
      events.add(event(
          "e" + n,
          "session-" + random.nextInt(200),
          user,
          "live-" + n,
          1_000 * random.nextInt(50)));
    }
    append(SHOP, events.toArray(Event[]::new));
    IntStream.range(0, 1_000).forEach(n -> visitors.add("user-" + n));

    Map<String, List<Interaction>> together = table.recent(SHOP, visitors, 10);

    assertThat(together).hasSize(visitors.size());
    together.forEach((visitor, history) ->
        assertThat(history).as(visitor).isEqualTo(table.recent(SHOP, visitor, 10)));
    assertThat(together.get("user-59")).hasSizeBetween(20, 30);
    assertThat(together.get("session-1")).isNotEmpty();
    assertThat(together.get("nobody")).isEmpty();
  }

  private static EventTable.Happening happening(int dataset, String visitor, String item) {
    return new EventTable.Happening(
        new EventTable.VisitorKey(dataset, visitor),
        item,
        "view",
        Double.NaN,
        Instant.ofEpochMilli(1_000),
        NOW);
  }

  private static List<Numbers> behind(long arrival) {
    return List.of(new Numbers(arrival + 1, Long.MAX_VALUE));
  }

  @Test
  void the_tail_names_each_visitor_and_item_of_new_events() {
    append(SHOP, event("e1", "s1", "anna", "tea", 1_000));
    long end = eventTable.end();
    append(SHOP, event("e2", "s2", null, "tea", 1_000), event("e3", "s1", "anna", "mug", 1_000));
    append(OTHER_SHOP, event("e2", "s2", "bert", "tea", 1_000));

    List<Arrival<EventTable.Happening>> arrivals = eventTable.among(behind(end));

    assertThat(arrivals)
        .extracting(Arrival::row)
        .containsExactly(
            happening(SHOP, "s2", "tea"),
            happening(SHOP, "anna", "mug"),
            happening(OTHER_SHOP, "bert", "tea"));
    assertThat(eventTable.among(behind(arrivals.get(2).number()))).isEmpty();
  }

  @Test
  void the_newest_events_since_a_moment_are_told_as_the_tail_tells_them() {
    long end = eventTable.end();
    append(
        SHOP,
        event("n1", "s1", "anna", "tea", 1_000),
        event("n2", "s2", null, null, 1_000),
        event("n3", "s2", null, "mug", 1_000));
    append(OTHER_SHOP, event("n1", "s2", "bert", "tea", 1_000));
    List<EventTable.Happening> told = eventTable.among(behind(end)).stream()
        .map(Arrival::row)
        .filter(row -> row.itemId() != null && row.visitor().datasetId() == SHOP)
        .toList();

    assertThat(newest(NOW.minusSeconds(1), 10)).startsWith(told.get(1), told.get(0));
    assertThat(newest(NOW.minusSeconds(1), 1)).containsExactly(told.get(1));
    assertThat(newest(NOW, 10)).isEmpty();
  }

  private List<EventTable.Happening> newest(Instant since, int most) {
    List<EventTable.Happening> events = new ArrayList<>();
    eventTable.readNewest(SHOP, since, most, events::add);
    return events;
  }

  @Test
  void a_cleared_dataset_is_empty() {
    load(SHOP, ImportMode.FULL, loader -> row(loader, "anna", "tea", 1_000));
    append(SHOP, event("e1", "s1", "anna", "mug", 2_000));

    transaction.executeWithoutResult(status -> table.clear(SHOP));
    bulk.dropReplaced(SHOP);

    assertThat(streamed(SHOP)).isEmpty();
    assertThat(partitions()).isZero();
    assertThat(table.latestArrival(SHOP)).isEmpty();
  }

  private static void row(InteractionLoader loader, String user, String item, long epochMillis) {
    loader.add(user, item, "view", Double.NaN, epochMillis, null, null, null, null);
  }

  private static Event event(
      String id, String session, @Nullable String user, @Nullable String item, long epochMillis) {
    return new Event(
        id,
        session,
        user,
        item,
        "view",
        null,
        Instant.ofEpochMilli(epochMillis),
        List.of("x"),
        null,
        null,
        "{}");
  }

  private Loaded loadAll(
      int dataset, Set<InteractionDetail> details, Consumer<InteractionLoader> rows) {
    return Objects.requireNonNull(transaction.execute(status -> {
      try (InteractionLoader loader = bulk.begin(dataset, ImportMode.FULL, details)) {
        rows.accept(loader);
        return loader.finish();
      }
    }));
  }

  private long load(int dataset, ImportMode mode, Consumer<InteractionLoader> rows) {
    return Objects.requireNonNull(transaction.execute(status -> {
          try (InteractionLoader loader = bulk.begin(dataset, mode)) {
            rows.accept(loader);
            return loader.finish();
          }
        }))
        .added();
  }

  private int append(int dataset, Event... events) {
    Integer added = transaction.execute(status -> eventTable.append(dataset, List.of(events), NOW));
    return added == null ? 0 : added;
  }

  private List<String> streamed(int dataset) {
    List<String> rows = new ArrayList<>();
    table.stream(
        dataset,
        InteractionWish.withTypes(),
        row -> rows.add("%s %s %s %s %d"
            .formatted(
                row.userId(), row.itemId(), row.eventType(), row.eventValue(), row.epochMillis())));
    return rows;
  }

  private int partitions() {
    return jdbc.sql("SELECT count(*) FROM pg_inherits WHERE inhparent = 'interaction'::regclass")
        .query(Integer.class)
        .single();
  }
}
