// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.catalog.RecordColumnsBuilder;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.Field;
import org.openpersonalize.store.catalog.ImportMode;
import org.openpersonalize.store.testing.StoreTestConfiguration;
import org.openpersonalize.store.testing.Turns;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * From Postgres to a table in memory, against a COPY of the same rows that are thrown away: the faster of the text and the
 * binary one, two of them side by side, since a reader keeps two processors busy too. Whoever reads also puts the rows in
 * order, to find the newer of two with one id, parses JSON and numbers the texts.
 */
@SpringBootTest(classes = StoreTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class RecordReadSpeedTest {
  private static final int DATASET = 7_001;
  private static final int ITEMS = Integer.getInteger("read.items", 100_000);

  /** What holds on a machine that is busy with other builds as well; see docs/benchmarks.md for a quiet one. */
  private static final double MOST = 4;

  private static final DatasetSchema SCHEMA = DatasetSchema.parse("""
      {"type":"record","name":"Items","namespace":"com.amazonaws.personalize.schema","version":"1.0","fields":[
        {"name":"ITEM_ID","type":"string"},
        {"name":"GENRES","type":["null","string"],"categorical":true},
        {"name":"CATEGORY_L1","type":["null","string"],"categorical":true},
        {"name":"CATEGORY_L2","type":["null","string"],"categorical":true},
        {"name":"BRAND","type":["null","string"],"categorical":true},
        {"name":"COLOUR","type":["null","string"],"categorical":true},
        {"name":"CREATION_TIMESTAMP","type":["null","long"]},
        {"name":"STOCK","type":["null","int"]},
        {"name":"PRICE","type":["null","float"]},
        {"name":"WEIGHT","type":["null","double"]},
        {"name":"NEW","type":["null","boolean"]}]}""", null);

  @Autowired
  RecordTable table;

  @Autowired
  TransactionTemplate transaction;

  @Autowired
  DataSource dataSource;

  @AfterEach
  void clear() {
    transaction.executeWithoutResult(status -> table.clear(DATASET));
  }

  @Test
  void records_are_read_into_columns_in_a_small_multiple_of_a_bare_copy() throws Exception {
    load();
    RecordColumns items = read(field -> true);
    Turns turns = Turns.untilAtMost(
        MOST,
        () -> Math.min(
            Turns.sideBySide(() -> bareCopySeconds("text")),
            Turns.sideBySide(() -> bareCopySeconds("binary"))),
        this::readSeconds);

    double categorical = bytesAColumn(Field::categorical);
    System.out.printf(
        "%,d items with 10 columns: bare COPY, once and alone, %.2f s, two side by side %.2f s, read %.2f s, %.1f times as long as two (best of %d);"
            + " %,d bytes, %.1f bytes an item and categorical column%n",
        ITEMS,
        Math.min(bareCopySeconds("text"), bareCopySeconds("binary")),
        turns.yardstick(),
        turns.measured(),
        turns.times(),
        turns.rounds(),
        items.sizeInBytes(),
        categorical);
    assertThat(items.size()).isEqualTo(ITEMS);
    assertThat(categorical).isLessThan(40);
    assertThat(turns.times()).isLessThanOrEqualTo(MOST);
  }

  private double readSeconds() {
    long start = System.nanoTime();
    assertThat(read(field -> true).size()).isEqualTo(ITEMS);
    return secondsSince(start);
  }

  private RecordColumns read(Predicate<Field> wanted) {
    RecordColumnsBuilder builder = new RecordColumnsBuilder(SCHEMA, wanted);
    table.stream(DATASET, builder::add);
    return builder.build();
  }

  /** Bytes that a table has more for columns of a kind, by items and columns. */
  private double bytesAColumn(Predicate<Field> wanted) {
    RecordColumns with = read(wanted);
    RecordColumns without = read(field -> false);
    return (double) (with.sizeInBytes() - without.sizeInBytes())
        / with.size()
        / with.columns().size();
  }

  private double bareCopySeconds(String format) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      long start = System.nanoTime();
      CopyOut copy = connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyOut(
              "COPY (SELECT record_id, properties FROM dataset_record WHERE dataset_id = %d) TO STDOUT (FORMAT %s)"
                  .formatted(DATASET, format));
      long rows = 0;
      while (copy.readFromCopy() != null) {
        rows++;
      }
      assertThat(rows).isGreaterThanOrEqualTo(ITEMS);
      return secondsSince(start);
    }
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private void load() {
    SplittableRandom random = new SplittableRandom(1);
    transaction.executeWithoutResult(status -> {
      try (RecordLoader loader = table.begin(DATASET, ImportMode.FULL, Instant.now())) {
        for (int item = 0; item < ITEMS; item++) {
          loader.add("item-" + item, properties(random));
        }
        loader.finish();
      }
    });
  }

  private static String properties(SplittableRandom random) {
    int branch = random.nextInt(20);
    return """
        {"GENRES": "genre-%d|genre-%d", "CATEGORY_L1": "category-%d", "CATEGORY_L2": "category-%d-%d", "BRAND": "brand-%d", \
        "COLOUR": "colour-%d", "CREATION_TIMESTAMP": %d, "STOCK": %d, "PRICE": %d.99, "WEIGHT": %d.5, "NEW": %b}""".formatted(
            random.nextInt(20),
            random.nextInt(20, 40),
            branch,
            branch,
            random.nextInt(30),
            random.nextInt(5_000),
            random.nextInt(12),
            1_600_000_000 + random.nextInt(100_000_000),
            random.nextInt(200),
            random.nextInt(500),
            random.nextInt(50),
            random.nextBoolean());
  }
}
