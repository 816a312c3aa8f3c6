// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openpersonalize.store.catalog.ImportMode;
import org.openpersonalize.store.change.TableTail.Arrival;
import org.openpersonalize.store.change.TableTail.Numbers;
import org.openpersonalize.store.record.RecordTable.PutRecord;
import org.openpersonalize.store.testing.StoreTestConfiguration;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.transaction.support.TransactionTemplate;

@SpringBootTest(classes = StoreTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(60)
class RecordTableTest {
  private static final int SHOP = 1;
  private static final int OTHER_SHOP = 2;
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Autowired
  RecordTable table;

  @Autowired
  RecordFeed feed;

  @Autowired
  TransactionTemplate transaction;

  @Test
  void what_is_streamed_is_the_newer_of_the_imported_and_the_put_version_of_each_id() {
    put(SHOP, NOW, "mug", "tea");
    load(SHOP, ImportMode.FULL, NOW.plusSeconds(1), "mug", "pot");
    put(SHOP, NOW.plusSeconds(2), "pot");
    put(OTHER_SHOP, NOW, "vase");

    List<String> rows = new ArrayList<>();
    List<Long> arrivals = new ArrayList<>();
    table.stream(SHOP, (id, properties, arrival) -> {
      rows.add(id + " " + properties);
      arrivals.add(arrival);
    });

    assertThat(rows)
        .containsExactly(
            "mug {\"SOURCE\": \"import\"}",
            "pot {\"SOURCE\": \"put\"}",
            "tea {\"SOURCE\": \"put\"}");
    assertThat(arrivals.get(0)).as("imported").isZero();
    assertThat(arrivals.get(1)).as("put later than the tea").isGreaterThan(arrivals.get(2));
  }

  private static List<Numbers> behind(long arrival) {
    return List.of(new Numbers(arrival + 1, Long.MAX_VALUE));
  }

  @Test
  void the_tail_names_what_was_put_and_not_what_was_imported() {
    put(SHOP, NOW, "mug");
    long end = table.end();
    load(SHOP, ImportMode.FULL, NOW, "pot");
    PutRecord tea = put(SHOP, NOW, "tea").get(0);
    PutRecord vase = put(OTHER_SHOP, NOW, "vase").get(0);

    assertThat(table.among(behind(end))).extracting(Arrival::row).containsExactly(tea, vase);
    assertThat(table.among(behind(table.end()))).isEmpty();
  }

  @Test
  void a_record_that_is_put_again_arrives_again() {
    put(SHOP, NOW, "mug", "tea");
    long end = table.end();
    put(SHOP, NOW, "mug");

    assertThat(table.among(behind(end)))
        .extracting(arrival -> arrival.row().record().recordId())
        .containsExactly("mug");
  }

  @Test
  void what_is_put_by_transactions_that_commit_out_of_order_is_told_once_each() {
    List<String> told = new CopyOnWriteArrayList<>();
    feed.subscribe(records -> records.forEach(put -> told.add(put.record().recordId())));
    put(SHOP, NOW, "known"); // once it has been told, the feed has looked
    await().until(() -> told.contains("known") || put(SHOP, NOW, "known").isEmpty());

    transaction.executeWithoutResult(early -> {
      table.put(SHOP, records("early"), NOW);
      Thread late = new Thread(() -> put(SHOP, NOW, "late"));
      late.start();
      await().untilAsserted(() -> assertThat(told).contains("late"));
    });

    await().untilAsserted(() -> assertThat(told).contains("early"));
    await()
        .during(Duration.ofMillis(600))
        .untilAsserted(
            () -> assertThat(told).containsOnlyOnce("early", "late").doesNotContain("pot"));
  }

  private static List<DatasetRecord> records(String... ids) {
    return Stream.of(ids)
        .map(id -> new DatasetRecord(id, "{\"SOURCE\":\"put\"}"))
        .toList();
  }

  private List<PutRecord> put(int dataset, Instant now, String... ids) {
    return Objects.requireNonNull(
        transaction.execute(status -> table.put(dataset, records(ids), now)));
  }

  private void load(int dataset, ImportMode mode, Instant now, String... ids) {
    transaction.executeWithoutResult(status -> {
      try (RecordLoader loader = table.begin(dataset, mode, now)) {
        Stream.of(ids).forEach(id -> loader.add(id, "{\"SOURCE\":\"import\"}"));
        loader.finish();
      }
    });
  }
}
