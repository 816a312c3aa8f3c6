// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.personalize.model.DatasetImportJob;
import software.amazon.awssdk.services.personalize.model.ImportMode;
import software.amazon.awssdk.services.personalize.model.ResourceInUseException;
import software.amazon.awssdk.services.personalizeevents.model.Item;
import software.amazon.awssdk.services.personalizeevents.model.User;
import software.amazon.awssdk.services.personalizeruntime.model.GetRecommendationsResponse;
import software.amazon.awssdk.services.personalizeruntime.model.InvalidInputException;
import software.amazon.awssdk.services.personalizeruntime.model.PredictedItem;
import software.amazon.awssdk.services.personalizeruntime.model.Promotion;
import software.amazon.awssdk.services.personalizeruntime.model.ResourceNotFoundException;

/**
 * What a shop does from its first file to its last deletion. Every test goes on from where the one before it ended; a
 * subclass says with whose data.
 */
@ExtendWith(SharedService.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
abstract class WholeJob {
  private static final String FACTORIZATION = "aws-user-personalization";
  private static final String BLEND = "aws-user-personalization-v2";
  private static final String POPULARITY = "aws-popularity-count";
  private static final String RANKING = "aws-personalized-ranking";
  private static final List<String> RECIPES = List.of(FACTORIZATION, BLEND, POPULARITY, RANKING);

  private static final String NDCG_AT_10 = "normalized_discounted_cumulative_gain_at_10";

  /** How many of the newest interactions come with the second import. */
  private static final int ADDED_LATER = 5_000;

  private final DataSet data;
  private final ServiceProcess service;

  private final Map<String, String> datasets = new LinkedHashMap<>();
  private final Map<String, String> solutions = new LinkedHashMap<>();
  private final Map<String, String> versions = new LinkedHashMap<>();
  private final Map<String, String> campaigns = new LinkedHashMap<>();
  private final Map<String, String> filters = new LinkedHashMap<>();
  private Shop shop;
  private String trackerArn;
  private String trackingId;

  /** Two users of the shop, and the type of event it records. */
  private String user;

  private String otherUser;
  private String eventType;

  WholeJob(DataSet data, ServiceProcess service) {
    this.data = data;
    this.service = service;
  }

  @BeforeAll
  void find_the_data() {
    if (!data.isPresent()) {
      System.out.printf(
          "Acceptance: 1 data set skipped, there is no %s in %s%n", data, data.folder());
    }
    assumeTrue(data.isPresent(), "skipped: there is no " + data + " in " + data.folder());
    List<String> interactions = data.lines("interactions");
    List<String> header = Arrays.asList(interactions.get(0).split(","));
    List<String> users = interactions.stream()
        .skip(1)
        .map(line -> line.split(",")[header.indexOf("USER_ID")])
        .distinct()
        .limit(2)
        .toList();
    user = users.get(0);
    otherUser = users.get(1);
    eventType = interactions.get(1).split(",")[header.indexOf("EVENT_TYPE")];
  }

  @Test
  @Order(1)
  void a_dataset_group_gets_its_datasets() {
    shop = new Shop(service, data.shopName());
    for (String type : DataSet.TYPES) {
      datasets.put(type, shop.createDataset(type, data.schema(type)));
    }
    assertThat(shop.personalize
            .listDatasets(list -> list.datasetGroupArn(shop.groupArn()))
            .datasets())
        .extracting(dataset -> dataset.datasetType())
        .containsExactly("INTERACTIONS", "ITEMS", "USERS");
  }

  @Test
  @Order(2)
  void files_come_in_by_s3_and_by_plain_http() throws IOException, InterruptedException {
    List<String> interactions = data.lines("interactions");
    List<String> older = interactions.subList(0, interactions.size() - ADDED_LATER);
    importFile("interactions", ImportMode.FULL, shop.upload("interactions.csv", older));
    importFile("users", ImportMode.FULL, shop.upload("users.csv", data.lines("users")));

    HttpResponse<String> uploaded = HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(service
                    .endpoint()
                    .resolve("/uploads/%s/%s/items.csv".formatted(Shop.BUCKET, data.shopName())))
                .header("Authorization", service.basicAuthorization())
                .PUT(HttpRequest.BodyPublishers.ofString(String.join("\n", data.lines("items"))))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(uploaded.statusCode()).as(uploaded.body()).isEqualTo(200);
    String location = "s3://%s/%s/items.csv".formatted(Shop.BUCKET, data.shopName());
    assertThat(uploaded.body()).contains(location);
    importFile("items", ImportMode.FULL, location);
  }

  @Test
  @Order(3)
  void the_newest_interactions_are_added_later() {
    List<String> interactions = data.lines("interactions");
    List<String> newest = new ArrayList<>(
        interactions.subList(interactions.size() - ADDED_LATER, interactions.size()));
    newest.add(0, interactions.get(0));
    importFile("interactions", ImportMode.INCREMENTAL, shop.upload("newest.csv", newest));

    assertThat(shop.personalize
            .listDatasetImportJobs(list -> list.datasetArn(datasets.get("interactions")))
            .datasetImportJobs())
        .extracting(job -> job.importMode())
        .containsExactly(ImportMode.FULL, ImportMode.INCREMENTAL);
  }

  private void importFile(String type, ImportMode mode, String location) {
    DatasetImportJob job = shop.importFile(
        datasets.get(type), "%s-%s-%s".formatted(data.shopName(), type, mode), mode, location);
    assertThat(job.dataSource().dataLocation()).isEqualTo(location);
    assertThat(job.importMode()).isEqualTo(mode);
  }

  @Test
  @Order(4)
  void an_event_tracker_opens() {
    var tracker = shop.personalize.createEventTracker(
        request -> request.name(data.shopName()).datasetGroupArn(shop.groupArn()));
    trackerArn = tracker.eventTrackerArn();
    trackingId = tracker.trackingId();
    assertThat(shop.personalize
            .describeEventTracker(request -> request.eventTrackerArn(trackerArn))
            .eventTracker()
            .status())
        .isEqualTo("ACTIVE");
  }

  @Test
  @Order(5)
  void four_recipes_are_trained() {
    for (String recipe : RECIPES) {
      solutions.put(recipe, shop.createSolution(data.shopName() + "-" + recipe, recipe));
      versions.put(recipe, shop.createVersion(solutions.get(recipe)));
    }
    for (String recipe : RECIPES) {
      var version = shop.awaitVersion(versions.get(recipe));
      assertThat(version.recipeArn()).isEqualTo(Shop.recipe(recipe));
      assertThat(version.trainingTypeAsString()).isEqualTo("MANUAL");
      assertThat(version.trainingHours()).isNotNegative(); // to a third of a second
    }
  }

  @Test
  @Order(6)
  void factorization_and_blend_beat_popularity() {
    for (String recipe : RECIPES) {
      assertThat(metrics(recipe))
          .containsOnlyKeys(
              "coverage",
              "mean_reciprocal_rank_at_25",
              "normalized_discounted_cumulative_gain_at_5",
              "normalized_discounted_cumulative_gain_at_10",
              "normalized_discounted_cumulative_gain_at_25",
              "precision_at_5",
              "precision_at_10",
              "precision_at_25")
          .allSatisfy((metric, value) -> assertThat(value).as(metric).isBetween(0.0, 1.0));
    }
    double factorization = metrics(FACTORIZATION).get(NDCG_AT_10);
    double blend = metrics(BLEND).get(NDCG_AT_10);
    double popularity = metrics(POPULARITY).get(NDCG_AT_10);
    System.out.printf(
        "Acceptance: %s ndcg@10: %s %.4f, %s %.4f, %s %.4f%n",
        data, FACTORIZATION, factorization, BLEND, blend, POPULARITY, popularity);
    assertThat(factorization).isGreaterThan(popularity);
    assertThat(blend).isGreaterThan(popularity);
  }

  private Map<String, Double> metrics(String recipe) {
    return shop.personalize
        .getSolutionMetrics(request -> request.solutionVersionArn(versions.get(recipe)))
        .metrics();
  }

  @Test
  @Order(7)
  void a_campaign_answers_for_each_recipe() {
    for (String recipe : RECIPES) {
      String name = data.shopName() + "-" + recipe;
      String version = versions.get(recipe);
      campaigns.put(
          recipe,
          recipe.equals(FACTORIZATION)
              ? shop.deploy(name, version, Map.of("explorationWeight", "0"))
              : shop.deploy(name, version));
      assertThat(shop.campaign(campaigns.get(recipe)).solutionVersionArn())
          .isEqualTo(versions.get(recipe));
    }
  }

  @Test
  @Order(8)
  void an_answer_holds_25_items_best_first() {
    for (String recipe : List.of(FACTORIZATION, BLEND)) {
      GetRecommendationsResponse answer = shop.recommend(campaigns.get(recipe), user);
      assertThat(answer.recommendationId())
          .matches("RID-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
      assertThat(answer.itemList())
          .hasSize(25)
          .extracting(PredictedItem::itemId)
          .doesNotHaveDuplicates();
      assertThat(shop.unexplored(campaigns.get(recipe), user))
          .extracting(PredictedItem::score)
          .isSortedAccordingTo(Comparator.reverseOrder())
          .allSatisfy(score -> assertThat(score).isBetween(0.0, 1.0));
    }
  }

  @Test
  @Order(9)
  void as_many_items_are_answered_as_are_asked_for() {
    for (int numResults : List.of(1, 10, 500)) {
      assertThat(shop.runtime
              .getRecommendations(request -> request
                  .campaignArn(campaigns.get(FACTORIZATION))
                  .userId(user)
                  .numResults(numResults))
              .itemList())
          .hasSize(numResults);
    }
  }

  @Test
  @Order(10)
  void users_get_lists_of_their_own_and_popularity_the_same_for_all() {
    assertThat(shop.recommended(campaigns.get(FACTORIZATION), user))
        .isNotEqualTo(shop.recommended(campaigns.get(FACTORIZATION), otherUser));
    assertThat(shop.recommended(campaigns.get(POPULARITY), user))
        .isEqualTo(shop.recommended(campaigns.get(POPULARITY), otherUser));
    assertThat(shop.recommend(campaigns.get(POPULARITY), user).itemList())
        .allSatisfy(item -> assertThat(item.score()).isNull());
  }

  @Test
  @Order(11)
  void a_user_nobody_knows_gets_what_is_popular() {
    assertThat(shop.recommended(campaigns.get(FACTORIZATION), "nobody"))
        .isEqualTo(shop.recommended(campaigns.get(POPULARITY), "nobody"));
  }

  @Test
  @Order(12)
  void an_event_changes_the_very_next_answer_of_its_user_and_nobody_elses() {
    String campaign = campaigns.get(FACTORIZATION);
    GetRecommendationsResponse before = shop.recommend(campaign, user);
    GetRecommendationsResponse othersBefore = shop.recommend(campaign, otherUser);

    shop.events.putEvents(request -> request
        .trackingId(trackingId)
        .userId(user)
        .sessionId("session")
        .eventList(Shop.eventsOf(eventType, unlikely(campaign))));

    assertThat(shop.recommend(campaign, user).itemList()).isNotEqualTo(before.itemList());
    assertThat(shop.recommend(campaign, otherUser).itemList()).isEqualTo(othersBefore.itemList());
  }

  @Test
  @Order(13)
  void an_anonymous_visitor_goes_by_the_session() {
    String campaign = campaigns.get(BLEND);
    List<PredictedItem> before = shop.unexplored(campaign, "visit-1");
    assertThat(before).isEqualTo(shop.unexplored(campaign, "nobody"));

    shop.events.putEvents(request -> request
        .trackingId(trackingId)
        .sessionId("visit-1")
        .eventList(Shop.eventsOf(eventType, unlikely(campaign))));

    assertThat(shop.unexplored(campaign, "visit-1")).isNotEqualTo(before);
    assertThat(shop.unexplored(campaign, "visit-2")).isEqualTo(before);
  }

  /** Items at the far end of the user's long list, which say something new about whoever takes them. */
  private List<String> unlikely(String campaign) {
    List<PredictedItem> longList = shop.runtime
        .getRecommendations(
            request -> request.campaignArn(campaign).userId(user).numResults(500))
        .itemList();
    return longList.subList(495, 500).stream().map(PredictedItem::itemId).toList();
  }

  @Test
  @Order(14)
  void a_ranking_orders_a_list_and_puts_unknown_items_last() {
    List<String> known = new ArrayList<>(shop.recommended(campaigns.get(FACTORIZATION), user));
    Collections.reverse(known);
    List<String> list = new ArrayList<>(known);
    list.add(0, "unknown-1");
    list.add("unknown-2");

    var answer = shop.runtime.getPersonalizedRanking(
        request -> request.campaignArn(campaigns.get(RANKING)).userId(user).inputList(list));

    List<PredictedItem> ranking = answer.personalizedRanking();
    assertThat(ranking)
        .extracting(PredictedItem::itemId)
        .containsExactlyInAnyOrderElementsOf(list)
        .endsWith("unknown-1", "unknown-2");
    assertThat(ranking.subList(known.size(), list.size()))
        .allSatisfy(item -> assertThat(item.score()).isNull());
    List<Double> scores =
        ranking.subList(0, known.size()).stream().map(PredictedItem::score).toList();
    assertThat(scores).isSortedAccordingTo(Comparator.reverseOrder());
    assertThat(scores.stream().mapToDouble(Double::doubleValue).sum()).isBetween(0.999, 1.001);
    assertThat(answer.recommendationId()).startsWith("RID-");
  }

  @Test
  @Order(15)
  void single_items_and_users_are_taken() {
    Item item =
        Item.builder().itemId("new-item").properties(data.itemProperties()).build();
    shop.events.putItems(request -> request.datasetArn(datasets.get("items")).items(item));
    User newUser =
        User.builder().userId("new-user").properties(data.userProperties()).build();
    shop.events.putUsers(request -> request.datasetArn(datasets.get("users")).users(newUser));
  }

  @Test
  @Order(16)
  void a_filter_holds_for_the_whole_catalogue() {
    String column = lastItemColumn();
    List<String> sorted = data.lines("items").stream()
        .skip(1)
        .map(WholeJob::lastCell)
        .filter(cell -> !cell.isEmpty())
        .sorted(Comparator.comparing(Long::valueOf))
        .toList();
    String newest = sorted.get(sorted.size() * 9 / 10);
    filters.put(
        "newest",
        shop.createFilter("newest", "INCLUDE ItemID WHERE Items.%s >= $FROM".formatted(column)));
    Set<String> allowed = data.lines("items").stream()
        .skip(1)
        .filter(line -> !lastCell(line).isEmpty())
        .filter(line -> Long.parseLong(lastCell(line)) >= Long.parseLong(newest))
        .map(line -> line.split(",")[0])
        .collect(Collectors.toSet());
    allowed.add("new-item");

    for (String recipe : List.of(FACTORIZATION, BLEND, POPULARITY)) {
      GetRecommendationsResponse answer = shop.runtime.getRecommendations(request -> request
          .campaignArn(campaigns.get(recipe))
          .userId(user)
          .filterArn(filters.get("newest"))
          .filterValues(Map.of("FROM", newest)));
      assertThat(answer.itemList())
          .hasSize(25)
          .extracting(PredictedItem::itemId)
          .isSubsetOf(allowed);
    }
    assertThatThrownBy(() -> shop.runtime.getRecommendations(request -> request
            .campaignArn(campaigns.get(BLEND))
            .userId(user)
            .filterArn(filters.get("newest"))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no value for FROM");
    assertThat(shop.personalize
            .listFilters(list -> list.datasetGroupArn(shop.groupArn()))
            .filters())
        .singleElement()
        .satisfies(filter -> assertThat(filter.status()).isEqualTo("ACTIVE"));
  }

  /** A whole number in both shops. */
  private String lastItemColumn() {
    return lastCell(data.lines("items").get(0));
  }

  private static String lastCell(String line) {
    return line.substring(line.lastIndexOf(',') + 1);
  }

  @Test
  @Order(17)
  void what_was_taken_is_gone_from_the_next_answer() {
    filters.put(
        "taken",
        shop.createFilter(
            "taken",
            "EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (\"%s\")"
                .formatted(eventType.toLowerCase(Locale.ROOT))));
    List<String> before = untaken();

    shop.events.putEvents(request -> request
        .trackingId(trackingId)
        .userId("window-shopper")
        .sessionId("session")
        .eventList(Shop.eventsOf(eventType, before.subList(0, 3))));

    List<String> after = untaken();
    assertThat(before).hasSize(25);
    assertThat(after).hasSize(25).doesNotContainAnyElementsOf(before.subList(0, 3));
  }

  private List<String> untaken() {
    return shop
        .runtime
        .getRecommendations(request -> request
            .campaignArn(campaigns.get(BLEND))
            .userId("window-shopper")
            .filterArn(filters.get("taken")))
        .itemList()
        .stream()
        .map(PredictedItem::itemId)
        .toList();
  }

  @Test
  @Order(18)
  void promotions_hold_their_share_and_move_around() {
    String first = data.lines("items").get(1).split(",")[0];
    String second = data.lines("items").get(2).split(",")[0];
    filters.put(
        "spring", shop.createFilter("spring", "INCLUDE ItemID WHERE Items.ITEM_ID IN ($IDS)"));
    Set<List<Integer>> places = new HashSet<>();
    for (int call = 0; call < 1_000; call++) {
      List<PredictedItem> items = shop.runtime
          .getRecommendations(request -> request
              .campaignArn(campaigns.get(BLEND))
              .userId(user)
              .numResults(10)
              .promotions(Promotion.builder()
                  .name("spring")
                  .percentPromotedItems(20)
                  .filterArn(filters.get("spring"))
                  .filterValues(Map.of("IDS", "\"%s\",\"%s\"".formatted(first, second)))
                  .build()))
          .itemList();
      assertThat(items).hasSize(10).extracting(PredictedItem::itemId).doesNotHaveDuplicates();
      List<PredictedItem> promoted =
          items.stream().filter(item -> "spring".equals(item.promotionName())).toList();
      assertThat(promoted)
          .extracting(PredictedItem::itemId)
          .containsExactlyInAnyOrder(first, second);
      assertThat(promoted)
          .allSatisfy(item -> assertThat(item.reason()).containsExactly("Promoted item"));
      places.add(promoted.stream().map(items::indexOf).toList());
    }
    assertThat(places).as("of 45 pairs of places").hasSizeGreaterThan(40);
  }

  @Test
  @Order(19)
  void metadata_comes_back_as_asked() {
    String column = lastItemColumn();
    Map<String, String> values = new HashMap<>();
    data.lines("items").forEach(line -> values.put(line.split(",")[0], lastCell(line)));

    List<PredictedItem> items = shop.runtime
        .getRecommendations(request -> request
            .campaignArn(campaigns.get(BLEND))
            .userId(user)
            .metadataColumns(Map.of("ITEMS", List.of(column))))
        .itemList();

    assertThat(items).hasSize(25);
    assertThat(items)
        .filteredOn(item -> values.containsKey(item.itemId()))
        .hasSizeGreaterThan(20)
        .allSatisfy(item -> {
          String value = values.getOrDefault(item.itemId(), "");
          assertThat(item.metadata())
              .isEqualTo(
                  value.isEmpty() ? Map.of() : Map.of(column.toLowerCase(Locale.ROOT), value));
        });
    assertThatThrownBy(() -> shop.runtime.getRecommendations(request -> request
            .campaignArn(campaigns.get(FACTORIZATION))
            .userId(user)
            .metadataColumns(Map.of("ITEMS", List.of(column)))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("enableMetadataWithRecommendations");
    filters.values().forEach(shop::deleteFilter);
  }

  @Test
  @Order(20)
  void nothing_is_deleted_that_is_in_use() {
    assertThatThrownBy(() -> shop.personalize.deleteSolution(
            request -> request.solutionArn(solutions.get(FACTORIZATION))))
        .isInstanceOf(ResourceInUseException.class);
    for (String type : DataSet.TYPES) {
      assertThatThrownBy(() ->
              shop.personalize.deleteDataset(request -> request.datasetArn(datasets.get(type))))
          .isInstanceOf(ResourceInUseException.class);
    }
    assertThatThrownBy(() -> shop.personalize.deleteDatasetGroup(
            request -> request.datasetGroupArn(shop.groupArn())))
        .isInstanceOf(ResourceInUseException.class);
    assertThatThrownBy(() -> shop.personalize.deleteSchema(
            request -> request.schemaArn(schemaOf(datasets.get("items")))))
        .isInstanceOf(ResourceInUseException.class);
  }

  private String schemaOf(String datasetArn) {
    return shop.personalize
        .describeDataset(request -> request.datasetArn(datasetArn))
        .dataset()
        .schemaArn();
  }

  @Test
  @Order(21)
  void in_the_safe_order_everything_goes() {
    List<String> schemas = datasets.values().stream().map(this::schemaOf).toList();
    campaigns.values().forEach(arn -> {
      shop.personalize.deleteCampaign(request -> request.campaignArn(arn));
      assertThat(shop.campaign(arn).status()).isEqualTo("DELETE PENDING");
    });
    campaigns.values().forEach(arn -> Shop.awaitGone(() -> shop.campaign(arn)));
    solutions
        .values()
        .forEach(arn -> shop.personalize.deleteSolution(request -> request.solutionArn(arn)));
    solutions
        .values()
        .forEach(arn -> Shop.awaitGone(
            () -> shop.personalize.describeSolution(request -> request.solutionArn(arn))));
    shop.personalize.deleteEventTracker(request -> request.eventTrackerArn(trackerArn));
    Shop.awaitGone(() ->
        shop.personalize.describeEventTracker(request -> request.eventTrackerArn(trackerArn)));
    datasets
        .values()
        .forEach(arn -> shop.personalize.deleteDataset(request -> request.datasetArn(arn)));
    datasets
        .values()
        .forEach(arn -> Shop.awaitGone(
            () -> shop.personalize.describeDataset(request -> request.datasetArn(arn))));
    shop.personalize.deleteDatasetGroup(request -> request.datasetGroupArn(shop.groupArn()));
    assertThat(shop.personalize
            .describeDatasetGroup(request -> request.datasetGroupArn(shop.groupArn()))
            .datasetGroup()
            .status())
        .isEqualTo("DELETE PENDING");
    Shop.awaitGone(() ->
        shop.personalize.describeDatasetGroup(request -> request.datasetGroupArn(shop.groupArn())));
    schemas.forEach(arn -> {
      shop.personalize.deleteSchema(request -> request.schemaArn(arn));
      Shop.awaitGone(() -> shop.personalize.describeSchema(request -> request.schemaArn(arn)));
    });
  }

  @Test
  @Order(22)
  void nothing_is_left_of_it() {
    Shop.eventually("the campaign to be forgotten", () -> {
      try {
        shop.recommend(campaigns.get(FACTORIZATION), user);
        return false;
      } catch (ResourceNotFoundException gone) {
        return true;
      }
    });
    versions
        .values()
        .forEach(arn -> assertThatThrownBy(() -> shop.personalize.describeSolutionVersion(
                request -> request.solutionVersionArn(arn)))
            .isInstanceOf(
                software.amazon.awssdk.services.personalize.model.ResourceNotFoundException.class));
    assertThat(shop.s3.listObjectsV2(list -> list.bucket("personalize-models")).contents())
        .extracting(object -> object.key())
        .noneMatch(key -> key.startsWith(data.shopName()));
  }
}
