// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openpersonalize.core.matrix.IdIndex;
import org.openpersonalize.core.matrix.Utf8Slice;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.wire.WireJson;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RecordColumnsTest {
  private static final DatasetSchema ITEMS = DatasetSchema.parse("""
      {"type":"record","name":"Items","namespace":"com.amazonaws.personalize.schema","version":"1.0","fields":[
        {"name":"ITEM_ID","type":"string"},
        {"name":"BRAND","type":["null","string"]},
        {"name":"GENRES","type":["null","string"],"categorical":true},
        {"name":"STOCK","type":["null","int"]},
        {"name":"CREATION_TIMESTAMP","type":["null","long"]},
        {"name":"PRICE","type":["null","float"]},
        {"name":"WEIGHT","type":["null","double"]},
        {"name":"NEW","type":["null","boolean"]},
        {"name":"DESCRIPTION","type":["null","string"],"textual":true}]}""", null);

  private static final int MANY = 1_000_000;

  @Test
  void each_kind_of_value_is_what_it_was() {
    RecordColumns items = table(Map.of("tea", """
        {"BRAND": "Ångström & Søn", "GENRES": "drink|hot||drink", "STOCK": -7, "CREATION_TIMESTAMP": 9007199254740993,
         "PRICE": 2.5, "WEIGHT": 1e300, "NEW": false, "DESCRIPTION": "Leaves.", "COLOUR": {"of": ["what"]}}"""));
    int tea = items.find("tea").orElseThrow();

    StringColumn brand = items.column("BRAND", StringColumn.class).orElseThrow();
    StringColumn genres = items.column("GENRES", StringColumn.class).orElseThrow();
    assertThat(brand.text(tea)).isEqualTo("Ångström & Søn");
    assertThat(brand.categoriesOf(brand.code(tea))).hasSize(1);
    assertThat(genres.text(tea)).isEqualTo("drink|hot||drink");
    assertThat(categories(genres, tea)).containsExactly("drink", "hot");
    assertThat(genres.findCategory("hot")).hasValue(1);
    assertThat(genres.findCategory("cold")).isEmpty();
    assertThat(number(items, "STOCK").integer(tea)).isEqualTo(-7);
    assertThat(number(items, "CREATION_TIMESTAMP").integer(tea)).isEqualTo(9007199254740993L);
    assertThat(number(items, "PRICE").number(tea)).isEqualTo(2.5);
    assertThat(number(items, "WEIGHT").number(tea)).isEqualTo(1e300);
    BooleanColumn isNew = items.column("NEW", BooleanColumn.class).orElseThrow();
    assertThat(isNew.isPresent(tea)).isTrue();
    assertThat(isNew.isTrue(tea)).isFalse();
    assertThat(items.column("DESCRIPTION", TextColumn.class).orElseThrow().text(tea))
        .isEqualTo("Leaves.");
    assertThat(items.column("ITEM_ID", StringColumn.class)).isEmpty();
    assertThat(items.column("PRICE", StringColumn.class)).isEmpty();
  }

  @Test
  void a_value_that_is_missing_or_of_another_type_is_not_there() {
    RecordColumns items = table(Map.of(
        "nothing", "{}",
        "nulls", """
        {"BRAND": null, "GENRES": null, "STOCK": null, "PRICE": null, "NEW": null, "DESCRIPTION": null}""",
        "strange", """
        {"BRAND": 1, "GENRES": ["a"], "STOCK": 2147483648, "CREATION_TIMESTAMP": 99999999999999999999, "PRICE": "1",
         "WEIGHT": true, "NEW": "true", "DESCRIPTION": {"a": {"b": 1}}}"""));

    for (Column column : items.columns()) {
      for (int row = 0; row < items.size(); row++) {
        assertThat(column.isPresent(row))
            .as(column.field() + " of " + items.id(row))
            .isFalse();
      }
    }
    assertThat(number(items, "STOCK").number(0)).isNaN();
    assertThat(number(items, "PRICE").number(0)).isNaN();
  }

  @Test
  void of_two_records_with_one_id_the_later_counts() {
    RecordColumnsBuilder builder = new RecordColumnsBuilder(ITEMS);
    add(builder, "tea", "{\"BRAND\": \"A\", \"STOCK\": 3}", 0);
    add(builder, "tea", "{\"BRAND\": \"B\"}", 0);
    RecordColumns items = builder.build();

    assertThat(items.size()).isEqualTo(1);
    assertThat(values(items, 0)).isEqualTo(Map.of("BRAND", "B"));
  }

  @Test
  void a_model_finds_the_rows_of_its_items() {
    RecordColumns items = table(new TreeMap<>(Map.of("mug", "{}", "tea", "{}")));

    assertThat(items.rowsOf(IdIndex.of(List.of("tea", "pot", "mug")))).containsExactly(1, -1, 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void puts_leave_what_a_map_would_hold_and_every_earlier_state_as_it_was(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, Map<String, Object>> model = new HashMap<>();
    RecordColumnsBuilder builder = new RecordColumnsBuilder(ITEMS);
    for (int n = 0; n < random.nextInt(3_000); n++) {
      String id = "item-" + random.nextInt(2_500);
      Map<String, Object> record = record(random);
      add(builder, id, json(record), 0);
      model.put(id, record);
    }
    LiveRecords live = new LiveRecords(builder.build());
    List<RecordColumns> states = new ArrayList<>();
    List<Map<String, Map<String, Object>>> models = new ArrayList<>();
    for (int n = 1; n <= 4_000; n++) {
      if (n % 500 == 1) {
        states.add(live.now());
        models.add(Map.copyOf(model));
      }
      String id = "item-" + random.nextInt(6_000);
      Map<String, Object> record = record(random);
      live.put(id, json(record), n);
      model.put(id, record);
    }
    states.add(live.now());
    models.add(model);

    for (int state = 0; state < states.size(); state++) {
      RecordColumns items = states.get(state);
      Map<String, Map<String, Object>> expected = models.get(state);
      assertThat(items.size()).isEqualTo(expected.size());
      expected.forEach((id, record) -> {
        int row = items.find(id).orElseThrow();
        assertThat(items.id(row)).isEqualTo(id);
        assertThat(values(items, row)).isEqualTo(record);
      });
      for (int other = 0; other < 6_000; other++) {
        String id = "item-" + other;
        assertThat(items.find(id).isPresent()).isEqualTo(expected.containsKey(id));
      }
    }
  }

  @Test
  void a_put_takes_no_more_room_than_it_was_said_to_and_texts_are_given_back() {
    SplittableRandom random = new SplittableRandom(3);
    LiveRecords live = new LiveRecords(table(Map.of()));
    for (int n = 1; n <= 5_000; n++) {
      String id = "item-" + random.nextInt(4_000);
      String properties = json(record(random));
      RecordColumns before = live.now();
      live.put(id, properties, n);

      assertThat(live.now().sizeInBytes())
          .isLessThanOrEqualTo(before.sizeInBytes() + before.roomFor(id, properties));
    }
    long prose = live.now().sizeInBytes();
    live.put("item-1", "{\"DESCRIPTION\": \"%s\"}".formatted("ü".repeat(1_000)), 5_001);
    live.put("item-1", "{}", 5_002);
    assertThat(live.now().sizeInBytes()).isLessThan(prose + 2_000);
  }

  @Test
  void a_put_that_is_older_than_what_is_there_changes_nothing() {
    RecordColumnsBuilder builder = new RecordColumnsBuilder(ITEMS);
    add(builder, "tea", "{\"STOCK\": 7}", 7);
    LiveRecords live = new LiveRecords(builder.build());

    live.put("tea", "{\"STOCK\": 5}", 5);
    live.put("mug", "{\"STOCK\": 9}", 9);
    live.put("mug", "{\"STOCK\": 8}", 8);

    assertThat(values(live.now(), 0)).isEqualTo(Map.of("STOCK", 7));
    assertThat(values(live.now(), 1)).isEqualTo(Map.of("STOCK", 9));
    live.put("tea", "{\"STOCK\": 10}", 10);
    assertThat(values(live.now(), 0)).isEqualTo(Map.of("STOCK", 10));
  }

  @Test
  void readers_see_whole_records_while_others_are_put() throws InterruptedException {
    LiveRecords live = new LiveRecords(table(Map.of()));
    AtomicBoolean done = new AtomicBoolean();
    Set<String> halves = new HashSet<>();
    Thread reader = new Thread(() -> {
      while (!done.get()) {
        RecordColumns items = live.now();
        for (int row = 0; row < items.size(); row++) {
          String stock = String.valueOf(number(items, "STOCK").integer(row));
          String brand = items.column("BRAND", StringColumn.class).orElseThrow().text(row);
          if (!stock.equals(brand) || items.find(items.id(row)).orElse(-1) != row) {
            halves.add(stock + "≠" + brand);
          }
        }
      }
    });
    reader.start();
    for (int n = 0; n < 20_000; n++) {
      live.put("item-" + n % 3_000, "{\"STOCK\": %1$d, \"BRAND\": \"%1$d\"}".formatted(n), n);
    }
    done.set(true);
    reader.join();

    assertThat(halves).isEmpty();
  }

  @Test
  void a_million_items_are_read_in_seconds_and_one_is_put_in_no_time() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    RecordColumnsBuilder builder = new RecordColumnsBuilder(ITEMS);
    for (int n = 0; n < MANY; n++) {
      add(
          builder,
          "item-" + n,
          """
          {"BRAND": "brand-%d", "GENRES": "genre-%d|genre-%d", "STOCK": %d, "CREATION_TIMESTAMP": %d, "PRICE": %d.5, "NEW": true}""".formatted(n % 5_000, n % 7, n % 11, n % 100, 1_700_000_000 + n, n % 1_000),
          0);
    }
    RecordColumns items = builder.build();
    Duration built = Duration.ofNanos(threads.getCurrentThreadCpuTime() - start);
    LiveRecords live = new LiveRecords(items);
    start = threads.getCurrentThreadCpuTime();
    for (int n = 0; n < 1_000; n++) {
      live.put("item-" + 997L * n, "{\"BRAND\": \"other\", \"STOCK\": 1}", 1);
    }
    Duration put = Duration.ofNanos(threads.getCurrentThreadCpuTime() - start).dividedBy(1_000);

    System.out.printf(
        "%,d items with 6 columns: %d ms with the text made for them, %,d bytes; a put takes %d µs%n",
        MANY, built.toMillis(), items.sizeInBytes(), put.toNanos() / 1_000);
    assertThat(items.sizeInBytes() / (double) MANY).isCloseTo(75, within(25.0));
    assertThat(built).isLessThan(Duration.ofSeconds(20));
    assertThat(put).isLessThan(Duration.ofMillis(2));
  }

  private static Map<String, Object> record(SplittableRandom random) {
    Map<String, Object> record = new HashMap<>();
    put(record, random, "BRAND", "brand-" + random.nextInt(3_000));
    put(record, random, "GENRES", "g" + random.nextInt(9) + "|g" + random.nextInt(9, 20));
    put(record, random, "STOCK", random.nextInt());
    put(record, random, "CREATION_TIMESTAMP", random.nextLong());
    put(record, random, "PRICE", (double) (float) random.nextDouble());
    put(record, random, "WEIGHT", random.nextDouble());
    put(record, random, "NEW", random.nextBoolean());
    put(record, random, "DESCRIPTION", "ü".repeat(random.nextInt(20)));
    return record;
  }

  private static void put(
      Map<String, Object> record, SplittableRandom random, String name, Object value) {
    if (random.nextInt(4) > 0) {
      record.put(name, value);
    }
  }

  /** A record's values, as a map has them. */
  private static Map<String, Object> values(RecordColumns items, int row) {
    Map<String, Object> values = new HashMap<>();
    for (Column column : items.columns()) {
      if (column.isPresent(row)) {
        values.put(column.field().name(), value(column, row));
      }
    }
    return values;
  }

  private static @Nullable Object value(Column column, int row) {
    if (column instanceof StringColumn strings) {
      if (column.field().categorical()) {
        assertThat(String.join("|", categories(strings, row))).isEqualTo(strings.text(row));
      }
      return strings.text(row);
    }
    if (column instanceof TextColumn texts) {
      return texts.text(row);
    }
    if (column instanceof BooleanColumn truths) {
      return truths.isTrue(row);
    }
    NumberColumn numbers = (NumberColumn) column;
    return switch (column.field().type()) {
      case INT -> (Object) (int) numbers.integer(row);
      case LONG -> (Object) numbers.integer(row);
      default -> (Object) numbers.number(row);
    };
  }

  private static List<String> categories(StringColumn column, int row) {
    return IntStream.of(column.categoriesOf(column.code(row)))
        .mapToObj(column::category)
        .toList();
  }

  private static NumberColumn number(RecordColumns items, String name) {
    return items.column(name, NumberColumn.class).orElseThrow();
  }

  private static String json(Map<String, Object> record) {
    return WireJson.mapper().writeValueAsString(record);
  }

  private static RecordColumns table(Map<String, String> records) {
    RecordColumnsBuilder builder = new RecordColumnsBuilder(ITEMS);
    records.forEach((id, properties) -> add(builder, id, properties, 0));
    return builder.build();
  }

  private static void add(
      RecordColumnsBuilder builder, String id, String properties, long version) {
    builder.add(Utf8Slice.of(id), Utf8Slice.of(properties), version);
  }
}
