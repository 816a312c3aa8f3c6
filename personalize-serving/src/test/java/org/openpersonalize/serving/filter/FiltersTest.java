// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.openpersonalize.serving.testing.Refusals.assertRefused;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
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
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.serving.RecommendationService;
import org.openpersonalize.serving.RecommendationService.GetPersonalizedRanking;
import org.openpersonalize.serving.RecommendationService.GetRecommendations;
import org.openpersonalize.serving.RecommendationService.PredictedItem;
import org.openpersonalize.serving.RecommendationService.Promotion;
import org.openpersonalize.serving.catalog.Catalogs;
import org.openpersonalize.serving.filter.FilterService.CreateFilter;
import org.openpersonalize.serving.filter.FilterService.DeleteFilter;
import org.openpersonalize.serving.filter.FilterService.DescribeFilter;
import org.openpersonalize.serving.filter.FilterService.FilterSummary;
import org.openpersonalize.serving.filter.FilterService.ListFilters;
import org.openpersonalize.serving.filter.FilterService.ReplaceFilter;
import org.openpersonalize.serving.testing.ServingTestConfiguration;
import org.openpersonalize.serving.testing.Shop;
import org.openpersonalize.store.catalog.DatasetNumbers;
import org.openpersonalize.store.record.DatasetRecord;
import org.openpersonalize.store.record.RecordFeed;
import org.openpersonalize.store.record.RecordTable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.transaction.support.TransactionTemplate;

