// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.acceptance.ServiceProcess;
import org.openpersonalize.acceptance.Shop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import software.amazon.awssdk.services.personalize.model.DataDeletionJob;
import software.amazon.awssdk.services.personalize.model.DatasetExportJob;
import software.amazon.awssdk.services.personalize.model.ImportMode;
import software.amazon.awssdk.services.personalize.model.IngestionMode;
import software.amazon.awssdk.services.personalize.model.ResourceAlreadyExistsException;

/**
 * The service is killed at random moments while it writes a dataset into files and deletes users, as often in each part of the
 * time that both take.
 *
 * <p>{@code -Dcrash.seed=…} repeats the moments of a run, {@code -Dcrash.jobs.kills=…} says how many.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class KilledJobsTest {
  private static final Logger log = LoggerFactory.getLogger(KilledJobsTest.class);
  private static final int KILLS = Integer.getInteger("crash.jobs.kills", 3);
  private static final long SEED = Long.getLong("crash.seed", System.nanoTime() % 1_000_000);
  private static final String ROLE = "arn:aws:iam::000000000000:role/crash";
  private static final String BUCKET = "personalize";
  private static final int PURCHASES = 60_000;
  private static final int USERS_A_ROUND = 300;

  private ServiceProcess service;

  @BeforeEach
  void open() throws Exception {
    service = ServiceProcess.startQuickly();
  }

  @AfterEach
  void close() throws Exception {
    service.close();
  }

  @Test
  void no_kill_9_leaves_half_an_export_or_a_user_half_deleted() throws Exception {
    log.info("{} kills, seed {}", KILLS, SEED);
    LeavingShop shop = new LeavingShop(service);
    Random random = new Random(SEED);
    List<Duration> moments = Moments.of(undisturbed(shop), KILLS, random);
    List<String> interrupted = new ArrayList<>();
    for (int round = 1; round <= KILLS; round++) {
      Set<String> before = rows();
      Set<String> after = without(before, round);
      shop.start(round);
      Patience.pause(moments.get(round - 1));
      service.kill();

      String left = status("data_deletion_job");
      interrupted.add(left + " and " + status("dataset_export_job"));
      assertThat(rows()).isEqualTo(left.equals("COMPLETED") ? after : before);
      service.startAgain();

      DataDeletionJob deletion = shop.deletion(round);
      assertThat(deletion.numDeleted()).isEqualTo(before.size() - after.size());
      assertThat(rows()).isEqualTo(after);
      DatasetExportJob export = shop.export(round);
      assertThat(shop.exported(export)).isIn(before, after);
    }
    log.info("Killed where deletion and export were {}", interrupted);
  }

  private Duration undisturbed(LeavingShop shop) {
    long begun = System.nanoTime();
    shop.start(0);
    shop.deletion(0);
    shop.export(0);
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  private JdbcClient jdbc() {
    return JdbcClient.create(service.database());
  }

  /** Where the newest job of a kind is. */
  private String status(String table) {
    return jdbc()
        .sql("SELECT status FROM %s ORDER BY creation_date_time DESC LIMIT 1".formatted(table))
        .query(String.class)
        .single();
  }

  /** All that is stored, as a file has it. */
  private Set<String> rows() {
    return jdbc().sql("""
            SELECT concat_ws(',', user_id, item_id, "timestamp" / 1000) FROM interaction JOIN interaction_import USING (import_id)
            WHERE visible
            """).query(String.class).list().stream()
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> without(Set<String> rows, int round) {
    Set<String> gone = Set.copyOf(users(round));
    return rows.stream()
        .filter(row -> !gone.contains(row.substring(0, row.indexOf(','))))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> users(int round) {
    return IntStream.range(round * USERS_A_ROUND, (round + 1) * USERS_A_ROUND)
        .mapToObj(user -> "user-" + user)
        .toList();
  }

  /** Has one dataset, which it exports while it deletes users of it. */
  private static final class LeavingShop extends Shop {
    private final String interactions;
    private final String account;

    LeavingShop(ServiceProcess service) {
      super(service, "leaving");
      account = groupArn().substring(0, groupArn().indexOf("dataset-group/"));
      interactions = createDataset("Interactions", """
          {"type": "record", "name": "Interactions", "version": "1.0", "fields": [
            {"name": "USER_ID", "type": "string"}, {"name": "ITEM_ID", "type": "string"},
            {"name": "TIMESTAMP", "type": "long"}]}
          """);
      List<String> lines = new ArrayList<>(List.of("USER_ID,ITEM_ID,TIMESTAMP"));
      for (int n = 0; n < PURCHASES; n++) {
        Purchase purchase = Purchase.number(n);
        lines.add("%s,%s,%d".formatted(purchase.userId(), purchase.itemId(), purchase.second()));
      }
      importFile(interactions, "leaving", ImportMode.FULL, upload("all.csv", lines));
    }

    void start(int round) {
      List<String> lines = new ArrayList<>(List.of("USER_ID"));
      lines.addAll(users(round));
      String file = upload("users-%d.csv".formatted(round), lines);
      once(() -> personalize.createDatasetExportJob(job -> job.jobName("export-" + round)
          .datasetArn(interactions)
          .ingestionMode(IngestionMode.ALL)
          .roleArn(ROLE)
          .jobOutput(out -> out.s3DataDestination(to -> to.path(folder(round))))));
      once(() -> personalize.createDataDeletionJob(job -> job.jobName("deletion-" + round)
          .datasetGroupArn(groupArn())
          .dataSource(from -> from.dataLocation(file))
          .roleArn(ROLE)));
    }

    private static String folder(int round) {
      return "s3://%s/exports/%d/".formatted(BUCKET, round);
    }

    private static void once(Runnable create) {
      try {
        create.run();
      } catch (ResourceAlreadyExistsException theAnswerWasLost) {
        // It is there, which is all that was wanted.
      }
    }

    DataDeletionJob deletion(int round) {
      String arn = account + "data-deletion-job/deletion-" + round;
      Patience.await(
          "deletion %d".formatted(round), () -> describe(arn).status().equals("COMPLETED"));
      return describe(arn);
    }

    private DataDeletionJob describe(String arn) {
      return Patience.insist(() -> personalize
          .describeDataDeletionJob(job -> job.dataDeletionJobArn(arn))
          .dataDeletionJob());
    }

    DatasetExportJob export(int round) {
      String arn = account + "dataset-export-job/export-" + round;
      Patience.await("export %d".formatted(round), () -> exportJob(arn).status().equals("ACTIVE"));
      return exportJob(arn);
    }

    private DatasetExportJob exportJob(String arn) {
      return Patience.insist(() -> personalize
          .describeDatasetExportJob(job -> job.datasetExportJobArn(arn))
          .datasetExportJob());
    }

    /** The records of all files of an export, of which none comes twice. */
    Set<String> exported(DatasetExportJob job) {
      String prefix = job.jobOutput()
          .s3DataDestination()
          .path()
          .substring("s3://%s/".formatted(BUCKET).length());
      List<String> records =
          s3.listObjectsV2(list -> list.bucket(BUCKET).prefix(prefix)).contents().stream()
              .flatMap(
                  file -> s3.getObjectAsBytes(object -> object.bucket(BUCKET).key(file.key()))
                      .asString(StandardCharsets.UTF_8)
                      .lines()
                      .skip(1))
              .toList();
      Set<String> different = new TreeSet<>(records);
      assertThat(different).hasSameSizeAs(records);
      return different;
    }
  }
}
