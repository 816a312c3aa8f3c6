// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.awaitility.Awaitility.await;
import static org.openpersonalize.serving.testing.Refusals.assertRefused;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.serving.RecommendationService;
import org.openpersonalize.serving.RecommendationService.GetPersonalizedRanking;
import org.openpersonalize.serving.RecommendationService.GetRecommendations;
import org.openpersonalize.serving.RecommendationService.PredictedItem;
import org.openpersonalize.serving.batch.BatchInferenceJobService.CreateBatchInferenceJob;
import org.openpersonalize.serving.batch.BatchInferenceJobService.DescribeBatchInferenceJob;
import org.openpersonalize.serving.catalog.Catalogs;
import org.openpersonalize.serving.filter.FilterService;
import org.openpersonalize.serving.filter.FilterService.CreateFilter;
import org.openpersonalize.serving.filter.FilterService.DeleteFilter;
import org.openpersonalize.serving.testing.ServingTestConfiguration;
import org.openpersonalize.serving.testing.Shop;
import org.openpersonalize.store.catalog.BatchInferenceJob;
import org.openpersonalize.store.catalog.BatchInferenceJobConfig;
import org.openpersonalize.store.catalog.BatchInferenceJobMode;
import org.openpersonalize.store.catalog.BatchJobInput;
import org.openpersonalize.store.catalog.BatchJobOutput;
import org.openpersonalize.store.catalog.DatasetNumbers;
import org.openpersonalize.store.catalog.S3DataConfig;
import org.openpersonalize.store.catalog.ThemeGenerationConfig;
import org.openpersonalize.store.object.ObjectStore;
import org.openpersonalize.store.record.DatasetRecord;
import org.openpersonalize.store.record.RecordFeed;
import org.openpersonalize.store.record.RecordTable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@SpringBootTest(classes = ServingTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class BatchInferencesTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String BUCKET = "batch-inferences";
  private static final String ROLE = "arn:aws:iam::000000000000:role/inference";
  private static final BatchInferenceJobConfig NO_EXPLORATION =
      new BatchInferenceJobConfig(Map.of("explorationWeight", "0"), null);

  private static final String NAMED_ITEMS = """
      {"type":"record","name":"Items","namespace":"com.amazonaws.personalize.schema","version":"1.0","fields":[
        {"name":"ITEM_ID","type":"string"}, {"name":"NAME","type":["null","string"]},
        {"name":"PROSE","type":["null","string"],"textual":true}]}""";

  @Autowired
  BatchInferenceJobService service;

  @Autowired
  BatchInferences inferences;

  @Autowired
  RecommendationService online;

  @Autowired
  FilterService filters;

  @Autowired
  ObjectStore objects;

  @Autowired
  Catalogs catalogs;

  @Autowired
  RecordTable table;

  @Autowired
  RecordFeed feed;

  @Autowired
  DatasetNumbers numbers;

  @Autowired
  TransactionTemplate transaction;

  @Autowired
  Shop shop;

  private final String folder = Shop.unused("folder") + "/";

  @BeforeEach
  void openShop() throws IOException {
    shop.open();
    objects.createBucket(BUCKET);
  }

  @Test
  void each_line_is_answered_as_a_request_would_be() throws IOException {
    Arn version = shop.trained("aws-user-personalization-v2");
    Arn campaign = shop.campaign(version);
    List<String> users = new ArrayList<>(List.of(Shop.unused("stranger")));
    IntStream.range(0, 1_200).forEach(n -> {
      users.add("user" + n + folder);
      if (n % 40 == 0) {
        shop.buy(users.get(n + 1), "tea" + n % 7, n % 3 == 0 ? "tea" + n % 11 : "coffee" + n % 5);
      }
    });

    List<JsonNode> lines = answers(
        version,
        null,
        7,
        null,
        users.stream().map("{\"userId\":\"%s\"}"::formatted).toList());

    assertThat(lines).hasSize(users.size());
    for (int n = 0; n < users.size(); n += 40) {
      List<PredictedItem> expected = online
          .recommend(new GetRecommendations(
              campaign,
              null,
              users.get(n + 1 == users.size() ? n : n + 1),
              7,
              null,
              null,
              null,
              null,
              null,
              null))
          .itemList();
      JsonNode line = lines.get(n + 1 == users.size() ? n : n + 1);
      assertThat(line.path("error").isNull()).isTrue();
      requireSame(line.path("output"), expected);
      assertThat(line.path("output").path("reasons"))
          .hasSize(expected.size())
          .first()
          .isEqualTo(JSON.valueToTree(
              expected.get(0).reason() == null ? List.of() : expected.get(0).reason()));
    }
    IntStream.range(0, users.size())
        .forEach(n -> assertThat(lines.get(n).path("input").path("userId").stringValue())
            .isEqualTo(users.get(n)));
  }

  @Test
  void a_list_is_put_in_order_whole_and_what_is_unknown_last_without_a_score() throws IOException {
    Arn version = shop.trained("aws-personalized-ranking");
    Arn campaign = shop.campaign(version);
    String user = Shop.unused("user");
    shop.buy(user, "tea1", "tea2");
    List<String> list = new ArrayList<>(List.of("never-seen"));
    IntStream.range(0, 30).forEach(n -> list.add(n % 2 == 0 ? "tea" + n : "coffee" + n));

    JsonNode line = answers(
            version,
            null,
            null,
            null,
            List.of("{\"userId\":\"%s\",\"itemList\":%s}"
                .formatted(user, JSON.writeValueAsString(list))))
        .get(0);

    List<PredictedItem> expected = online
        .rank(new GetPersonalizedRanking(campaign, list, user, null, null, null, null))
        .personalizedRanking();
    assertThat(expected).hasSize(31);
    requireSame(line.path("output"), expected);
    assertThat(line.path("output").path("scores").get(30).isNull()).isTrue();
  }

  @Test
  void related_and_popular_items_have_no_scores() throws IOException {
    Arn related = shop.trained("aws-sims");
    Arn popular = shop.trained("aws-popularity-count");

    JsonNode ofItem =
        answers(related, null, 5, null, List.of("{\"itemId\":\"tea3\"}")).get(0);
    JsonNode ofUser =
        answers(popular, null, 5, null, List.of("{\"userId\":\"u\"}")).get(0);

    requireSame(
        ofItem.path("output"),
        online
            .recommend(new GetRecommendations(
                shop.campaign(related), "tea3", null, 5, null, null, null, null, null, null))
            .itemList());
    requireSame(
        ofUser.path("output"),
        online
            .recommend(new GetRecommendations(
                shop.campaign(popular), null, "u", 5, null, null, null, null, null, null))
            .itemList());
    assertThat(ofItem.path("output").propertyNames()).containsExactly("recommendedItems");
    assertThat(ofUser.path("output").propertyNames()).containsExactly("recommendedItems");
  }

  private static void requireSame(JsonNode output, List<PredictedItem> expected) {
    assertThat(output.path("recommendedItems"))
        .isEqualTo(JSON.valueToTree(expected.stream().map(PredictedItem::itemId).toList()));
    for (int n = 0; n < expected.size() && expected.get(n).score() != null; n++) {
      assertThat(output.path("scores").get(n).doubleValue())
          .isCloseTo(expected.get(n).score(), withinPercentage(1e-3));
    }
  }

  @Test
  void what_is_wrong_stands_in_the_line_and_the_job_ends_ACTIVE() throws IOException {
    Arn version = shop.trained("aws-user-personalization");

    List<JsonNode> lines = answers(
        version,
        null,
        null,
        NO_EXPLORATION,
        List.of(
            "no json",
            "[]",
            "{\"itemId\":\"tea1\"}",
            "{\"userId\":7}",
            "{\"userId\":\"%s\"}".formatted("u".repeat(257)),
            "{\"userId\":\"u\",\"filterValues\":{\"KIND\":\"\\\"tea\\\"\"}}",
            "",
            "{\"userId\":\"u\"}"));

    assertThat(lines).hasSize(7);
    assertThat(lines.subList(0, 6)).allMatch(line -> line.path("output").isNull());
    assertThat(lines.stream().map(line -> line.path("error").asString("")).toList())
        .satisfiesExactly(
            error -> assertThat(error).contains("no JSON object").contains("{\"userId\": \"u\"}"),
            error -> assertThat(error).contains("no JSON object"),
            error -> assertThat(error).contains("no userId"),
            error -> assertThat(error).contains("userId holds a text"),
            error -> assertThat(error).contains("256"),
            error -> assertThat(error).contains("the job has none"),
            error -> assertThat(error).isEmpty());
    assertThat(lines.get(0).path("input").stringValue()).isEqualTo("no json");
    assertThat(lines.get(6).path("output").path("recommendedItems")).hasSize(25);
  }

  @Test
  void a_filter_has_values_of_its_own_in_each_line() throws IOException {
    shop.dataset(Shop.GROUP, DatasetType.ITEMS, Shop.RECORDS);
    Arn version = shop.trained("aws-user-personalization");
    String user = Shop.unused("user");
    shop.buy(user, "tea1", "tea2");
    Arn filter = filter("EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ($TYPE)");

    List<JsonNode> lines = answers(
        version,
        filter,
        60,
        NO_EXPLORATION,
        List.of(
            "{\"userId\":\"%s\",\"filterValues\":{\"TYPE\":\"\\\"buy\\\"\"}}".formatted(user),
            "{\"userId\":\"%s\",\"filterValues\":{\"TYPE\":\"\\\"view\\\"\"}}".formatted(user)));

    assertThat(items(lines.get(0))).hasSize(58).doesNotContain("tea1", "tea2");
    assertThat(items(lines.get(1))).hasSize(60).contains("tea1", "tea2");
  }

  @Test
  void what_a_job_uses_is_not_deleted_while_it_waits() throws IOException {
    shop.dataset(Shop.GROUP, DatasetType.ITEMS, Shop.RECORDS);
    Arn version = shop.trained("aws-user-personalization");
    Arn filter = filter("INCLUDE ItemID WHERE Items.KIND IN (\"tea\")");
    upload("in.json", List.of("{\"userId\":\"u\"}"));
    Arn job = create(version, filter, null, null);

    assertRefused(
        ErrorCode.RESOURCE_IN_USE, "batch job", () -> filters.delete(new DeleteFilter(filter)));
    inferences.run(job);
    assertThat(job(job).status()).isEqualTo(Status.ACTIVE);
    filters.delete(new DeleteFilter(filter));
  }

  @Test
  void a_job_that_cannot_be_is_refused_at_once() throws IOException {
    Arn version = shop.trained("aws-user-personalization");
    Arn related = shop.trained("aws-sims");
    Arn trends = shop.solution("aws-trending-now");
    Arn trend = shop.untrained(trends);
    shop.complete(trend);
    Arn ofUsers = filter("INCLUDE UserID WHERE Users.AGE > 3", usersWithAge());

    assertRefused(
        ErrorCode.INVALID_INPUT, "aws-trending-now", () -> create(trend, null, null, null));
    assertRefused(
        ErrorCode.RESOURCE_IN_USE,
        "CREATE PENDING",
        () -> create(shop.untrained(trends), null, null, null));
    assertRefused(
        ErrorCode.INVALID_INPUT,
        "itemExplorationConfig is for aws-user-personalization",
        () -> create(related, null, null, NO_EXPLORATION));
    assertRefused(
        ErrorCode.INVALID_INPUT,
        "explorationWeight",
        () -> create(
            version,
            null,
            null,
            new BatchInferenceJobConfig(Map.of("explorationWeight", "2"), null)));
    assertRefused(
        ErrorCode.INVALID_INPUT,
        "Use a filter on ItemID",
        () -> create(version, ofUsers, null, null));
    assertRefused(
        ErrorCode.INVALID_INPUT,
        "Invalid S3 output path",
        () -> service.create(request(version, null, null, null, "s3://shop/answers")));
  }

  @Test
  void a_job_without_files_fails_and_says_which_are_missing() throws IOException {
    Arn version = shop.trained("aws-user-personalization");
    Arn job = create(version, null, null, null);

    inferences.run(job);

    assertThat(job(job).status()).isEqualTo(Status.CREATE_FAILED);
    assertThat(job(job).failureReason()).startsWith("Invalid S3 input path.").contains(folder);
  }

  @Test
  void a_theme_says_what_similar_items_have_in_common() throws IOException {
    shop.dataset(Shop.GROUP, DatasetType.ITEMS, NAMED_ITEMS);
    for (int n = 0; n < Shop.ITEMS / 2; n++) {
      put("tea" + n, "Green leaf tea " + n);
      put("coffee" + n, "Roasted coffee beans " + n);
    }
    catalogs.resync();
    await()
        .until(() -> catalogs
            .of(Shop.GROUP, DatasetType.ITEMS)
            .map(RecordColumns::size)
            .filter(size -> size == Shop.ITEMS)
            .isPresent());
    Arn version = shop.trained("aws-similar-items");
    upload("in.json", List.of("{\"itemId\":\"tea3\"}"));
    Arn job = service.create(themes(version, "NAME")).batchInferenceJobArn();

    inferences.run(job);

    assertThat(job(job).status()).as(job(job).failureReason()).isEqualTo(Status.ACTIVE);
    JsonNode output = JSON.readTree(read("out/in.json.out")).path("output");
    assertThat(output.propertyNames())
        .containsExactly("recommendedItems", "theme", "itemsThemeRelevanceScores");
    assertThat(output.path("theme").stringValue()).isEqualTo("green leaf, tea");
    assertThat(output.path("itemsThemeRelevanceScores")).hasSize(10);
    assertThat(output.path("itemsThemeRelevanceScores").get(0).doubleValue()).isBetween(0.5, 1.0);
    assertRefused(
        ErrorCode.INVALID_INPUT, "a column TITLE", () -> service.create(themes(version, "TITLE")));
    Arn sims = shop.trained("aws-sims");
    assertRefused(
        ErrorCode.INVALID_INPUT,
        "Themes are for aws-similar-items",
        () -> service.create(themes(sims, "NAME")));
  }

  private void put(String item, String name) {
    transaction.executeWithoutResult(status -> feed.announceAfterCommit(table.put(
        numbers.of(Shop.GROUP.sibling(ResourceType.DATASET, "shop/ITEMS")),
        List.of(new DatasetRecord(item, "{\"NAME\": \"%s\"}".formatted(name))),
        Instant.now())));
  }

  private CreateBatchInferenceJob themes(Arn version, String itemName) {
    return new CreateBatchInferenceJob(
        Shop.unused("job"),
        version,
        null,
        10,
        new BatchJobInput(new S3DataConfig("s3://%s/%sin".formatted(BUCKET, folder), null)),
        new BatchJobOutput(new S3DataConfig("s3://%s/%sout/".formatted(BUCKET, folder), null)),
        ROLE,
        null,
        null,
        BatchInferenceJobMode.THEME_GENERATION,
        new ThemeGenerationConfig(new ThemeGenerationConfig.FieldsForThemeGeneration(itemName)));
  }

  private Arn usersWithAge() {
    return shop.dataset(Shop.GROUP, DatasetType.USERS, """
        {"type":"record","name":"Users","namespace":"com.amazonaws.personalize.schema","version":"1.0","fields":[
          {"name":"USER_ID","type":"string"}, {"name":"AGE","type":["null","int"]}]}""");
  }

  private Arn filter(String expression, Arn... datasetsBefore) {
    assertThat(datasetsBefore).doesNotContainNull();
    return filters
        .create(new CreateFilter(Shop.unused("filter"), Shop.GROUP, expression, null))
        .filterArn();
  }

  /** Has a job answer these lines, and reads what it wrote. */
  private List<JsonNode> answers(
      Arn version,
      @Nullable Arn filter,
      @Nullable Integer numResults,
      @Nullable BatchInferenceJobConfig config,
      List<String> lines)
      throws IOException {
    upload("in.json", lines);
    Arn job = create(version, filter, numResults, config);
    inferences.run(job);
    assertThat(job(job).status()).as(job(job).failureReason()).isEqualTo(Status.ACTIVE);
    assertThat(read("out/_CHECK")).isEmpty();
    return read("out/in.json.out").lines().map(JSON::readTree).toList();
  }

  private Arn create(
      Arn version,
      @Nullable Arn filter,
      @Nullable Integer numResults,
      @Nullable BatchInferenceJobConfig config) {
    return service
        .create(request(
            version, filter, numResults, config, "s3://%s/%sout/".formatted(BUCKET, folder)))
        .batchInferenceJobArn();
  }

  private CreateBatchInferenceJob request(
      Arn version,
      @Nullable Arn filter,
      @Nullable Integer numResults,
      @Nullable BatchInferenceJobConfig config,
      String output) {
    return new CreateBatchInferenceJob(
        Shop.unused("job"),
        version,
        filter,
        numResults,
        new BatchJobInput(new S3DataConfig("s3://%s/%sin".formatted(BUCKET, folder), null)),
        new BatchJobOutput(new S3DataConfig(output, null)),
        ROLE,
        config,
        null,
        BatchInferenceJobMode.BATCH_INFERENCE,
        null);
  }

  private BatchInferenceJob job(Arn arn) {
    return service.describe(new DescribeBatchInferenceJob(arn)).batchInferenceJob();
  }

  private void upload(String name, List<String> lines) throws IOException {
    objects.put(
        BUCKET,
        folder + name,
        new ByteArrayInputStream(String.join("\n", lines).getBytes(StandardCharsets.UTF_8)));
  }

  private String read(String name) throws IOException {
    try (InputStream object = objects.open(BUCKET, folder + name)) {
      return new String(object.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<String> items(JsonNode line) {
    List<String> items = new ArrayList<>();
    line.path("output").path("recommendedItems").forEach(item -> items.add(item.stringValue()));
    return items;
  }
}
