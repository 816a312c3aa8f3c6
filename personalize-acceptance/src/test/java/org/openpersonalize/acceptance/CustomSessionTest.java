// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openpersonalize.acceptance.conformance.LifeCycle;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.personalize.PersonalizeClient;
import software.amazon.awssdk.services.personalize.model.ImportMode;
import software.amazon.awssdk.services.personalize.model.InvalidInputException;
import software.amazon.awssdk.services.personalize.model.MetricAttribute;
import software.amazon.awssdk.services.personalize.model.Recipe;
import software.amazon.awssdk.services.personalize.model.RecipeSummary;
import software.amazon.awssdk.services.personalize.model.Solution;
import software.amazon.awssdk.services.personalize.model.SolutionVersionSummary;
import software.amazon.awssdk.services.personalize.model.Tag;
import software.amazon.awssdk.services.personalizeevents.PersonalizeEventsClient;
import software.amazon.awssdk.services.personalizeevents.model.Event;
import software.amazon.awssdk.services.personalizeevents.model.Item;
import software.amazon.awssdk.services.personalizeevents.model.User;
import software.amazon.awssdk.services.personalizeruntime.PersonalizeRuntimeClient;
import software.amazon.awssdk.services.personalizeruntime.model.GetRecommendationsResponse;
import software.amazon.awssdk.services.personalizeruntime.model.PredictedItem;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A session as teams run it with recipes of their choice, to the last deletion: personalization that explores and knows the time of
 * day, what trends, segments, what comes of it, and a catalogue that gets a column meanwhile. The rows are the first of Online
 * Retail.
 */
