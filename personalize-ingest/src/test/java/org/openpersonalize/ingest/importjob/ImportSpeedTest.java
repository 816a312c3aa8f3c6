// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.importjob;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.ingest.testing.IngestTestConfiguration;
import org.openpersonalize.ingest.testing.Shop;
import org.openpersonalize.store.catalog.DatasetImportJob;
import org.openpersonalize.store.catalog.DatasetImportJobRepository;
import org.openpersonalize.store.catalog.ImportMode;
import org.openpersonalize.store.testing.Turns;
import org.postgresql.PGConnection;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The yardstick of the import: Postgres' own COPY of the same CSV from memory, into a table without an index. An import
 * also reads from S3, checks every value, drops duplicates, indexes and attaches. Two such COPYs run side by side, since an
 * import keeps two processors busy too: a neighbour takes as much from the one as from the other.
 */
@SpringBootTest(classes = IngestTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class ImportSpeedTest {
  private static final int ROWS = 1_000_000;
  private static final double LIMIT = 3.5;

  @Autowired
  DatasetImporter importer;

  @Autowired
  DatasetImportJobRepository jobs;

  @Autowired
  TransactionTemplate transaction;

  @Autowired
  DataSource dataSource;

  @Autowired
  Shop shop;

  private final AtomicInteger tables = new AtomicInteger();

  @Test
  void a_million_interactions_are_imported_in_a_small_multiple_of_a_bare_copy() throws Exception {
    Arn dataset = shop.dataset(shop.group(), "Interactions", Shop.schema("Interactions", """
            {"name":"USER_ID","type":"string"},{"name":"ITEM_ID","type":"string"},{"name":"TIMESTAMP","type":"long"},
            {"name":"EVENT_TYPE","type":"string"},{"name":"EVENT_VALUE","type":["null","float"]}"""));
    String csv = csv();
    String location = shop.upload("million.csv", csv);
    byte[] bytes = csv.getBytes(StandardCharsets.UTF_8);

    AtomicInteger round = new AtomicInteger();
    Turns turns = Turns.untilAtMost(
        LIMIT,
        () -> Turns.sideBySide(() -> bareCopySeconds(bytes)),
        () -> importSeconds("round-" + round.getAndIncrement(), dataset, location));

    System.out.printf(
        "%,d interactions: bare COPY, once and alone, %.2f s, two side by side %.2f s, import %.2f s, %.1f times as long as two (best of %d)%n",
        ROWS,
        bareCopySeconds(bytes),
        turns.yardstick(),
        turns.measured(),
        turns.times(),
        turns.rounds());
    assertThat(turns.times()).isLessThanOrEqualTo(LIMIT);
  }

  private double bareCopySeconds(byte[] csv) throws SQLException, IOException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      String table = "bare_copy_" + tables.getAndIncrement();
      long start = System.nanoTime();
      statement.execute(
          "CREATE TABLE %s (user_id text, item_id text, \"timestamp\" bigint, event_type text, event_value float8)"
              .formatted(table));
      long rows = connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn(
              "COPY %s FROM STDIN (FORMAT csv, HEADER)".formatted(table),
              new ByteArrayInputStream(csv));
      connection.commit();
      double seconds = secondsSince(start);
      assertThat(rows).isEqualTo(ROWS);
      statement.execute("DROP TABLE " + table);
      connection.commit();
      return seconds;
    }
  }

  private double importSeconds(String name, Arn dataset, String location) {
    DatasetImportJob job = new DatasetImportJob(
        dataset.sibling(ResourceType.DATASET_IMPORT_JOB, name),
        name,
        dataset,
        new org.openpersonalize.store.catalog.DataSource(location),
        null,
        ImportMode.FULL,
        null,
        Instant.now());
    transaction.executeWithoutResult(status -> jobs.create(job));
    long start = System.nanoTime();
    importer.run(job.arn());
    double seconds = secondsSince(start);
    assertThat(jobs.get(job.arn()).status()).isEqualTo(Status.ACTIVE);
    return seconds;
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static String csv() {
    Random random = new Random(1);
    StringBuilder text = new StringBuilder("USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,EVENT_VALUE\n");
    for (int row = 0; row < ROWS; row++) {
      text.append("user").append(random.nextInt(100_000));
      text.append(",item").append(random.nextInt(20_000));
      text.append(',').append(1_600_000_000 + random.nextInt(100_000_000));
      text.append(random.nextInt(10) == 0 ? ",purchase," : ",view,");
      text.append(random.nextInt(10_000) / 100.0).append('\n');
    }
    return text.toString();
  }
}
