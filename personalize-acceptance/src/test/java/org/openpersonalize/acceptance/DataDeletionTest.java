// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import software.amazon.awssdk.services.personalize.model.DataDeletionJob;
import software.amazon.awssdk.services.personalize.model.ImportMode;
import software.amazon.awssdk.services.personalize.model.IngestionMode;
import software.amazon.awssdk.services.personalize.model.InvalidInputException;
import software.amazon.awssdk.services.personalize.model.InvalidNextTokenException;
import software.amazon.awssdk.services.personalize.model.ResourceNotFoundException;
import software.amazon.awssdk.services.personalizeevents.model.Event;
import software.amazon.awssdk.services.personalizeevents.model.User;
import software.amazon.awssdk.services.personalizeruntime.PersonalizeRuntimeClient;
import software.amazon.awssdk.services.personalizeruntime.model.PredictedItem;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Three customers of a real shop want to be forgotten, and are, wherever one looks; with {@code -Dtest.load=full} three who
 * rated films as well.
 */
@ExtendWith(SharedService.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class DataDeletionTest {
  private static final boolean IS_FULL = "full".equals(System.getProperty("test.load"));

  /** Fewer than by default: four models are trained, and it is not about how good they are. */
  private static final Map<String, String> FACTORS = Map.of("hidden_dimension", "32");

  private static final String ROLE = "arn:aws:iam::000000000000:role/deletions";
  private static final String MODELS = "personalize-models";

  private static final int FORGOTTEN = 3;

  private final ServiceProcess service;
  private final HttpClient http = HttpClient.newHttpClient();

  DataDeletionTest(ServiceProcess service) {
    this.service = service;
  }

  @ParameterizedTest
  @EnumSource
  void no_table_no_later_model_no_export_and_no_gateway_knows_the_users_any_more(DataSet data)
      throws IOException, InterruptedException {
    assumeThat(data.isPresent() && (IS_FULL || data == DataSet.ONLINE_RETAIL))
        .as("%s is here, and small enough or asked for", data)
        .isTrue();
    Shop shop = new Shop(service, "deletion-" + data.shopName());
    Map<String, String> datasets = new HashMap<>();
    List<String> forgotten = busiest(data);
    String mark = "forget-me-%d-".formatted(data.ordinal()); // in no other text
    for (String type : DataSet.TYPES) {
      List<String> lines = renamed(data, type, forgotten, mark);
      datasets.put(type, shop.createDataset(type, data.schema(type)));
      shop.importFile(
          datasets.get(type),
          shop.name() + "-" + type,
          ImportMode.FULL,
          shop.upload(type + ".csv", lines));
    }
    String user = mark + forgotten.get(0);
    putEventsAndUser(shop, datasets.get("users"), user, data);
    String knowing = shop.createVersion(
        shop.createSolution(shop.name() + "-segments", "aws-item-affinity", FACTORS));
    shop.awaitVersion(knowing);
    String solution = shop.createSolution(shop.name(), "aws-user-personalization", FACTORS);
    String version = shop.createVersion(solution);
    shop.awaitVersion(version);
    String campaign = shop.deploy(shop.name(), version, Map.of("explorationWeight", "0"));
    String before = export(shop, datasets.get("users"), "before");
    try (ServiceProcess other = service.startGatewayBeside()) {
      List<PersonalizeRuntimeClient> gateways = List.of(shop.runtime, other.runtime());
      gateways.forEach(each -> assertThat(recommended(each, campaign, user))
          .isNotEqualTo(recommended(each, campaign, "deletion-stranger")));
      JdbcClient jdbc = JdbcClient.create(service.database());
      await("requests are written down")
          .atMost(Duration.ofMinutes(1))
          .until(() -> new Column("recorded_request", "user_id", "text").has(jdbc, mark));
      assertThat(List.of(
              new Column("interaction", "user_id", "text"),
              new Column("interaction_event", "user_id", "text"),
              new Column("dataset_record", "record_id", "text")))
          .allMatch(column -> column.has(jdbc, mark));

      long stored = records(jdbc, mark);

      DataDeletionJob job = delete(shop, forgotten.stream().map(mark::concat).toList());

      assertThat(columns(jdbc, mark)).isEmpty();
      assertThat(job.numDeleted()).isEqualTo((int) stored + 1);
      gateways.forEach(each -> await("a gateway has forgotten")
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(() -> assertThat(recommended(each, campaign, user))
              .isEqualTo(recommended(each, campaign, "deletion-stranger"))));
      DocumentContext receipt = receipt(job.dataDeletionJobArn());
      assertThat(receipt.<Integer>read("$.receipt.users")).isEqualTo(FORGOTTEN);
      assertThat(receipt.<Integer>read("$.receipt.rowsDeleted.interaction")
              + receipt.<Integer>read("$.receipt.rowsDeleted.interaction_event")
              + receipt.<Integer>read("$.receipt.rowsDeleted.dataset_record"))
          .isEqualTo(job.numDeleted());
      assertThat(receipt.<Integer>read("$.receipt.rowsDeleted.recorded_request"))
          .isPositive();
      assertThat(receipt.<List<String>>read("$.receipt.gateways")).hasSizeGreaterThanOrEqualTo(2);
      assertThat(receipt.<List<String>>read("$.receipt.models[*].solutionVersionArn"))
          .containsExactly(knowing);
      assertThat(receipt.<List<Integer>>read("$.receipt.models[*].users"))
          .containsExactly(FORGOTTEN);
      assertThat(receipt.<List<String>>read("$.receipt.files")).containsExactly(before);
      assertThat(receipt.jsonString()).doesNotContain(mark);

      later(shop, datasets, knowing, solution, mark);
      System.out.printf(
          "Acceptance: %d of %s forgotten, with %d records; receipt %s%n",
          FORGOTTEN, data, job.numDeleted(), receipt.jsonString());
    }
  }

  /** What is made of the data from then on. */
  private void later(
      Shop shop, Map<String, String> datasets, String knowing, String solution, String mark) {
    Instant since = Instant.now().minusSeconds(2);
    String segments = knowing.substring(0, knowing.lastIndexOf('/'));
    List<String> versions = List.of(shop.createVersion(segments), shop.createVersion(solution));
    versions.forEach(shop::awaitVersion);
    List<S3Object> files =
        shop.s3.listObjectsV2Paginator(list -> list.bucket(MODELS)).contents().stream()
            .filter(file -> versions.stream()
                .anyMatch(
                    version -> file.key().startsWith(version.substring(version.indexOf('/') + 1))))
            .toList();
    assertThat(files)
        .hasSizeGreaterThan(versions.size())
        .allMatch(file -> file.lastModified().isAfter(since));
    assertThat(files).noneMatch(file -> text(shop, MODELS, file.key()).contains(mark));
    assertThat(files).anyMatch(file -> file.key().endsWith("users.ids"));
    for (String type : List.of("interactions", "users")) {
      String folder = export(shop, datasets.get(type), "after-" + type);
      String prefix = folder.substring("s3://%s/".formatted(Shop.BUCKET).length());
      List<S3Object> parts =
          shop.s3.listObjectsV2(list -> list.bucket(Shop.BUCKET).prefix(prefix)).contents();
      assertThat(parts).isNotEmpty();
      assertThat(parts).noneMatch(part -> text(shop, Shop.BUCKET, part.key()).contains(mark));
    }
  }

  @Test
  void what_cannot_be_is_refused() {
    Shop shop = new Shop(service, "deletion-refused");
    String group = shop.groupArn();
    assertThatThrownBy(() -> create(shop, group, "no spaces", "s3://personalize/a.csv"))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> create(shop, group + "X", "deletion-none", "s3://personalize/a.csv"))
        .isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(() -> describe(shop, group)).isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(() -> describe(shop, "no")).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(
            () -> shop.personalize.listDataDeletionJobs(list -> list.datasetGroupArn("no")))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> shop.personalize.listDataDeletionJobs(list -> list.nextToken("no")))
        .isInstanceOf(InvalidNextTokenException.class);
  }

  /** Those with most interactions. */
  private static List<String> busiest(DataSet data) {
    List<String> lines = data.lines("interactions");
    int column = List.of(lines.get(0).split(",")).indexOf("USER_ID");
    Map<String, Integer> counts = new HashMap<>();
    lines.stream().skip(1).forEach(line -> counts.merge(line.split(",")[column], 1, Integer::sum));
    return counts.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .limit(FORGOTTEN)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** A file of a fifth of all users, in which those who are to be forgotten have ids that nothing else is like. */
  private static List<String> renamed(DataSet data, String type, List<String> users, String mark) {
    List<String> lines = data.lines(type);
    int column = List.of(lines.get(0).split(",")).indexOf("USER_ID");
    if (column < 0) {
      return lines;
    }
    assertThat(column).as("so that no value before it has a comma").isZero();
    List<String> renamed = new ArrayList<>(List.of(lines.get(0)));
    for (String line : lines.subList(1, lines.size())) {
      String user = line.substring(0, line.indexOf(','));
      if (users.contains(user)) {
        renamed.add(mark + line);
      } else if (user.hashCode() % 5 == 0) {
        renamed.add(line);
      }
    }
    return renamed;
  }

  /** How many have such a user; one event that counts for such a user has none. */
  private static long records(JdbcClient jdbc, String mark) {
    return jdbc.sql("""
            SELECT (SELECT count(*) FROM interaction WHERE starts_with(user_id, :mark))
              + (SELECT count(*) FROM interaction_event WHERE starts_with(user_id, :mark))
              + (SELECT count(*) FROM dataset_record WHERE starts_with(record_id, :mark))
            """).param("mark", mark).query(Long.class).single();
  }

  private static void putEventsAndUser(Shop shop, String users, String user, DataSet data) {
    String tracker = shop.createTracker();
    List<String> items = Stream.of(
            data.lines("items").get(1), data.lines("items").get(2))
        .map(line -> line.split(",")[0])
        .toList();
    shop.events.putEvents(request -> request
        .trackingId(tracker)
        .sessionId("deletion-session")
        .eventList(event(items.get(0), 0)));
    shop.events.putEvents(request -> request
        .trackingId(tracker)
        .userId(user)
        .sessionId("deletion-session")
        .eventList(event(items.get(1), 1), event(items.get(0), 2)));
    shop.events.putUsers(request -> request
        .datasetArn(users)
        .users(User.builder().userId(user).properties(data.userProperties()).build()));
  }

  private static Event event(String item, int later) {
    return Event.builder()
        .eventType("click")
        .itemId(item)
        .sentAt(Instant.now().plusMillis(later))
        .build();
  }

  private static List<String> recommended(
      PersonalizeRuntimeClient gateway, String campaign, String user) {
    return gateway
        .getRecommendations(
            request -> request.campaignArn(campaign).userId(user).numResults(20))
        .itemList()
        .stream()
        .map(PredictedItem::itemId)
        .toList();
  }

  private static String create(Shop shop, String group, String name, String location) {
    return shop.personalize
        .createDataDeletionJob(job -> job.jobName(name)
            .datasetGroupArn(group)
            .dataSource(from -> from.dataLocation(location))
            .roleArn(ROLE))
        .dataDeletionJobArn();
  }

  private static DataDeletionJob delete(Shop shop, List<String> users) {
    List<String> lines = new ArrayList<>(List.of("USER_ID"));
    lines.addAll(users);
    String file = shop.upload("forget/these.csv", lines);
    String arn = create(
        shop,
        shop.groupArn(),
        shop.name(),
        file.substring(0, file.length() - "forget/these.csv".length()) + "forget/");
    Shop.eventually(
        "a deletion to end",
        () -> List.of("COMPLETED", "FAILED").contains(describe(shop, arn).status()));
    DataDeletionJob job = describe(shop, arn);
    assertThat(job.status()).as(job.failureReason()).isEqualTo("COMPLETED");
    assertThat(shop.personalize
            .listDataDeletionJobs(list -> list.datasetGroupArn(shop.groupArn()))
            .dataDeletionJobs())
        .singleElement()
        .satisfies(each -> {
          assertThat(each.dataDeletionJobArn()).isEqualTo(arn);
          assertThat(each.status()).isEqualTo("COMPLETED");
        });
    return job;
  }

  private static DataDeletionJob describe(Shop shop, String arn) {
    return shop.personalize
        .describeDataDeletionJob(job -> job.dataDeletionJobArn(arn))
        .dataDeletionJob();
  }

  private DocumentContext receipt(String job) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(
            service.endpoint().resolve("/data-deletion-receipt"))
        .header("Authorization", service.basicAuthorization())
        .header("Content-Type", "application/json")
        .POST(
            HttpRequest.BodyPublishers.ofString("{\"dataDeletionJobArn\": \"%s\"}".formatted(job)))
        .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JsonPath.parse(answer.body());
  }

  /** Exports everything and answers into which folder. */
  private static String export(Shop shop, String dataset, String name) {
    String folder = "s3://%s/%s/exports/%s/".formatted(Shop.BUCKET, shop.name(), name);
    String arn = shop.personalize
        .createDatasetExportJob(job -> job.jobName(shop.name() + "-" + name)
            .datasetArn(dataset)
            .ingestionMode(IngestionMode.ALL)
            .roleArn(ROLE)
            .jobOutput(out -> out.s3DataDestination(to -> to.path(folder))))
        .datasetExportJobArn();
    Shop.eventually(
        "an export to end",
        () -> shop.personalize
            .describeDatasetExportJob(job -> job.datasetExportJobArn(arn))
            .datasetExportJob()
            .status()
            .equals("ACTIVE"));
    return folder;
  }

  private static String text(Shop shop, String bucket, String key) {
    return new String(
        shop.s3.getObjectAsBytes(object -> object.bucket(bucket).key(key)).asByteArray(),
        StandardCharsets.ISO_8859_1);
  }

  private record Column(String table, String name, String type) {
    /** Does a text stand somewhere in it? */
    boolean has(JdbcClient jdbc, String text) {
      String column =
          (type.equals("bytea") ? "encode(\"%s\", 'escape')" : "\"%s\"::text").formatted(name);
      return jdbc.sql("SELECT EXISTS (SELECT FROM \"%s\" WHERE position(:text in %s) > 0)"
              .formatted(table, column))
          .param("text", text)
          .query(Boolean.class)
          .single();
    }
  }

  /** The columns of all tables in which a text stands somewhere, whatever their type is; reads all that all tests have stored. */
  private static List<String> columns(JdbcClient jdbc, String text) {
    return jdbc
        .sql("""
            SELECT table_name, column_name, data_type FROM information_schema.columns
            WHERE table_schema = 'public' AND data_type IN ('text', 'jsonb', 'bytea', 'ARRAY')
            ORDER BY table_name, column_name
            """)
        .query((row, number) -> new Column(row.getString(1), row.getString(2), row.getString(3)))
        .list()
        .stream()
        .filter(column -> column.has(jdbc, text))
        .map(column -> column.table() + "." + column.name())
        .toList();
  }
}