@ExtendWith(SharedService.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class CustomSessionTest {
  private static final DataSet DATA = DataSet.ONLINE_RETAIL;
  private static final String NAME = "session-own";
  private static final int ROWS = 4_000;
  private static final String PERSONAL = "aws-user-personalization";
  private static final String TRENDING = "aws-trending-now";
  private static final String SEGMENTS = "aws-item-affinity";
  private static final String CUSTOMER = "17850";
  private static final String INTERACTIONS = """
      {"type": "record", "name": "Interactions", "namespace": "com.amazonaws.personalize.schema", "version": "1.0", "fields": [
        {"name": "USER_ID", "type": "string"}, {"name": "ITEM_ID", "type": "string"},
        {"name": "TIMESTAMP", "type": "long"}, {"name": "EVENT_TYPE", "type": "string"},
        {"name": "TIME_OF_DAY", "type": "string", "categorical": true}]}
      """;

  private final PersonalizeClient personalize;
  private final PersonalizeRuntimeClient runtime;
  private final PersonalizeEventsClient events;
  private final S3Client s3;
  private final Watch watch = new Watch();
  private final Map<String, String> datasets = new LinkedHashMap<>();
  private final Map<String, String> solutions = new LinkedHashMap<>();
  private final Map<String, String> versions = new LinkedHashMap<>();
  private final Map<String, String> campaigns = new LinkedHashMap<>();
  private Script script;
  private String trackingId;
  private String attribution;

  CustomSessionTest(ServiceProcess service) {
    this.personalize = service.personalize();
    this.runtime = service.runtime();
    this.events = service.events();
    this.s3 = service.s3();
  }

  @BeforeAll
  void data_come_in() {
    script = new Script(personalize, watch, NAME, null);
    List<String> lines =
        new ArrayList<>(List.of("USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,TIME_OF_DAY"));
    DATA.lines("interactions").stream()
        .skip(1)
        .limit(ROWS)
        .map(line -> line.split(","))
        .forEach(cells -> lines.add("%s,%s,%s,%s,%s"
            .formatted(cells[0], cells[1], cells[2], cells[3], timeOfDay(cells[2]))));
    List<String> imports = List.of(
        load("interactions", INTERACTIONS, lines),
        load("items", DATA.schema("items"), DATA.lines("items")),
        load("users", DATA.schema("users"), DATA.lines("users")));
    imports.forEach(script::awaitImport);
    for (String recipe : List.of(PERSONAL, TRENDING, SEGMENTS)) {
      solutions.put(recipe, script.solution(recipe));
      versions.put(recipe, script.version(solutions.get(recipe)));
    }
  }

  private static String timeOfDay(String epochSeconds) {
    int hour = Instant.ofEpochSecond(Long.parseLong(epochSeconds))
        .atOffset(ZoneOffset.UTC)
        .getHour();
    return hour < 12 ? "morning" : "afternoon";
  }

  private String load(String type, String avro, List<String> lines) {
    datasets.put(type, script.dataset(type, script.schema(type, avro)));
    return script.importJob(type, datasets.get(type), upload(type + ".csv", lines));
  }

  private String upload(String file, List<String> lines) {
    String key = "%s/%s".formatted(NAME, file);
    s3.putObject(
        object -> object.bucket(Shop.BUCKET).key(key),
        RequestBody.fromString(String.join("\n", lines)));
    return "s3://%s/%s".formatted(Shop.BUCKET, key);
  }

  @Test
  @Order(1)
  void three_versions_are_trained_and_one_is_stopped_before_its_turn() {
    String unwanted = script.version(solutions.get(PERSONAL));
    personalize.stopSolutionVersionCreation(request -> request.solutionVersionArn(unwanted));
    watch.await(LifeCycle.SOLUTION_VERSION, () -> script.versionStatus(unwanted), "CREATE STOPPED");

    versions.values().forEach(script::awaitVersion);
    assertThat(metrics(PERSONAL)).hasSize(8);
    assertThat(metrics(SEGMENTS))
        .containsOnlyKeys("coverage", "hits_at_1_percent", "recall_at_1_percent");
    assertThat(metrics(TRENDING)).isNotEmpty();
  }

  private Map<String, Double> metrics(String recipe) {
    return personalize
        .getSolutionMetrics(request -> request.solutionVersionArn(versions.get(recipe)))
        .metrics();
  }

  @Test
  @Order(2)
  void a_campaign_explores_as_much_as_it_is_told_and_listens_to_the_time_of_day() {
    campaigns.put(PERSONAL, deploy(PERSONAL, Map.of("explorationWeight", "0")));
    campaigns.put(TRENDING, deploy(TRENDING, Map.of()));
    List<PredictedItem> morning = asked("morning").itemList();
    assertThat(morning).hasSize(25).isEqualTo(asked("morning").itemList());
    assertThat(asked("afternoon").itemList()).hasSize(25);

    personalize.updateCampaign(request -> request
        .campaignArn(campaigns.get(PERSONAL))
        .campaignConfig(config -> config.itemExplorationConfig(
            Map.of("explorationWeight", "0.5", "explorationItemAgeCutOff", "365"))));
    watch.await(
        LifeCycle.UPDATE,
        () -> personalize
            .describeCampaign(request -> request.campaignArn(campaigns.get(PERSONAL)))
            .campaign()
            .latestCampaignUpdate()
            .status(),
        "ACTIVE");
    assertThat(asked("morning").itemList()).hasSize(25);
  }

  private String deploy(String recipe, Map<String, String> exploration) {
    return script.campaign(
        recipe,
        solutions.get(recipe),
        () -> personalize
            .createCampaign(request -> request
                .name(NAME + "-" + recipe)
                .solutionVersionArn(versions.get(recipe))
                .campaignConfig(config -> config.itemExplorationConfig(exploration)))
            .campaignArn());
  }

  private GetRecommendationsResponse asked(String timeOfDay) {
    return runtime.getRecommendations(request -> request
        .campaignArn(campaigns.get(PERSONAL))
        .userId(CUSTOMER)
        .context(Map.of("TIME_OF_DAY", timeOfDay)));
  }

  @Test
  @Order(3)
  void what_trends_is_the_same_for_all() {
    List<PredictedItem> trends = runtime
        .getRecommendations(request -> request.campaignArn(campaigns.get(TRENDING)))
        .itemList();

    assertThat(trends).hasSize(25);
    assertThat(runtime
            .getRecommendations(
                request -> request.campaignArn(campaigns.get(TRENDING)).userId(CUSTOMER))
            .itemList())
        .extracting(PredictedItem::itemId)
        .isEqualTo(trends.stream().map(PredictedItem::itemId).toList());
  }

  @Test
  @Order(4)
  void what_comes_of_recommendations_is_attributed() {
    String tracker = script.tracker();
    trackingId = personalize
        .describeEventTracker(request -> request.eventTrackerArn(tracker))
        .eventTracker()
        .trackingId();
    attribution = personalize
        .createMetricAttribution(request -> request
            .name(NAME)
            .datasetGroupArn(script.groupArn())
            .metrics(metric("sales", "SAMPLECOUNT()"), metric("revenue", "SUM(Items.PRICE)"))
            .metricsOutputConfig(output -> output
                .roleArn(Script.ROLE)
                .s3DataDestination(
                    to -> to.path("s3://%s/%s/reports/".formatted(Shop.BUCKET, NAME)))))
        .metricAttributionArn();
    watch.await(LifeCycle.RESOURCE, () -> script.attributionStatus(attribution), "ACTIVE");
    GetRecommendationsResponse answer = asked("morning");
    events.putEvents(request -> request
        .trackingId(trackingId)
        .userId(CUSTOMER)
        .sessionId("session")
        .eventList(Event.builder()
            .eventType("purchase")
            .itemId(answer.itemList().get(0).itemId())
            .recommendationId(answer.recommendationId())
            .properties("{\"timeOfDay\": \"morning\"}")
            .sentAt(Instant.now())
            .build()));
    personalize.updateMetricAttribution(request -> request
        .metricAttributionArn(attribution)
        .removeMetrics("revenue")
        .addMetrics(metric("again", "SAMPLECOUNT()")));

    assertThat(personalize
            .listMetricAttributionMetricsPaginator(
                pages -> pages.metricAttributionArn(attribution).maxResults(1))
            .metrics())
        .extracting(MetricAttribute::metricName)
        .containsExactly("sales", "again");
  }

  private static MetricAttribute metric(String name, String expression) {
    return MetricAttribute.builder()
        .metricName(name)
        .eventType("purchase")
        .expression(expression)
        .build();
  }

  @Test
  @Order(5)
  void files_of_questions_are_answered_for_items_and_for_users() {
    String segmentsIn = upload("segments/in.json", List.of("{\"itemId\": \"85123A\"}"));
    String segmentsJob = personalize
        .createBatchSegmentJob(job -> job.jobName(NAME)
            .solutionVersionArn(versions.get(SEGMENTS))
            .numResults(10)
            .roleArn(Script.ROLE)
            .jobInput(in -> in.s3DataSource(at -> at.path(segmentsIn)))
            .jobOutput(out -> out.s3DataDestination(at -> at.path(folder("segments")))))
        .batchSegmentJobArn();
    String inferenceIn =
        upload("inference/in.json", List.of("{\"userId\": \"%s\"}".formatted(CUSTOMER)));
    String inferenceJob = personalize
        .createBatchInferenceJob(job -> job.jobName(NAME)
            .solutionVersionArn(versions.get(PERSONAL))
            .numResults(10)
            .roleArn(Script.ROLE)
            .jobInput(in -> in.s3DataSource(at -> at.path(inferenceIn)))
            .jobOutput(out -> out.s3DataDestination(at -> at.path(folder("inference")))))
        .batchInferenceJobArn();

    awaitJob(() -> personalize
        .describeBatchSegmentJob(job -> job.batchSegmentJobArn(segmentsJob))
        .batchSegmentJob()
        .status());
    awaitJob(() -> personalize
        .describeBatchInferenceJob(job -> job.batchInferenceJobArn(inferenceJob))
        .batchInferenceJob()
        .status());
    assertThat(read("segments/out/in.json.out"))
        .startsWith("{\"input\":{\"itemId\":\"85123A\"},\"output\":{\"usersList\":[");
    assertThat(read("inference/out/in.json.out"))
        .startsWith("{\"input\":{\"userId\":\"17850\"},\"output\":{\"recommendedItems\":[");
  }

  private static String folder(String name) {
    return "s3://%s/%s/%s/out/".formatted(Shop.BUCKET, NAME, name);
  }

  private void awaitJob(Supplier<String> status) {
    assertThat(watch.await(LifeCycle.JOB, status, "ACTIVE", "CREATE FAILED")).isEqualTo("ACTIVE");
  }

  private String read(String file) {
    return s3.getObjectAsBytes(object -> object.bucket(Shop.BUCKET).key(NAME + "/" + file))
        .asUtf8String();
  }

  @Test
  @Order(6)
  void the_catalogue_gets_a_column_and_filters_know_it() {
    String wider = script.schema(
        "items-wider",
        DATA.schema("items")
            .replace(
                "\"fields\": [",
                "\"fields\": [{\"name\": \"SHELF\", \"type\": [\"null\", \"string\"], \"categorical\": true},"));
    personalize.updateDataset(
        request -> request.datasetArn(datasets.get("items")).schemaArn(wider));
    watch.await(
        LifeCycle.UPDATE,
        () -> personalize
            .describeDataset(request -> request.datasetArn(datasets.get("items")))
            .dataset()
            .latestDatasetUpdate()
            .status(),
        "ACTIVE");
    watch.await(LifeCycle.DATASET, () -> script.datasetStatus(datasets.get("items")), "ACTIVE");
    assertThatThrownBy(() -> personalize.updateDataset(
            request -> request.datasetArn(datasets.get("interactions")).schemaArn(wider)))
        .isInstanceOf(InvalidInputException.class);
    List<String> shelved = new ArrayList<>();
    for (String line : DATA.lines("items")) {
      shelved.add(line + (shelved.isEmpty() ? ",SHELF" : line.contains("BAG") ? ",bags" : ","));
    }
    script.awaitImport(
        script.importJob("items-wider", datasets.get("items"), upload("items-wider.csv", shelved)));

    String bags = script.filter("bags", "INCLUDE ItemID WHERE Items.SHELF IN ($SHELF)");
    Map<String, String> names = new LinkedHashMap<>();
    DATA.lines("items").forEach(line -> names.put(line.split(",")[0], line));
    Shop.eventually("the new column to be known", () -> !within(bags).isEmpty());
    assertThat(within(bags)).hasSize(25).allMatch(item -> names.get(item).contains("BAG"));
  }

  private List<String> within(String filter) {
    return runtime
        .getRecommendations(request -> request
            .campaignArn(campaigns.get(PERSONAL))
            .userId(CUSTOMER)
            .filterArn(filter)
            .filterValues(Map.of("SHELF", "\"bags\"")))
        .itemList()
        .stream()
        .map(PredictedItem::itemId)
        .toList();
  }

  @Test
  @Order(7)
  void an_item_and_a_customer_come_between_two_imports() {
    events.putItems(request -> request
        .datasetArn(datasets.get("items"))
        .items(Item.builder()
            .itemId("new-bag")
            .properties("{\"shelf\": \"new\", \"price\": 2.5, \"creationTimestamp\": 1323500000}")
            .build()));
    events.putUsers(request -> request
        .datasetArn(datasets.get("users"))
        .users(User.builder()
            .userId("new-customer")
            .properties("{\"country\": \"Portugal\"}")
            .build()));
    String fresh = script.filter("fresh", "INCLUDE ItemID WHERE Items.SHELF IN (\"new\")");
    Shop.eventually(
        "the new item to be explored",
        () -> runtime
            .getRecommendations(request -> request
                .campaignArn(campaigns.get(PERSONAL))
                .userId("new-customer")
                .filterArn(fresh))
            .itemList()
            .stream()
            .anyMatch(item -> item.itemId().equals("new-bag")));
  }

  @Test
  @Order(8)
  void rows_go_out_and_a_customer_is_forgotten() {
    String exported = personalize
        .createDatasetExportJob(job -> job.jobName(NAME)
            .datasetArn(datasets.get("users"))
            .ingestionMode("ALL")
            .roleArn(Script.ROLE)
            .jobOutput(out -> out.s3DataDestination(at -> at.path(folder("export")))))
        .datasetExportJobArn();
    awaitJob(() -> personalize
        .describeDatasetExportJob(job -> job.datasetExportJobArn(exported))
        .datasetExportJob()
        .status());
    assertThat(read("export/out/%s.part-00001.csv".formatted(NAME)).lines())
        .as("those of the file and the one that came by itself")
        .hasSize(DATA.lines("users").size() + 1);

    String leaving = upload("leaving/users.csv", List.of("USER_ID", CUSTOMER));
    String forgotten = personalize
        .createDataDeletionJob(job -> job.jobName(NAME)
            .datasetGroupArn(script.groupArn())
            .roleArn(Script.ROLE)
            .dataSource(source -> source.dataLocation(leaving)))
        .dataDeletionJobArn();
    assertThat(watch.await(
            LifeCycle.DATA_DELETION_JOB,
            () -> personalize
                .describeDataDeletionJob(job -> job.dataDeletionJobArn(forgotten))
                .dataDeletionJob()
                .status(),
            "COMPLETED",
            "FAILED"))
        .isEqualTo("COMPLETED");
    assertThat(personalize
            .describeDataDeletionJob(job -> job.dataDeletionJobArn(forgotten))
            .dataDeletionJob()
            .numDeleted())
        .isGreaterThan(100);
  }

  @Test
  @Order(9)
  void a_file_that_lacks_a_column_says_so_in_a_status_that_scripts_know() {
    String location = upload("wrong.csv", List.of("USER_ID", "1"));
    String job = personalize
        .createDatasetImportJob(request -> request
            .jobName(NAME + "-wrong")
            .datasetArn(datasets.get("users"))
            .importMode(ImportMode.INCREMENTAL)
            .roleArn(Script.ROLE)
            .dataSource(source -> source.dataLocation(location)))
        .datasetImportJobArn();
    watch.await(
        LifeCycle.JOB,
        () -> personalize
            .describeDatasetImportJob(request -> request.datasetImportJobArn(job))
            .datasetImportJob()
            .status(),
        "CREATE FAILED");
    assertThat(personalize
            .describeDatasetImportJob(request -> request.datasetImportJobArn(job))
            .datasetImportJob()
            .failureReason())
        .contains("Input CSV is missing the following columns: [COUNTRY]");
  }

  @Test
  @Order(10)
  void all_that_was_made_is_listed_and_tagged() {
    String group = script.groupArn();
    assertThat(personalize
            .listSolutionVersionsPaginator(
                pages -> pages.solutionArn(solutions.get(PERSONAL)).maxResults(1))
            .solutionVersions())
        .extracting(SolutionVersionSummary::status)
        .containsExactly("ACTIVE", "CREATE STOPPED");
    assertThat(personalize
            .listBatchInferenceJobs(list -> list.solutionVersionArn(versions.get(PERSONAL)))
            .batchInferenceJobs())
        .singleElement()
        .satisfies(job -> assertThat(job.jobName()).isEqualTo(NAME));
    assertThat(personalize
            .listBatchSegmentJobs(list -> list.solutionVersionArn(versions.get(SEGMENTS)))
            .batchSegmentJobs())
        .singleElement()
        .satisfies(job -> assertThat(job.jobName()).isEqualTo(NAME));
    assertThat(personalize
            .listDatasetExportJobs(list -> list.datasetArn(datasets.get("users")))
            .datasetExportJobs())
        .singleElement()
        .satisfies(job -> assertThat(job.status()).isEqualTo("ACTIVE"));
    assertThat(personalize
            .listDataDeletionJobs(list -> list.datasetGroupArn(group))
            .dataDeletionJobs())
        .singleElement()
        .satisfies(job -> assertThat(job.status()).isEqualTo("COMPLETED"));

    personalize.tagResource(request -> request
        .resourceArn(group)
        .tags(
            Tag.builder().tagKey("stage").tagValue("test").build(),
            Tag.builder().tagKey("owner").tagValue("us").build()));
    personalize.untagResource(request -> request.resourceArn(group).tagKeys("owner"));
    assertThat(personalize
            .listTagsForResource(request -> request.resourceArn(group))
            .tags())
        .extracting(Tag::tagKey)
        .containsExactly("stage");
  }

  @Test
  @Order(11)
  void a_solution_is_as_it_was_made_and_leads_to_what_its_recipe_is() {
    String arn = solutions.get(PERSONAL);
    personalize.updateSolution(request -> request.solutionArn(arn).performAutoTraining(false));
    Solution solution =
        personalize.describeSolution(request -> request.solutionArn(arn)).solution();
    assertThat(solution.latestSolutionVersion().status()).isEqualTo("CREATE STOPPED");

    assertThat(personalize.listRecipesPaginator(pages -> pages.maxResults(10)).recipes())
        .extracting(RecipeSummary::recipeArn)
        .contains(solution.recipeArn());
    Recipe recipe = personalize
        .describeRecipe(request -> request.recipeArn(solution.recipeArn()))
        .recipe();
    assertThat(personalize
            .describeAlgorithm(request -> request.algorithmArn(recipe.algorithmArn()))
            .algorithm()
            .name())
        .isEqualTo(PERSONAL);
    assertThat(personalize
            .describeFeatureTransformation(
                request -> request.featureTransformationArn(recipe.featureTransformationArn()))
            .featureTransformation()
            .status())
        .isEqualTo("ACTIVE");
    String schema = personalize
        .describeDataset(request -> request.datasetArn(datasets.get("interactions")))
        .dataset()
        .schemaArn();
    assertThat(personalize
            .describeSchema(request -> request.schemaArn(schema))
            .schema()
            .schema())
        .isEqualTo(INTERACTIONS);
  }

  @Test
  @Order(12)
  void the_clean_up_leaves_nothing_and_saw_only_what_is_documented() {
    script.cleanUp();

    assertThat(personalize.listDatasetGroupsPaginator(all -> {}).datasetGroups())
        .noneMatch(group -> group.name().equals(NAME));
    assertThat(personalize.listSchemasPaginator(all -> {}).schemas())
        .noneMatch(schema -> schema.name().startsWith(NAME));
    assertThat(watch.seen(LifeCycle.JOB)).contains("ACTIVE", "CREATE FAILED");
    System.out.printf("Acceptance: a session with own recipes showed %s%n", watch);
  }
}
