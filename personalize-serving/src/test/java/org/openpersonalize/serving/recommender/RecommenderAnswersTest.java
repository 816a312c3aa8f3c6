// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.recommender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static org.openpersonalize.serving.testing.Refusals.assertRefused;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.serving.ExplanationService;
import org.openpersonalize.serving.ExplanationService.GetExplanation;
import org.openpersonalize.serving.RecommendationService;
import org.openpersonalize.serving.RecommendationService.GetRecommendations;
import org.openpersonalize.serving.RecommendationService.PredictedItem;
import org.openpersonalize.serving.RecommendationService.Promotion;
import org.openpersonalize.serving.blindspot.BlindSpotService;
import org.openpersonalize.serving.blindspot.BlindSpotService.GetBlindSpots;
import org.openpersonalize.serving.blindspot.BlindSpotService.GetBlindSpotsResponse;
import org.openpersonalize.serving.catalog.Catalogs;
import org.openpersonalize.serving.filter.FilterService;
import org.openpersonalize.serving.filter.FilterService.CreateFilter;
import org.openpersonalize.serving.replay.FilterPreviewService;
import org.openpersonalize.serving.replay.FilterPreviewService.PreviewFilter;
import org.openpersonalize.serving.testing.ServingTestConfiguration;
import org.openpersonalize.serving.testing.Shop;
import org.openpersonalize.store.catalog.DatasetNumbers;
import org.openpersonalize.store.catalog.RecommenderConfig;
import org.openpersonalize.store.record.DatasetRecord;
import org.openpersonalize.store.record.RecordFeed;
import org.openpersonalize.store.record.RecordTable;
import org.openpersonalize.store.replay.RecordedRequest;
import org.openpersonalize.store.replay.RecordedRequestTable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.transaction.support.TransactionTemplate;

