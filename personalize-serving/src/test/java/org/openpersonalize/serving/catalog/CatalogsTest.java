// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.catalog;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.openpersonalize.serving.testing.Refusals.assertRefused;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.catalog.StringColumn;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.serving.testing.ServingTestConfiguration;
import org.openpersonalize.serving.testing.Shop;
import org.openpersonalize.store.catalog.DatasetNumbers;
import org.openpersonalize.store.catalog.DatasetRepository;
import org.openpersonalize.store.catalog.ImportMode;
import org.openpersonalize.store.catalog.SchemaRepository;
import org.openpersonalize.store.change.ChangeFeed;
import org.openpersonalize.store.copy.Copies;
import org.openpersonalize.store.record.DatasetRecord;
import org.openpersonalize.store.record.RecordFeed;
import org.openpersonalize.store.record.RecordLoader;
import org.openpersonalize.store.record.RecordTable;
import org.openpersonalize.store.record.RecordTable.PutRecord;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.unit.DataSize;

/** Two nodes on one database: {@code catalogs} and {@code others} have a feed of their own each. */
@SpringBootTest(classes = ServingTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(60)
class CatalogsTest {
  private static final String SCHEMA = """
      {"type":"record","name":"Items","namespace":"com.amazonaws.personalize.schema","version":"1.0","fields":[
        {"name":"ITEM_ID","type":"string"},
        {"name":"COLOUR","type":["null","string"],"categorical":true}]}""";

  private static final String USERS = """
      {"type":"record","name":"Users","namespace":"com.amazonaws.personalize.schema","version":"1.0","fields":[
        {"name":"USER_ID","type":"string"}, {"name":"AGE","type":["null","int"]}]}""";

  @Autowired
  Catalogs catalogs;

  @Autowired
  DatasetRepository datasets;

  @Autowired
  SchemaRepository schemas;

  @Autowired
  DatasetNumbers numbers;

  @Autowired
  RecordTable table;

  @Autowired
  RecordFeed feed;

  @Autowired
  ChangeFeed changes;

  @Autowired
  Copies copies;

  @Autowired
  JdbcClient jdbc;

  @Autowired
  JdbcTemplate statements;

  @Autowired
  TransactionTemplate transaction;

  @Autowired
  Shop shop;

  private final Arn group =
      Arn.parse("arn:aws:personalize:us-east-1:000000000000:dataset-group/" + Shop.unused("shop"));
  private final Arn items = group.sibling(ResourceType.DATASET, group.id() + "/ITEMS");
  private RecordFeed othersFeed;
  private Catalogs others;

  @BeforeEach
  void open() {
    shop.open(group);
    othersFeed = new RecordFeed(table);
    others = node(table, othersFeed);
    othersFeed.start();
  }

  @AfterEach
  void close() {
    othersFeed.stop();
    others.destroy();
  }

  @Test
  void a_put_item_is_known_at_once_where_it_was_put_and_within_a_second_elsewhere() {
    createItems();
    put("tea", "green");
    assertThat(colour(catalogs, "tea")).isEqualTo("green");
    assertThat(colour(others, "tea")).isEqualTo("green");

    List<Duration> untilKnown = new ArrayList<>();
    for (String colour : List.of("red", "blue|white", "black")) {
      Instant before = Instant.now();
      put("tea", colour);
      put("mug", colour);

      assertThat(colour(catalogs, "tea")).isEqualTo(colour);
      assertThat(colour(catalogs, "mug")).isEqualTo(colour);
      await()
          .atMost(60, SECONDS)
          .pollInterval(20, MILLISECONDS)
          .until(
              () -> colour.equals(colour(others, "tea")) && colour.equals(colour(others, "mug")));
      untilKnown.add(Duration.between(before, Instant.now()));
    }
    // The quicker two of three: whatever else the machine does may make the third longer.
    assertThat(untilKnown.stream().sorted().limit(2))
        .allMatch(time -> time.compareTo(Duration.ofSeconds(1)) < 0);
  }

  @Test
  void an_import_replaces_what_imports_brought_and_leaves_what_was_put_later() {
    createItems();
    load("tea", "mug");
    assertThat(size(others)).isEqualTo(2);
    put("pot", "red");
    load("mug", "vase");

    await().atMost(60, SECONDS).untilAsserted(() -> {
      for (Catalogs node : List.of(catalogs, others)) {
        assertThat(colour(node, "tea")).isNull();
        assertThat(colour(node, "vase")).isEqualTo("imported");
        assertThat(colour(node, "pot")).isEqualTo("red");
        assertThat(size(node)).isEqualTo(3);
      }
    });
  }

  @Test
  void a_deleted_dataset_has_no_items_and_one_that_is_created_anew_its_own() {
    assertThat(catalogs.of(group, DatasetType.ITEMS))
        .as("there is no dataset yet")
        .isEmpty();
    createItems();
    await()
        .atMost(60, SECONDS)
        .until(() -> catalogs.of(group, DatasetType.ITEMS).isPresent());
    put("tea", "green");
    assertThat(size(catalogs)).isEqualTo(1);

    transaction.executeWithoutResult(status -> {
      table.clear(numbers.of(items));
      datasets.delete(datasets.lock(items));
      changes.announce(items);
    });
    await()
        .atMost(60, SECONDS)
        .until(() -> catalogs.of(group, DatasetType.ITEMS).isEmpty());

    createItems();
    put("mug", "red");
    await().atMost(60, SECONDS).untilAsserted(() -> {
      assertThat(size(catalogs)).isEqualTo(1);
      assertThat(colour(catalogs, "mug")).isEqualTo("red");
    });
  }

  @Test
  void nobody_looks_for_puts_until_somebody_asks_for_items_and_then_none_is_missed()
      throws Exception {
    createItems();
    AtomicInteger looks = new AtomicInteger();
    CountDownLatch mayLook = new CountDownLatch(1);
    RecordFeed hesitant = new RecordFeed(table) {
      @Override
      protected List<Arrival<PutRecord>> among(Collection<Numbers> numbers) {
        looks.incrementAndGet();
        try {
          mayLook.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        return super.among(numbers);
      }
    };
    SlowTable slow = new SlowTable(jdbc, statements, copies);
    Catalogs third = node(slow, hesitant);
    ExecutorService threads = Executors.newSingleThreadExecutor();
    hesitant.start();
    try {
      put("tea", "green");
      await()
          .during(1, SECONDS)
          .atMost(2, SECONDS)
          .untilAsserted(() -> assertThat(looks).hasValue(0));

      Future<?> reading = threads.submit(() -> third.of(group, DatasetType.ITEMS));
      slow.wasRead.await();
      put(
          "mug",
          "red"); // on another node, after the items were read here and before the first look
      slow.mayAnswer.countDown();
      reading.get();
      mayLook.countDown();

      await().atMost(60, SECONDS).until(() -> "red".equals(colour(third, "mug")));
      assertThat(colour(third, "tea")).isEqualTo("green");
    } finally {
      threads.shutdownNow();
      hesitant.stop();
      third.destroy();
    }
  }

  @Test
  void an_item_that_is_put_while_the_catalogue_is_being_read_is_not_lost() throws Exception {
    createItems();
    put("tea", "green");
    SlowTable slow = new SlowTable(jdbc, statements, copies);
    Catalogs ofThisNode = node(slow, feed);
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      Future<?> reading = threads.submit(() -> ofThisNode.of(group, DatasetType.ITEMS));
      slow.wasRead.await();
      put("tea", "black");
      slow.mayAnswer.countDown();
      reading.get();
    } finally {
      threads.shutdownNow();
      ofThisNode.destroy();
    }

    assertThat(colour(ofThisNode, "tea")).isEqualTo("black");
  }

  @Test
  void items_that_cannot_be_read_anew_are_served_as_they_were_and_said_to_be_old() {
    createItems();
    load("tea");
    AtomicBoolean broken = new AtomicBoolean();
    RecordTable fragile = new RecordTable(jdbc, statements, copies) {
      @Override
      public void stream(int datasetId, Visitor visitor) {
        if (broken.get()) {
          throw new DataAccessResourceFailureException("the database is away");
        }
        super.stream(datasetId, visitor);
      }
    };
    Catalogs node = node(fragile, feed);
    try {
      assertThat(size(node)).isEqualTo(1);

      broken.set(true);
      load("mug", "vase");
      await()
          .atMost(60, SECONDS)
          .untilAsserted(() -> assertThat(node.failures())
              .containsExactly(Map.entry(group, "the database is away")));
      assertThat(colour(node, "tea")).isEqualTo("imported");

      broken.set(false);
      transaction.executeWithoutResult(status -> changes.announce(items));
      await().atMost(60, SECONDS).until(() -> node.failures().isEmpty());
      assertThat(size(node)).isEqualTo(2);
    } finally {
      node.destroy();
    }
  }

  @Test
  void records_are_read_ahead_in_the_background() throws Exception {
    createItems();
    put("tea", "green");
    SlowTable slow = new SlowTable(jdbc, statements, copies);
    Catalogs node = node(slow, feed);
    try {
      node.readAhead(group, DatasetType.ITEMS);
      slow.wasRead.await();
      slow.mayAnswer.countDown();

      assertThat(colour(node, "tea")).isEqualTo("green");
    } finally {
      node.destroy();
    }
  }

  @Test
  void what_does_not_fit_the_memory_is_refused_with_the_figures_until_it_fits() {
    createItems();
    load(IntStream.range(0, 20_000).mapToObj("item-%d"::formatted).toArray(String[]::new));
    CatalogMemory memory = memory(DataSize.ofKilobytes(500));
    SlowTable counting = new SlowTable(jdbc, statements, copies);
    counting.mayAnswer.countDown();
    Catalogs node = node(counting, feed, memory);
    try {
      for (int request = 0; request < 3; request++) {
        assertRefused(
            ErrorCode.LIMIT_EXCEEDED,
            "What is known of %s would take 2MB of memory, and of the 1MB that catalogues may take 1MB are left. Set personalize.catalog.memory to 2MB or more"
                .formatted(items),
            () -> node.of(group, DatasetType.ITEMS));
      }
      assertThat(counting.reads).as("it is not read once more for each request").hasValue(1);
      assertThat(memory.taken()).isZero();
      assertThat(node.failures()).containsOnlyKeys(group);

      load("tea");
      await().atMost(60, SECONDS).until(() -> node.failures().isEmpty());
      assertThat(size(node)).isEqualTo(1);
      assertThat(memory.taken()).isPositive();
    } finally {
      node.destroy();
    }
  }

  @Test
  void an_import_that_does_not_fit_leaves_the_records_before_it() {
    createItems();
    load("tea");
    Catalogs node = node(table, feed, memory(DataSize.ofKilobytes(500)));
    try {
      assertThat(size(node)).isEqualTo(1);

      load(IntStream.range(0, 20_000).mapToObj("item-%d"::formatted).toArray(String[]::new));
      await().atMost(60, SECONDS).until(() -> node.failures().containsKey(group));
      assertThat(colour(node, "tea")).isEqualTo("imported");
    } finally {
      node.destroy();
    }
  }

  @Test
  void new_items_are_left_out_when_the_memory_is_full_and_known_ones_go_on() {
    createItems();
    put("tea", "green");
    CatalogMemory memory = memory(DataSize.ofKilobytes(200));
    Catalogs node = node(table, feed, memory);
    try {
      assertThat(size(node)).isEqualTo(1);
      for (int batch = 0; batch < 10; batch++) {
        int first = batch * 500;
        put(IntStream.range(first, first + 500)
            .mapToObj(item -> new DatasetRecord("item-" + item, "{}"))
            .toList());
      }

      assertThat(size(node)).isBetween(500, 4_500);
      assertThat(memory.taken()).isLessThanOrEqualTo(memory.limit());
      assertThat(node.failures().get(group)).contains("would take 1MB of memory");
      put("tea", "black");
      assertThat(colour(node, "tea")).isEqualTo("black");
    } finally {
      node.destroy();
    }
  }

  @Test
  void the_memory_of_a_deleted_dataset_is_for_those_that_did_not_fit() {
    createItems();
    load(IntStream.range(0, 3_000).mapToObj("item-%d"::formatted).toArray(String[]::new));
    shop.dataset(group, DatasetType.USERS, USERS);
    Arn users = group.sibling(ResourceType.DATASET, group.id() + "/USERS");
    put(
        numbers.of(users),
        IntStream.range(0, 5_000)
            .mapToObj(user -> new DatasetRecord("user-" + user, "{\"AGE\": 30}"))
            .toList());
    CatalogMemory memory = memory(DataSize.ofKilobytes(500));
    Catalogs node = node(table, feed, memory);
    try {
      assertThat(size(node)).isEqualTo(3_000);
      assertRefused(
          ErrorCode.LIMIT_EXCEEDED, users.toString(), () -> node.of(group, DatasetType.USERS));

      transaction.executeWithoutResult(status -> {
        table.clear(numbers.of(items));
        datasets.delete(datasets.lock(items));
        changes.announce(items);
      });
      await().atMost(60, SECONDS).until(() -> node.of(group, DatasetType.ITEMS).isEmpty());
      node.resync();
      await().atMost(60, SECONDS).until(() -> node.failures().isEmpty());
      assertThat(node.of(group, DatasetType.USERS).orElseThrow().size()).isEqualTo(5_000);
    } finally {
      node.destroy();
    }
  }

  private Catalogs node(RecordTable ofNode, RecordFeed feedOfNode) {
    return node(ofNode, feedOfNode, memory(null));
  }

  private Catalogs node(RecordTable ofNode, RecordFeed feedOfNode, CatalogMemory memory) {
    return new Catalogs(
        new CatalogDatasets(datasets, schemas, numbers, ofNode, memory), feedOfNode, changes);
  }

  private static CatalogMemory memory(@Nullable DataSize size) {
    return new CatalogMemory(new CatalogSettings(size));
  }

  /** Streams, and then waits before it is done. */
  private static final class SlowTable extends RecordTable {
    final CountDownLatch wasRead = new CountDownLatch(1);
    final CountDownLatch mayAnswer = new CountDownLatch(1);
    final AtomicInteger reads = new AtomicInteger();

    SlowTable(JdbcClient jdbc, JdbcTemplate statements, Copies copies) {
      super(jdbc, statements, copies);
    }

    @Override
    public void stream(int datasetId, Visitor visitor) {
      reads.incrementAndGet();
      super.stream(datasetId, visitor);
      wasRead.countDown();
      try {
        mayAnswer.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void createItems() {
    transaction.executeWithoutResult(status -> {
      shop.dataset(group, DatasetType.ITEMS, SCHEMA);
      changes.announce(items);
    });
  }

  /** What PutItems does on the first node. */
  private void put(String item, String colour) {
    put(List.of(new DatasetRecord(item, "{\"COLOUR\":\"%s\"}".formatted(colour))));
  }

  private void put(List<DatasetRecord> records) {
    put(numbers.of(items), records);
  }

  private void put(int dataset, List<DatasetRecord> records) {
    transaction.executeWithoutResult(
        status -> feed.announceAfterCommit(table.put(dataset, records, Instant.now())));
  }

  private void load(String... ids) {
    transaction.executeWithoutResult(status -> {
      try (RecordLoader loader = table.begin(numbers.hold(items), ImportMode.FULL, Instant.now())) {
        for (String id : ids) {
          loader.add(id, "{\"COLOUR\":\"imported\"}");
        }
        loader.finish();
      }
      changes.announce(items);
    });
  }

  private int size(Catalogs node) {
    return node.of(group, DatasetType.ITEMS).orElseThrow().size();
  }

  private @Nullable String colour(Catalogs node, String item) {
    RecordColumns records = node.of(group, DatasetType.ITEMS).orElseThrow();
    StringColumn colours = records.column("COLOUR", StringColumn.class).orElseThrow();
    return records.find(item).stream()
        .mapToObj(colours::text)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }
}
