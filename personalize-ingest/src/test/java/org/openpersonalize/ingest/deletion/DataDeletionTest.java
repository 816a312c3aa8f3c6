// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.deletion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openpersonalize.core.resource.ErrorCode.INVALID_INPUT;
import static org.openpersonalize.core.resource.ErrorCode.LIMIT_EXCEEDED;
import static org.openpersonalize.core.resource.ErrorCode.RESOURCE_ALREADY_EXISTS;
import static org.openpersonalize.core.resource.ErrorCode.RESOURCE_IN_USE;
import static org.openpersonalize.core.resource.ErrorCode.RESOURCE_NOT_FOUND;
import static org.openpersonalize.ingest.testing.Shop.assertRefused;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.ingest.dataset.DatasetGroupService;
import org.openpersonalize.ingest.dataset.DatasetGroupService.DeleteDatasetGroup;
import org.openpersonalize.ingest.deletion.DataDeletionService.CreateDataDeletionJob;
import org.openpersonalize.ingest.deletion.DataDeletionService.DataDeletionJobSummary;
import org.openpersonalize.ingest.deletion.DataDeletionService.DescribeDataDeletionJob;
import org.openpersonalize.ingest.deletion.DataDeletionService.GetDataDeletionReceipt;
import org.openpersonalize.ingest.deletion.DataDeletionService.ListDataDeletionJobs;
import org.openpersonalize.ingest.event.EventService;
import org.openpersonalize.ingest.event.EventService.ActionInteraction;
import org.openpersonalize.ingest.event.EventService.EventInput;
import org.openpersonalize.ingest.event.EventService.PutActionInteractions;
import org.openpersonalize.ingest.event.EventService.PutEvents;
import org.openpersonalize.ingest.event.RecordService;
import org.openpersonalize.ingest.event.RecordService.PutUsers;
import org.openpersonalize.ingest.event.RecordService.User;
import org.openpersonalize.ingest.testing.IngestTestConfiguration;
import org.openpersonalize.ingest.testing.Shop;
import org.openpersonalize.store.catalog.DataDeletionJob;
import org.openpersonalize.store.catalog.DataDeletionJobRepository;
import org.openpersonalize.store.catalog.DataSource;
import org.openpersonalize.store.catalog.DatasetNumbers;
import org.openpersonalize.store.catalog.DatasetRepository;
import org.openpersonalize.store.catalog.ImportMode;
import org.openpersonalize.store.deletion.DeletionReceipt;
import org.openpersonalize.store.interaction.InteractionTable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.node.JsonNodeFactory;