/** What may be asked of a recommender is what may be asked of a campaign. */
@SpringBootTest(classes = ServingTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class RecommenderAnswersTest {
  private static final String FOR_YOU = "aws-ecomm-recommended-for-you";
  private static final String ALSO_VIEWED = "aws-ecomm-customers-who-viewed-x-also-viewed";
  private static final String TOP_PICKS = "aws-vod-top-picks";

  @Autowired
  RecommendationService service;

  @Autowired
  ExplanationService explanations;

  @Autowired
  FilterService filters;

  @Autowired
  FilterPreviewService previews;

  @Autowired
  BlindSpotService blindSpots;

  @Autowired
  RecordedRequestTable recorded;

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

  @BeforeEach
  void openShop() {
    shop.open();
    items = shop.dataset(Shop.GROUP, DatasetType.ITEMS, Shop.RECORDS);
    for (int item = 0; item < Shop.ITEMS / 2; item++) {
      put("tea" + item, "tea");
      put("coffee" + item, "coffee");
    }
    catalogs.resync(); // those in memory are of the test before
    await()
        .until(() ->
            catalogs.of(Shop.GROUP, DatasetType.ITEMS).map(RecordColumns::size).orElse(0)
                == Shop.ITEMS);
  }

  private void put(String id, String kind) {
    transaction.executeWithoutResult(status -> feed.announceAfterCommit(table.put(
        numbers.of(items),
        List.of(new DatasetRecord(id, "{\"KIND\": \"%s\"}".formatted(kind))),
        Instant.now())));
  }

  private Arn filter(String expression) {
    return filters
        .create(new CreateFilter(Shop.unused("filter"), Shop.GROUP, expression, null))
        .filterArn();
  }

  private static GetRecommendations to(
      Arn recommender, @Nullable String itemId, @Nullable String user, int numResults) {
    return new GetRecommendations(
        null, itemId, user, numResults, null, null, null, null, null, null, recommender);
  }

  private List<PredictedItem> ask(GetRecommendations request) {
    return service.recommend(request).itemList();
  }

  private static List<String> ids(List<PredictedItem> items) {
    return items.stream().map(PredictedItem::itemId).toList();
  }

  @Test
  void a_use_case_leaves_out_what_the_user_purchased_and_another_what_was_watched()
      throws IOException {
    Arn forYou = shop.answering(FOR_YOU, RecommenderConfig.DEFAULT);
    Arn topPicks = shop.answering(TOP_PICKS, RecommenderConfig.DEFAULT);
    Arn alsoViewed = shop.answering(ALSO_VIEWED, RecommenderConfig.DEFAULT);
    shop.does("View", user, "tea1");
    shop.does("purchase", user, "tea2");
    shop.does("Watch", user, "tea3");

    assertThat(ids(ask(to(forYou, null, user, 60))))
        .contains("tea1", "tea3")
        .doesNotContain("tea2");
    assertThat(ids(ask(to(topPicks, null, user, 60))))
        .contains("tea1", "tea2")
        .doesNotContain("tea3");
    assertThat(ids(ask(to(alsoViewed, "tea4", user, 25))))
        .isNotEmpty()
        .doesNotContain("tea4", "tea2")
        .startsWith(ids(ask(to(alsoViewed, "tea4", user, 3))).toArray(String[]::new));
    assertThat(ask(to(forYou, null, user, 10)))
        .extracting(PredictedItem::score)
        .containsOnlyNulls();
  }

  @Test
  void a_filter_keeps_what_it_includes_and_a_promotion_brings_what_it_promotes()
      throws IOException {
    Arn forYou = shop.answering(FOR_YOU, RecommenderConfig.DEFAULT);
    Arn coffee = filter("INCLUDE ItemID WHERE Items.KIND IN (\"coffee\")");
    Arn tea = filter("INCLUDE ItemID WHERE Items.KIND IN (\"tea\")");
    shop.does("View", user, "tea1", "tea2");

    List<PredictedItem> filtered = ask(
        new GetRecommendations(null, null, user, 10, coffee, null, null, null, null, null, forYou));
    List<PredictedItem> promoted = ask(new GetRecommendations(
        null,
        null,
        user,
        10,
        tea,
        null,
        List.of(new Promotion("of-the-day", 30, coffee, null)),
        null,
        null,
        null,
        forYou));

    assertThat(ids(filtered)).hasSize(10).allMatch(id -> id.startsWith("coffee"));
    assertThat(promoted).hasSize(10);
    assertThat(promoted.stream().filter(item -> "of-the-day".equals(item.promotionName())))
        .hasSize(3)
        .allMatch(item -> item.itemId().startsWith("coffee"));
  }

  @Test
  void metadata_is_told_where_the_recommender_is_configured_for_it() throws IOException {
    Arn telling = shop.answering(FOR_YOU, new RecommenderConfig(null, 1, null, true));
    Arn silent = shop.answering(FOR_YOU, RecommenderConfig.DEFAULT);
    Map<String, List<String>> columns = Map.of("ITEMS", List.of("KIND"));

    assertThat(ask(new GetRecommendations(
            null, null, user, 5, null, null, null, columns, null, null, telling)))
        .hasSize(5)
        .allMatch(
            item -> Map.of("kind", item.itemId().replaceAll("\\d", "")).equals(item.metadata()));
    assertRefused(
        ErrorCode.INVALID_INPUT,
        "enableMetadataWithRecommendations",
        () -> ask(new GetRecommendations(
            null, null, user, 5, null, null, null, columns, null, null, silent)));
  }

  @Test
  void a_recommender_explores_as_much_as_its_configuration_says() throws IOException {
    Arn exploring = shop.answering(
        FOR_YOU, new RecommenderConfig(Map.of("explorationWeight", "1"), 1, null, null));
    Arn careful = shop.answering(
        FOR_YOU, new RecommenderConfig(Map.of("explorationWeight", "0"), 1, null, null));
    shop.does("View", user, "tea1", "tea2");

    put("new-tea", "tea");

    assertThat(ids(ask(to(exploring, null, user, 5)))).contains("new-tea");
    assertThat(ids(ask(to(careful, null, user, 5)))).doesNotContain("new-tea");
  }

  @Test
  void what_it_was_asked_is_recorded_and_replayed_with_a_filter_that_is_not_saved()
      throws IOException {
    Arn forYou = shop.answering(FOR_YOU, RecommenderConfig.DEFAULT);
    ask(to(forYou, null, user, 7));

    await().until(() -> !recorded.of(forYou).isEmpty());
    assertThat(recorded.of(forYou))
        .extracting(RecordedRequest::userId, RecordedRequest::numResults)
        .containsExactly(tuple(user, 7));
    assertThat(previews
            .preview(new PreviewFilter(
                Shop.GROUP, "INCLUDE ItemID WHERE Items.KIND IN (\"tea\")", null, null, forYou))
            .replay())
        .satisfies(replay -> {
          assertThat(replay.replayedRequests()).isEqualTo(1);
          assertThat(replay.after().itemsNeverShown()).isGreaterThanOrEqualTo(Shop.ITEMS - 7);
        });
  }

  @Test
  void items_that_it_does_not_show_are_told_with_reasons() throws IOException {
    Arn forYou = shop.answering(FOR_YOU, RecommenderConfig.DEFAULT);

    GetBlindSpotsResponse found = blindSpots.get(new GetBlindSpots(null, null, null, null, forYou));

    assertThat(found.solutionVersionArn()).isNull();
    assertThat(found.items()).isGreaterThanOrEqualTo(Shop.ITEMS);
    assertThat(found.reasons()).allSatisfy(reason -> assertThat(reason.items()).isPositive());
    assertRefused(
        ErrorCode.INVALID_INPUT,
        "Exactly one of campaignArn and recommenderArn",
        () -> blindSpots.get(new GetBlindSpots(forYou, null, null, null, forYou)));
    assertRefused(
        ErrorCode.RESOURCE_NOT_FOUND,
        forYou.toString(),
        () -> blindSpots.get(new GetBlindSpots(forYou, null, null, null)));
  }

  @Test
  void why_an_item_is_recommended_is_explained() throws IOException {
    Arn forYou = shop.answering(FOR_YOU, RecommenderConfig.DEFAULT);
    shop.does("View", user, "tea1", "tea2");
    shop.does("Purchase", user, "tea3");

    var purchased = explanations.explain(
        new GetExplanation(null, user, "tea3", 10, null, null, null, null, forYou, null));
    var other = explanations.explain(
        new GetExplanation(null, user, "tea4", 60, null, null, null, null, forYou, null));

    assertThat(purchased.shown()).isFalse();
    assertThat(purchased.causes()).isNotEmpty();
    assertThat(other.shown()).isTrue();
    assertThat(other.contributions()).isNotEmpty();
    assertRefused(
        ErrorCode.INVALID_INPUT,
        "Exactly one of campaignArn and recommenderArn",
        () -> explanations.explain(
            new GetExplanation(forYou, user, "tea4", 10, null, null, null, null, forYou, null)));
  }

  @Test
  void exactly_one_of_a_campaign_and_a_recommender_is_asked() throws IOException {
    Arn forYou = shop.answering(FOR_YOU, RecommenderConfig.DEFAULT);
    Arn waiting = shop.recommender(FOR_YOU);

    assertRefused(
        ErrorCode.INVALID_INPUT,
        "Exactly one of campaignArn and recommenderArn",
        () -> ask(new GetRecommendations(
            forYou, null, user, 5, null, null, null, null, null, null, forYou)));
    assertRefused(
        ErrorCode.RESOURCE_NOT_FOUND,
        forYou.toString(),
        () ->
            ask(new GetRecommendations(forYou, null, user, 5, null, null, null, null, null, null)));
    assertRefused(ErrorCode.INVALID_INPUT, "CREATE PENDING", () -> ask(to(waiting, null, user, 5)));
  }
}