@SpringBootTest(classes = ServingTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class FiltersTest {
  private static final String ITEMS = """
      {"type":"record","name":"Items","namespace":"com.amazonaws.personalize.schema","version":"1.0","fields":[
        {"name":"ITEM_ID","type":"string"}, {"name":"PRICE","type":["null","float"]},
        {"name":"TAGS","type":["null","string"],"categorical":true}, {"name":"STOCK","type":["null","int"]},
        {"name":"TITLE","type":["null","string"],"textual":true}]}""";
  private static final String USERS = """
      {"type":"record","name":"Users","namespace":"com.amazonaws.personalize.schema","version":"1.0","fields":[
        {"name":"USER_ID","type":"string"}, {"name":"AGE","type":["null","int"]}]}""";

  @Autowired
  FilterService filters;

  @Autowired
  FilterDeletion deletion;

  @Autowired
  RecommendationService service;

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

  private final String user = Shop.unused("user");
  private Arn items;
  private Arn users;
  private Arn campaign;

  @BeforeEach
  void openShop() throws IOException {
    shop.open();
    items = shop.dataset(Shop.GROUP, DatasetType.ITEMS, ITEMS);
    users = shop.dataset(Shop.GROUP, DatasetType.USERS, USERS);
    for (int item = 0; item < Shop.ITEMS / 2; item++) {
      put(
          items,
          "tea" + item,
          "{\"PRICE\": %d, \"TAGS\": \"leaf|hot\", \"TITLE\": \"Tea\"}".formatted(item));
    }
    catalogs.resync(); // those in memory are of the test before
    await().until(() -> size(DatasetType.ITEMS) == Shop.ITEMS / 2 && size(DatasetType.USERS) == 0);
    campaign = shop.campaign(shop.trained("aws-user-personalization-v2"));
  }

  private int size(DatasetType type) {
    return catalogs.of(Shop.GROUP, type).map(RecordColumns::size).orElse(-1);
  }

  private void put(Arn dataset, String id, String properties) {
    transaction.executeWithoutResult(status -> feed.announceAfterCommit(
        table.put(numbers.of(dataset), List.of(new DatasetRecord(id, properties)), Instant.now())));
  }

  private Arn filter(String expression) {
    return filters
        .create(new CreateFilter(Shop.unused("filter"), Shop.GROUP, expression, null))
        .filterArn();
  }

  private List<PredictedItem> recommend(Arn filter, Map<String, String> values) {
    return recommend(campaign, user, 60, filter, values);
  }

  private List<PredictedItem> recommend(
      Arn of, @Nullable String userId, int numResults, Arn filter, Map<String, String> values) {
    return service
        .recommend(new GetRecommendations(
            of, null, userId, numResults, filter, values, null, null, null, null))
        .itemList();
  }

  private static List<String> ids(List<PredictedItem> items) {
    return items.stream().map(PredictedItem::itemId).toList();
  }

  @Test
  void a_filter_is_created_described_listed_and_deleted() {
    String expression = "INCLUDE ItemID WHERE Items.PRICE < $MAX";
    Arn arn = filter(expression);

    var described = filters.describe(new DescribeFilter(arn)).filter();
    assertThat(described.status().wire()).isEqualTo("ACTIVE");
    assertThat(described.filterExpression()).isEqualTo(expression);
    assertThat(filters.list(new ListFilters(Shop.GROUP, null, null)).filters())
        .extracting(FilterSummary::filterArn)
        .containsExactly(arn);
    assertRefused(
        ErrorCode.RESOURCE_ALREADY_EXISTS,
        arn.toString(),
        () -> filters.create(new CreateFilter(described.name(), Shop.GROUP, expression, null)));

    filters.delete(new DeleteFilter(arn));
    assertRefused(
        ErrorCode.INVALID_INPUT, "DELETE PENDING", () -> recommend(arn, Map.of("MAX", "1")));
    deletion.run(arn);
    assertRefused(
        ErrorCode.RESOURCE_NOT_FOUND,
        arn.toString(),
        () -> filters.describe(new DescribeFilter(arn)));
    assertRefused(
        ErrorCode.RESOURCE_NOT_FOUND, arn.toString(), () -> recommend(arn, Map.of("MAX", "1")));
  }

  @Test
  void a_filter_that_is_replaced_keeps_its_name_and_requests_get_the_other_expression() {
    Arn arn = filter("INCLUDE ItemID WHERE Items.PRICE < 2");
    assertThat(ids(recommend(arn, Map.of()))).containsExactlyInAnyOrder("tea0", "tea1");

    Arn replaced = filters
        .replace(new ReplaceFilter(arn, "INCLUDE ItemID WHERE Items.PRICE = 7"))
        .filterArn();

    assertThat(replaced).isEqualTo(arn);
    await().until(() -> ids(recommend(arn, Map.of())).equals(List.of("tea7")));
    assertThat(filters.describe(new DescribeFilter(arn)).filter().filterExpression())
        .isEqualTo("INCLUDE ItemID WHERE Items.PRICE = 7");
  }

  @Test
  void a_filter_is_not_replaced_by_what_cannot_be_nor_when_it_is_not_in_use() {
    Arn arn = filter("INCLUDE ItemID WHERE Items.PRICE < 2");
    assertRefused(
        ErrorCode.INVALID_INPUT,
        "the Items schema has no column COLOUR",
        () -> filters.replace(new ReplaceFilter(arn, "INCLUDE ItemID WHERE Items.COLOUR = 1")));
    assertThat(ids(recommend(arn, Map.of()))).hasSize(2);
    assertRefused(
        ErrorCode.RESOURCE_NOT_FOUND,
        "nowhere",
        () -> filters.replace(new ReplaceFilter(
            arn.sibling(ResourceType.FILTER, "nowhere"), "INCLUDE ItemID WHERE Items.PRICE = 1")));

    filters.delete(new DeleteFilter(arn));
    assertRefused(
        ErrorCode.RESOURCE_IN_USE,
        "DELETE PENDING",
        () -> filters.replace(new ReplaceFilter(arn, "INCLUDE ItemID WHERE Items.PRICE = 1")));
  }

  @Test
  void what_does_not_fit_the_data_is_refused_before_there_is_a_filter() {
    assertRefused(
        ErrorCode.INVALID_INPUT,
        "the Items schema has no column COLOUR",
        () -> filter("INCLUDE ItemID WHERE Items.COLOUR IN (\"red\")"));
    assertRefused(
        ErrorCode.INVALID_INPUT,
        "TITLE is textual",
        () -> filter("INCLUDE ItemID WHERE Items.TITLE IN (\"Tea\")"));
    assertRefused(
        ErrorCode.INVALID_INPUT,
        "has no Actions dataset",
        () -> filter("INCLUDE ActionID WHERE Actions.VALUE > 1"));
    assertThat(filters.list(new ListFilters(Shop.GROUP, null, null)).filters()).isEmpty();
  }

  @Test
  void there_are_as_many_as_there_may_be() {
    for (int n = 0; n < 30; n++) {
      filter("INCLUDE ItemID WHERE Items.PRICE < " + n);
    }
    assertRefused(
        ErrorCode.LIMIT_EXCEEDED,
        "has 30 filters",
        () -> filter("INCLUDE ItemID WHERE Items.PRICE < 30"));
  }

  @Test
  void what_is_left_is_in_its_order_with_its_scores_and_the_list_is_full() {
    shop.buy(user, "coffee1", "coffee2");
    Arn tea = filter("INCLUDE ItemID WHERE Items.TAGS IN ($TAGS)");
    Arn everything = filter("EXCLUDE ItemID WHERE Items.PRICE > 1000");
    List<PredictedItem> all = service
        .recommend(
            new GetRecommendations(campaign, null, user, 60, null, null, null, null, null, null))
        .itemList();

    assertThat(recommend(everything, Map.of())).isEqualTo(all);
    assertThat(recommend(tea, Map.of("TAGS", "\"leaf\",\"bean\"")))
        .isEqualTo(all.stream().filter(item -> item.itemId().startsWith("tea")).toList());
    assertThat(recommend(campaign, user, 25, tea, Map.of("TAGS", "hot"))).hasSize(25);
    assertThat(recommend(tea, Map.of("TAGS", "iced"))).isEmpty();
    assertRefused(
        ErrorCode.INVALID_INPUT, "no value for TAGS", () -> recommend(tea, Map.of("tags", "hot")));
  }

  @Test
  void the_next_answer_knows_what_was_put_and_what_happened() {
    Arn cheap = filter(
        "INCLUDE ItemID WHERE Items.PRICE < 2 | EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (\"BUY\")");

    assertThat(ids(recommend(cheap, Map.of()))).containsExactlyInAnyOrder("tea0", "tea1");
    put(items, "tea7", "{\"PRICE\": 0.5}");
    put(items, "tea0", "{\"PRICE\": 5}");
    put(items, "coffee3", "{\"PRICE\": 1.5}");
    assertThat(ids(recommend(cheap, Map.of())))
        .containsExactlyInAnyOrder("tea1", "tea7", "coffee3");
    shop.buy(user, "tea7");
    assertThat(ids(recommend(cheap, Map.of()))).containsExactlyInAnyOrder("tea1", "coffee3");
  }

  @Test
  void a_users_record_decides_what_holds_for_the_user() {
    Arn notForChildren =
        filter("EXCLUDE ItemID WHERE Items.TAGS IN (\"hot\") IF CurrentUser.AGE < $AGE");

    assertThat(recommend(notForChildren, Map.of("AGE", "12"))).hasSize(60);
    put(users, user, "{\"AGE\": 9}");
    assertThat(recommend(notForChildren, Map.of("AGE", "12"))).hasSize(30);
    assertThat(recommend(notForChildren, Map.of("AGE", "8"))).hasSize(60);
    assertThat(recommend(notForChildren, Map.of())).hasSize(60);
  }

  @Test
  void a_filter_must_suit_what_it_is_used_for() throws IOException {
    Arn popular = shop.campaign(shop.trained("aws-popularity-count"));
    Arn untaken = filter("EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (*)");
    Arn alike = filter("INCLUDE ItemID WHERE Items.PRICE < CurrentItem.PRICE");
    Arn adults = filter("INCLUDE UserID WHERE Users.AGE > 17");
    Arn elsewhere = Shop.GROUP.sibling(ResourceType.DATASET_GROUP, Shop.unused("elsewhere"));
    shop.open(elsewhere);
    shop.dataset(elsewhere, DatasetType.ITEMS, ITEMS);
    Arn others = filters
        .create(new CreateFilter(
            Shop.unused("filter"), elsewhere, "INCLUDE ItemID WHERE Items.PRICE < 2", null))
        .filterArn();

    assertRefused(
        ErrorCode.INVALID_INPUT,
        "Send a userId",
        () -> recommend(popular, null, 10, untaken, Map.of()));
    shop.buy(user, "tea3");
    assertThat(ids(recommend(popular, user, 60, untaken, Map.of())))
        .hasSize(59)
        .doesNotContain("tea3");
    assertRefused(ErrorCode.INVALID_INPUT, "is about no item", () -> recommend(alike, Map.of()));
    assertRefused(ErrorCode.INVALID_INPUT, "is about UserID", () -> recommend(adults, Map.of()));
    assertRefused(
        ErrorCode.INVALID_INPUT,
        "of the dataset group " + elsewhere,
        () -> recommend(others, Map.of()));
    assertRefused(
        ErrorCode.INVALID_INPUT,
        "there is no filterArn",
        () -> service.recommend(new GetRecommendations(
            campaign, null, user, 10, null, Map.of("A", "1"), null, null, null, null)));
  }

  @Test
  void a_ranking_loses_what_is_not_let_through() throws IOException {
    Arn ranking = shop.campaign(shop.trained("aws-personalized-ranking-v2"));
    Arn tea = filter("INCLUDE ItemID WHERE Items.TAGS IN (\"leaf\")");

    List<PredictedItem> ranked = service
        .rank(new GetPersonalizedRanking(
            ranking,
            List.of("coffee1", "tea1", "coffee2", "tea2"),
            user,
            tea,
            null,
            Map.of("items", List.of("Price", "TITLE", "STOCK")),
            null))
        .personalizedRanking();

    assertThat(ids(ranked)).containsExactlyInAnyOrder("tea1", "tea2");
    assertThat(ranked)
        .allSatisfy(item -> assertThat(item.metadata())
            .isEqualTo(Map.of("price", item.itemId().substring(3) + ".0", "title", "Tea")));
  }

  @Test
  void ids_that_the_model_does_not_know_are_put_to_the_filter_by_their_records()
      throws IOException {
    Arn ranking = shop.campaign(shop.trained("aws-personalized-ranking-v2"));
    Arn cheap = filter("INCLUDE ItemID WHERE Items.PRICE < 5");
    Arn notDear = filter("EXCLUDE ItemID WHERE Items.PRICE >= 5");
    Arn untaken = filter("EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (*)");
    put(items, "newCheap", "{\"PRICE\": 1}");
    put(items, "newDear", "{\"PRICE\": 9}");
    shop.buy(user, "newDear");
    List<String> list = List.of("newCheap", "tea1", "stranger", "newDear", "tea9");

    assertThat(ranked(ranking, list, cheap)).containsExactly("tea1", "newCheap");
    assertThat(ranked(ranking, list, notDear)).containsExactly("tea1", "newCheap", "stranger");
    assertThat(ranked(ranking, list, untaken))
        .hasSize(4)
        .endsWith("newCheap", "stranger")
        .doesNotContain("newDear");
    assertThat(ranked(ranking, List.of("stranger", "newDear"), cheap)).isEmpty();
  }

  private List<String> ranked(Arn ranking, List<String> list, Arn filter) {
    return ids(service
        .rank(new GetPersonalizedRanking(ranking, list, user, filter, null, null, null))
        .personalizedRanking());
  }

  @Test
  void promoted_items_have_a_filter_of_their_own() {
    shop.buy(user, "tea1", "tea2");
    put(items, "coffee5", "{\"STOCK\": 9}");
    put(items, "coffee6", "{\"STOCK\": 9}");
    Arn stocked = filter("INCLUDE ItemID WHERE Items.STOCK > $N");
    Arn tea = filter("INCLUDE ItemID WHERE Items.TAGS IN (\"leaf\")");
    Promotion promotion = new Promotion("clearance", 50, stocked, Map.of("N", "5"));

    List<PredictedItem> list = service
        .recommend(new GetRecommendations(
            campaign, null, user, 10, tea, null, List.of(promotion), null, List.of("tea3"), null))
        .itemList();

    assertThat(list).hasSize(10);
    assertThat(list.stream().filter(item -> "clearance".equals(item.promotionName())))
        .extracting(PredictedItem::itemId)
        .containsExactlyInAnyOrder("coffee5", "coffee6");
    assertThat(list.stream().filter(item -> item.promotionName() == null))
        .hasSize(8)
        .allSatisfy(item -> {
          assertThat(item.itemId()).startsWith("tea").isNotEqualTo("tea3");
          assertThat(item.reason()).isNull();
        });
    assertThat(list.stream().filter(item -> item.promotionName() != null))
        .allSatisfy(item -> assertThat(item.reason()).containsExactly("Promoted item"));
  }

  @Test
  void excluded_items_are_neither_among_the_best_nor_promoted() {
    put(items, "coffee5", "{\"STOCK\": 9}");
    put(items, "coffee6", "{\"STOCK\": 9}");
    Arn stocked = filter("INCLUDE ItemID WHERE Items.STOCK > 5");
    Promotion promotion = new Promotion("clearance", 50, stocked, null);
    List<String> best = ids(service
        .recommend(
            new GetRecommendations(campaign, null, user, 3, null, null, null, null, null, null))
        .itemList());

    List<String> excluded = List.of(best.get(0), best.get(1), "coffee5", "stranger");
    assertThat(ids(service
            .recommend(new GetRecommendations(
                campaign, null, user, 10, null, null, List.of(promotion), null, excluded, null))
            .itemList()))
        .hasSize(10)
        .contains("coffee6")
        .doesNotContainAnyElementsOf(excluded);
  }

  @Test
  void a_stranger_is_told_that_items_are_popular() {
    assertThat(service
            .recommend(
                new GetRecommendations(campaign, null, user, 5, null, null, null, null, null, null))
            .itemList())
        .allSatisfy(item -> assertThat(item.reason()).containsExactly("Popular item"));
  }

  @Test
  void metadata_has_its_limits() throws IOException {
    Arn first = shop.campaign(shop.trained("aws-user-personalization"));
    List<String> eleven = Collections.nCopies(11, "PRICE");
    List<String> long51 =
        new ArrayList<>(IntStream.range(0, 51).mapToObj(n -> "tea" + n).toList());

    assertRefused(
        ErrorCode.INVALID_INPUT, "returns no metadata", () -> told(first, 5, List.of("PRICE")));
    assertRefused(ErrorCode.INVALID_INPUT, "at most 10 columns", () -> told(campaign, 5, eleven));
    assertRefused(
        ErrorCode.INVALID_INPUT,
        "at most 50 when metadata",
        () -> told(campaign, 51, List.of("PRICE")));
    assertRefused(
        ErrorCode.INVALID_INPUT,
        "has no column COLOUR",
        () -> told(campaign, 5, List.of("COLOUR")));
    assertThat(told(campaign, 50, List.of("tags")))
        .hasSize(50)
        .filteredOn(item -> item.itemId().startsWith("tea"))
        .isNotEmpty()
        .allSatisfy(item -> assertThat(item.metadata()).isEqualTo(Map.of("tags", "leaf|hot")));
    Arn ranking = shop.campaign(shop.trained("aws-personalized-ranking-v2"));
    assertRefused(
        ErrorCode.INVALID_INPUT,
        "1 to 50 items when metadata",
        () -> service.rank(new GetPersonalizedRanking(
            ranking, long51, user, null, null, Map.of("ITEMS", List.of("PRICE")), null)));
  }

  private List<PredictedItem> told(Arn of, int numResults, List<String> columns) {
    return service
        .recommend(new GetRecommendations(
            of, null, user, numResults, null, null, null, Map.of("ITEMS", columns), null, null))
        .itemList();
  }
}