@SpringBootTest(classes = IngestTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class DataDeletionTest {
  private static final String ROLE = "arn:aws:iam::000000000000:role/deletions";
  private static final long NOON = 1_700_000_000L;
  private static final String ACTION_INTERACTIONS = Shop.schema("ActionInteractions", """
      {"name":"USER_ID","type":"string"},
      {"name":"ACTION_ID","type":"string"},
      {"name":"EVENT_TYPE","type":"string"},
      {"name":"TIMESTAMP","type":"long"}""");

  @Autowired
  DataDeletionService deletions;

  @Autowired
  DataDeletionJobRepository jobs;

  @Autowired
  DatasetGroupService groups;

  @Autowired
  DatasetRepository datasets;

  @Autowired
  DatasetNumbers numbers;

  @Autowired
  InteractionTable interactionTable;

  @Autowired
  EventService events;

  @Autowired
  RecordService records;

  @Autowired
  TransactionTemplate transaction;

  @Autowired
  JdbcClient jdbc;

  @Autowired
  Shop shop;

  /** In no column of any table of before. */
  private final String gone = "gone-" + UUID.randomUUID().toString().substring(0, 13);

  private final String folder = UUID.randomUUID() + "/";
  private Arn group;
  private Arn interactions;
  private Arn users;
  private String tracker;

  @BeforeEach
  void openShop() {
    group = shop.group();
    interactions = shop.dataset(group, "Interactions", Shop.INTERACTIONS);
    users = shop.dataset(group, "Users", Shop.USERS);
    tracker = shop.tracker(group).trackingId();
  }

  @Test
  void nothing_is_left_in_any_table_and_of_others_nothing_is_gone() {
    importInteractions();
    shop.importData(
        users,
        ImportMode.FULL,
        shop.upload(
            folder + "users.csv", "USER_ID,AGE\n%s,10\nstays,%s\nu1,30\n".formatted(gone, gone)));
    records.putUsers(new PutUsers(users, List.of(new User(gone, json("{\"age\":11}")))));
    Arn actions = shop.dataset(group, "Action_Interactions", ACTION_INTERACTIONS);
    events.putActionInteractions(new PutActionInteractions(
        datasets.get(actions).trackingId(), List.of(taken(gone), taken("stays"))));
    put(gone, "s1", "e1", NOON);
    put("stays", "s2", "e2", NOON);
    assertThat(columnsWith(gone))
        .contains(
            "interaction.user_id",
            "interaction_event.user_id",
            "dataset_record.record_id",
            "import_outcome.examples");

    DataDeletionJob job = delete("USER_ID\n" + gone + "\nnever-seen\n" + gone + "\n");

    assertThat(job.status()).as(job.failureReason()).isEqualTo(Status.COMPLETED);
    assertThat(columnsWith(gone)).isEmpty();
    assertThat(job.numDeleted()).isEqualTo(3 + 2 + 2);
    DeletionReceipt receipt = receipt(job.arn());
    assertThat(receipt.users()).isEqualTo(2);
    assertThat(receipt.rowsDeleted())
        .isEqualTo(Map.of(
            "interaction", 3L,
            "interaction_event", 2L,
            "dataset_record", 2L,
            "recorded_request", 0L,
            "import_outcome", 1L,
            "dataset_import_job", 0L));
    assertThat(receipt.gateways()).isNotEmpty();
    assertThat(receipt.models()).isEmpty();
    assertThat(interactionTable.count(numbers.of(interactions)))
        .as("imported and put, as counts without reading have it")
        .isEqualTo(1_000 + 1);
    assertThat(jdbc.sql(
                "SELECT count(*) FROM interaction JOIN interaction_import USING (import_id) WHERE dataset_id = ?")
            .param(numbers.of(interactions))
            .query(Long.class)
            .single())
        .isEqualTo(1_000);
    assertThat(recordIds(users)).containsExactly("stays", "u1");
    assertThat(eventIds(actions)).containsExactly("taken-by-stays");
  }

  @Test
  void anonymous_visits_go_with_the_user_they_count_for() {
    put(null, "alone", "before", NOON);
    put(gone, "alone", "own", NOON + 1);
    put(null, "alone", "after", NOON + 2);
    put(null, "shared", "of-gone", NOON);
    put(gone, "shared", "own-too", NOON + 1);
    put(null, "shared", "of-other", NOON + 2);
    put("other", "shared", "of-other-too", NOON + 3);
    put(null, "shared", "of-nobody", NOON + 4);
    put(null, gone, "session-named-so", NOON);
    put("other", gone, "other-in-a-session-named-so", NOON);
    put(null, "elsewhere", "stranger", NOON);

    DataDeletionJob job = delete("USER_ID\n" + gone + "\n");

    assertThat(job.status()).as(job.failureReason()).isEqualTo(Status.COMPLETED);
    assertThat(eventIds(interactions))
        .containsExactly(
            "of-nobody", "of-other", "of-other-too", "other-in-a-session-named-so", "stranger");
    assertThat(columnsWith(gone)).isEmpty();
    assertThat(job.numDeleted()).as("one of them was changed").isEqualTo(6 + 1);
  }

  @Test
  void files_of_a_folder_and_of_those_in_it_are_read_and_no_others() {
    for (String user : List.of("a", "b", "c")) {
      put(gone + user, "s", user, NOON);
    }
    shop.upload(folder + "d/a.csv", "USER_ID\n" + gone + "a\n");
    shop.upload(folder + "d/deep/er/b.CSV", "user_id\n\"" + gone + "b\"\n");
    shop.upload(folder + "d/c.txt", "USER_ID\n" + gone + "c\n");

    DataDeletionJob job = deleteAt("s3://shop-data/" + folder + "d/");

    assertThat(job.status()).as(job.failureReason()).isEqualTo(Status.COMPLETED);
    assertThat(eventIds(interactions)).containsExactly("c");
  }

  @Test
  void the_same_users_of_another_dataset_group_stay() {
    Arn other = shop.group();
    Arn otherUsers = shop.dataset(other, "Users", Shop.USERS);
    records.putUsers(new PutUsers(otherUsers, List.of(new User(gone, json("{}")))));

    DataDeletionJob job = delete("USER_ID\n" + gone + "\n");

    assertThat(job.numDeleted()).isZero();
    assertThat(recordIds(otherUsers)).containsExactly(gone);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`USER_ID,AGE\nGONE,3\n` | line 1: the header is 'USER_ID,AGE', but must be USER_ID and nothing else",
        "`ID\nGONE\n`            | line 1: the header is 'ID', but must be USER_ID and nothing else",
        "`USER_ID\nGONE\na,b\n`  | line 3: 2 values, but the header names 1 columns"
      })
  void a_file_of_another_form_fails_the_job_and_deletes_nothing(String file, String reason) {
    put(gone, "s", "e", NOON);

    DataDeletionJob job = delete(file.replace("GONE", gone));

    assertThat(job.status()).isEqualTo(Status.FAILED);
    assertThat(job.failureReason()).contains(reason);
    assertThat(job.numDeleted()).isNull();
    assertThat(eventIds(interactions)).containsExactly("e");
    assertRefused(RESOURCE_IN_USE, () -> receipt(job.arn()))
        .hasMessageContaining("There is a receipt when it is COMPLETED");
  }

  @Test
  void a_place_without_files_fails_the_job() {
    DataDeletionJob nothing = deleteAt("s3://shop-data/" + folder + "nothing/");
    DataDeletionJob lost = deleteAt("s3://shop-data/" + folder + "lost.csv");
    DataDeletionJob nowhere = deleteAt("s3://no-such-bucket/a.csv");

    assertThat(List.of(nothing, lost, nowhere))
        .allMatch(job -> job.status() == Status.FAILED)
        .allMatch(job -> String.valueOf(job.failureReason()).startsWith("Invalid Data location. "));
    assertThat(nothing.failureReason()).contains("There is no .csv file in");
    assertThat(lost.failureReason()).contains("There is no object");
  }

  @Test
  void what_cannot_be_is_refused() {
    DataSource file = new DataSource("s3://shop-data/users.csv");
    assertRefused(INVALID_INPUT, () -> create(group, "models", "s3://personalize-models/a.csv"));
    assertRefused(
        RESOURCE_NOT_FOUND,
        () -> create(group.sibling(ResourceType.DATASET_GROUP, "none"), "x", file.dataLocation()));
    String name = "twice-" + UUID.randomUUID();
    create(group, name, file.dataLocation());
    assertRefused(RESOURCE_ALREADY_EXISTS, () -> create(group, name, file.dataLocation()));
    Arn other = shop.group();
    for (int n = 0; n < 5; n++) {
      waiting(other, n);
    }
    assertRefused(
            LIMIT_EXCEEDED, () -> create(other, "sixth-" + UUID.randomUUID(), file.dataLocation()))
        .hasMessageContaining("More than 5");
    assertRefused(RESOURCE_IN_USE, () -> groups.delete(new DeleteDatasetGroup(other)))
        .hasMessageContaining("Wait until its data deletion jobs have ended");
  }

  @Test
  void lists_begin_with_the_newest() {
    Arn other = shop.group();
    for (int n = 0; n < 4; n++) {
      waiting(other, n);
    }

    var first = deletions.list(new ListDataDeletionJobs(other, null, 3));
    var second = deletions.list(new ListDataDeletionJobs(other, first.nextToken(), 3));

    assertThat(first.dataDeletionJobs())
        .extracting(DataDeletionJobSummary::jobName)
        .containsExactly("waits-3", "waits-2", "waits-1");
    assertThat(second.dataDeletionJobs())
        .extracting(DataDeletionJobSummary::jobName)
        .containsExactly("waits-0");
    assertThat(second.nextToken()).isNull();
  }

  /** A job that nobody does. */
  private void waiting(Arn ofGroup, int n) {
    transaction.executeWithoutResult(status -> jobs.create(new DataDeletionJob(
        ofGroup.sibling(ResourceType.DATA_DELETION_JOB, "waits-" + UUID.randomUUID()),
        "waits-" + n,
        ofGroup,
        new DataSource("s3://shop-data/users.csv"),
        ROLE,
        Instant.ofEpochSecond(NOON + n))));
  }

  /** Three of 1,003 interactions are of the user who goes. */
  private void importInteractions() {
    StringBuilder file =
        new StringBuilder("USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,EVENT_VALUE,NUM_RATINGS,DEVICE\n");
    for (int n = 0; n < 1_003; n++) {
      file.append(
          "%s,i%d,%d,view,,,\n".formatted(n % 400 == 0 ? gone : "u" + n % 7, n % 5, NOON - n));
    }
    var imported = shop.importData(
        interactions, ImportMode.FULL, shop.upload(folder + "a.csv", file.toString()));
    assertThat(imported.status()).as(imported.failureReason()).isEqualTo(Status.ACTIVE);
  }

  private void put(@Nullable String user, String session, String eventId, long seconds) {
    events.put(new PutEvents(
        tracker,
        user,
        session,
        List.of(new EventInput(
            eventId, "view", null, "i1", null, Instant.ofEpochSecond(seconds), null, null, null))));
  }

  private static ActionInteraction taken(String user) {
    return new ActionInteraction(
        "a1",
        user,
        "session-of-" + user,
        Instant.ofEpochSecond(NOON),
        "Taken",
        "taken-by-" + user,
        null,
        null,
        null);
  }

  private static tools.jackson.databind.JsonNode json(String properties) {
    return JsonNodeFactory.instance.stringNode(properties);
  }

  private Arn create(Arn ofGroup, String name, String location) {
    return deletions
        .create(new CreateDataDeletionJob(name, ofGroup, new DataSource(location), ROLE, null))
        .dataDeletionJobArn();
  }

  private DataDeletionJob delete(String file) {
    return deleteAt(shop.upload(folder + "gone.csv", file));
  }

  private DataDeletionJob deleteAt(String location) {
    Arn job = create(group, "deletion-" + UUID.randomUUID(), location);
    return Shop.await(() -> {
      DataDeletionJob now = deletions.describe(new DescribeDataDeletionJob(job)).dataDeletionJob();
      return now.status().isSettled() ? now : null;
    });
  }

  private DeletionReceipt receipt(Arn job) {
    return deletions.receipt(new GetDataDeletionReceipt(job)).receipt();
  }

  private List<String> recordIds(Arn dataset) {
    return jdbc.sql(
            "SELECT DISTINCT record_id FROM dataset_record WHERE dataset_id = ? ORDER BY record_id")
        .param(numbers.of(dataset))
        .query(String.class)
        .list();
  }

  private List<String> eventIds(Arn dataset) {
    return jdbc.sql("SELECT event_id FROM interaction_event WHERE dataset_id = ? ORDER BY event_id")
        .param(numbers.of(dataset))
        .query(String.class)
        .list();
  }

  /** The columns of all tables in which a text stands somewhere, whatever their type is. */
  private List<String> columnsWith(String text) {
    List<String> found = new ArrayList<>();
    jdbc.sql("""
            SELECT table_name, column_name, data_type FROM information_schema.columns
            WHERE table_schema = 'public' AND data_type IN ('text', 'jsonb', 'bytea', 'ARRAY')
            ORDER BY table_name, column_name
            """).query(row -> {
      String column = row.getString(2);
      String value = row.getString(3).equals("bytea")
          ? "encode(\"%s\", 'escape')".formatted(column)
          : "\"%s\"::text".formatted(column);
      if (jdbc.sql("SELECT EXISTS (SELECT FROM \"%s\" WHERE position(:text in %s) > 0)"
              .formatted(row.getString(1), value))
          .param("text", text)
          .query(Boolean.class)
          .single()) {
        found.add(row.getString(1) + "." + column);
      }
    });
    return found;
  }
}
