// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.openpersonalize.serving.testing.Refusals.assertRefused;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.ranking.Relation;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.serving.ExplanationService.CauseFound;
import org.openpersonalize.serving.ExplanationService.Contribution;
import org.openpersonalize.serving.ExplanationService.ExcludingExpression;
import org.openpersonalize.serving.ExplanationService.GetExplanation;
import org.openpersonalize.serving.ExplanationService.GetExplanationResponse;
import org.openpersonalize.serving.ExplanationService.ItemRelation;
import org.openpersonalize.serving.RecommendationService.GetRecommendations;
import org.openpersonalize.serving.RecommendationService.PredictedItem;
import org.openpersonalize.serving.RecommendationService.Promotion;
import org.openpersonalize.serving.catalog.Catalogs;
import org.openpersonalize.serving.filter.FilterService;
import org.openpersonalize.serving.filter.FilterService.CreateFilter;
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
class ExplanationServiceTest {
  private static final String ITEMS = """
      {"type":"record","name":"Items","namespace":"com.amazonaws.personalize.schema","version":"1.0","fields":[
        {"name":"ITEM_ID","type":"string"},
        {"name":"PRICE","type":["null","float"]}, {"name":"CREATION_TIMESTAMP","type":["null","long"]}]}""";

  @Autowired
  ExplanationService service;

  @Autowired
  RecommendationService recommendations;

  @Autowired
  FilterService filters;

  @Autowired
  Catalogs catalogs;

  @Autowired
  RecordTable records;

  @Autowired
  RecordFeed feed;

  @Autowired
  DatasetNumbers numbers;

  @Autowired
  TransactionTemplate transaction;

  @Autowired
  Shop shop;

  private final String user = Shop.unused("user");
  private final String soap = Shop.unused("soap");
  private Arn items;
  private Arn campaign;

  @BeforeEach
  void openShop() throws IOException {
    shop.open();
    items = shop.dataset(Shop.GROUP, DatasetType.ITEMS, ITEMS);
    campaign = shop.campaign(shop.trained("aws-user-personalization-v2"));
  }

  @Test
  void what_is_shown_comes_from_what_the_user_did() {
    shop.buy(user, "tea0", "tea1", "coffee1");
    List<PredictedItem> shown = recommended(campaign, 10);

    for (int place = 0; place < shown.size(); place++) {
      GetExplanationResponse explanation =
          explain(campaign, user, shown.get(place).itemId(), 10, null);

      assertThat(explanation.shown()).isTrue();
      assertThat(explanation.rank()).isEqualTo(place + 1);
      assertThat(explanation.probability()).isEqualTo(shown.get(place).score());
      assertThat(explanation.causes()).isEmpty();
      assertThat(explanation.contributions())
          .extracting(Contribution::itemId)
          .containsExactlyInAnyOrder("tea0", "tea1", "coffee1");
      assertThat(explanation.contributions())
          .allSatisfy(each -> assertThat(each.eventType()).isEqualTo("buy"));
      assertSums(explanation);
    }
  }

  private static void assertSums(GetExplanationResponse explanation) {
    double sum = Objects.requireNonNull(explanation.remainder());
    for (Contribution each : explanation.contributions()) {
      sum += each.amount();
    }
    assertThat(explanation.score()).isCloseTo(sum, within(1e-4 * Math.abs(sum)));
  }

  @Test
  void what_nobody_has_told_of_is_unknown() {
    shop.buy(user, "tea0");

    GetExplanationResponse explanation = explain(campaign, user, soap, 10, null);

    assertThat(explanation.shown()).isFalse();
    assertThat(explanation.rank()).isNull();
    assertThat(explanation.score()).isNull();
    assertThat(explanation.contributions()).isEmpty();
    assertThat(explanation.causes()).singleElement().satisfies(found -> {
      assertThat(found.cause()).isEqualTo(Cause.UNKNOWN_ITEM);
      assertThat(found.message()).contains("The item %s has no record".formatted(soap));
    });
  }

  @Test
  void what_has_a_record_and_came_after_the_training_has_no_interactions() throws IOException {
    shop.buy(user, "tea0");
    put(soap, "{\"PRICE\": 3}");

    assertThat(explain(shop.campaign(shop.trained("aws-hrnn")), user, soap, 10, null)
            .causes())
        .singleElement()
        .satisfies(found -> {
          assertThat(found.cause()).isEqualTo(Cause.NO_INTERACTIONS);
          assertThat(found.message()).contains(soap, "Train a new version");
        });
  }

  @Test
  void what_came_after_the_training_has_a_place_where_new_items_are_taken_in() {
    shop.buy(user, "tea0");
    explain(campaign, user, "tea1", 10, null); // its records are read now
    put(soap, "{\"PRICE\": 3}");

    await()
        .untilAsserted(() -> assertThat(explain(campaign, user, soap, 10, null).causes())
            .singleElement()
            .satisfies(found -> assertThat(found.cause()).isEqualTo(Cause.BELOW_NUM_RESULTS)));
  }

  @Test
  void what_is_too_old_to_be_explored_has_its_date() {
    shop.buy(user, "tea0");
    explain(campaign, user, "tea1", 10, null); // its records are read now
    put(soap, "{\"CREATION_TIMESTAMP\": -86400000}");

    await()
        .untilAsserted(() -> assertThat(explain(campaign, user, soap, 10, null).causes())
            .filteredOn(found -> found.cause() == Cause.TOO_OLD)
            .singleElement()
            .satisfies(
                found -> assertThat(found.message()).contains(soap, "1967-04-07T00:00:00Z")));
  }

  @Test
  void what_others_are_promoted_before_is_told_how_many() {
    shop.buy(user, "tea0", "tea1", "tea2");
    put("coffee1", "{\"PRICE\": 3}");
    Arn coffee = filters
        .create(new CreateFilter(
            Shop.unused("coffee"), Shop.GROUP, "INCLUDE ItemID WHERE Items.PRICE = 3", null))
        .filterArn();
    Promotion quarter = new Promotion("quarter", 25, coffee, null);
    List<PredictedItem> best = recommended(campaign, 5);

    assertThat(promoting(quarter, best.get(2)).shown()).isTrue();
    assertThat(promoting(quarter, best.get(3)).causes()).singleElement().satisfies(found -> {
      assertThat(found.cause()).isEqualTo(Cause.PROMOTED_OTHERS);
      assertThat(found.message()).contains("rank 4", "1 of the 4 places");
    });
    assertThat(promoting(quarter, best.get(4)).causes())
        .extracting(CauseFound::cause)
        .containsExactly(Cause.BELOW_NUM_RESULTS);
    assertThat(service
            .explain(new GetExplanation(
                campaign, user, "coffee1", 4, null, null, List.of(quarter), null))
            .shown())
        .isTrue();
  }

  private GetExplanationResponse promoting(Promotion promotion, PredictedItem item) {
    return service.explain(
        new GetExplanation(campaign, user, item.itemId(), 4, null, null, List.of(promotion), null));
  }

  @Test
  void what_the_filter_does_not_let_through_has_its_name() {
    shop.buy(user, "tea0");
    put("tea1", "{\"PRICE\": 3}");
    Arn cheap = filters
        .create(new CreateFilter(
            Shop.unused("cheap"),
            Shop.GROUP,
            "EXCLUDE ItemID WHERE Items.PRICE > 9 | EXCLUDE ItemID WHERE Items.PRICE > 2",
            null))
        .filterArn();

    GetExplanationResponse hidden = explain(campaign, user, "tea1", 500, cheap);

    assertThat(hidden.shown()).isFalse();
    assertThat(hidden.rank()).isNull();
    assertThat(hidden.score())
        .isEqualTo(explain(campaign, user, "tea1", 500, null).score());
    assertThat(hidden.causes()).singleElement().satisfies(found -> {
      assertThat(found.cause()).isEqualTo(Cause.FILTERED);
      assertThat(found.message())
          .contains(
              cheap.toString(), "tea1", "expression 2 is EXCLUDE ItemID WHERE Items.PRICE > 2");
      assertThat(found.expressions())
          .containsExactly(new ExcludingExpression(2, "EXCLUDE ItemID WHERE Items.PRICE > 2"));
    });
    assertThat(explain(campaign, user, "tea2", 500, cheap).shown()).isTrue();
  }

  @Test
  void what_comes_after_the_last_that_is_shown_has_its_rank() {
    shop.buy(user, "tea0", "tea1");
    String twelfth = recommended(campaign, 12).get(11).itemId();

    GetExplanationResponse explanation = explain(campaign, user, twelfth, 10, null);

    assertThat(explanation.shown()).isFalse();
    assertThat(explanation.rank()).isEqualTo(12);
    assertThat(explanation.causes())
        .filteredOn(found -> found.cause() == Cause.BELOW_NUM_RESULTS)
        .singleElement()
        .satisfies(found -> {
          assertThat(found.message()).contains("rank 12", "the last of the 10 that are shown");
          assertThat(found.expressions()).isNull();
        });
    assertThat(explain(campaign, user, twelfth, null, null).shown()).as("of 25").isTrue();
  }

  @Test
  void what_the_user_had_is_told_to_be_seen() {
    shop.buy(user, "tea0", "tea1");

    GetExplanationResponse explanation = explain(campaign, user, "tea0", 1, null);

    assertThat(explanation.seenOffset()).isNegative();
    assertThat(causes(explanation)).containsExactly(Cause.BELOW_NUM_RESULTS, Cause.SEEN);
    assertThat(explain(campaign, user, "tea9", 1, null).seenOffset()).isNull();
  }

  @Test
  void popularity_is_the_same_for_everybody() throws IOException {
    Arn popular = shop.campaign(shop.trained("aws-popularity-count"));
    String second = recommended(popular, 2).get(1).itemId();

    GetExplanationResponse explanation = explain(popular, null, second, 1, null);

    assertThat(causes(explanation))
        .containsExactly(Cause.BELOW_NUM_RESULTS, Cause.SAME_FOR_EVERYBODY);
    assertThat(explanation.probability()).isNull();
    assertThat(explanation.contributions()).isEmpty();
    assertThat(explanation.remainder()).isEqualTo(explanation.score());
    shop.buy(user, "tea0");
    assertThat(explain(popular, user, second, 1, null)).isEqualTo(explanation);
  }

  @Test
  void a_stranger_gets_what_is_popular() {
    String second = recommended(campaign, 2).get(1).itemId();

    GetExplanationResponse explanation = explain(campaign, user, second, 1, null);

    assertThat(causes(explanation)).containsExactly(Cause.BELOW_NUM_RESULTS, Cause.UNKNOWN_USER);
    assertThat(explanation.contributions()).isEmpty();
    assertThat(explanation.remainder()).isEqualTo(explanation.score());
    assertThat(causes(explain(campaign, user, soap, 1, null)))
        .containsExactly(Cause.UNKNOWN_ITEM, Cause.UNKNOWN_USER);
  }

  @Test
  void a_campaign_that_ranks_lists_is_explained_among_all_items() throws IOException {
    Arn ranking = shop.campaign(shop.trained("aws-personalized-ranking-v2"));
    shop.buy(user, "tea0", "tea1");

    GetExplanationResponse explanation = explain(ranking, user, "tea5", 500, null);

    assertThat(explanation.rank()).isBetween(1, Shop.ITEMS);
    assertThat(explanation.contributions()).hasSize(2);
    assertSums(explanation);
  }

  @Test
  void what_goes_with_an_item_is_explained_by_what_both_have_in_common() throws IOException {
    Arn similar = shop.campaign(shop.trained("aws-similar-items"));
    Arn sims = shop.campaign(shop.trained("aws-sims"));

    GetExplanationResponse byAll = beside("tea0", "tea1", similar);
    GetExplanationResponse byUsers = beside("tea0", "tea1", sims);

    assertThat(byAll.contributions()).isEmpty();
    assertThat(byAll.relations()).extracting(ItemRelation::kind).contains(Relation.Kind.ATTRIBUTES);
    assertThat(byAll.relations())
        .filteredOn(each -> each.kind() == Relation.Kind.ATTRIBUTES)
        .flatExtracting(ItemRelation::shared)
        .extracting(Relation.Shared::column, Relation.Shared::value)
        .containsExactly(tuple("KIND", "tea"));
    for (GetExplanationResponse each : List.of(byAll, byUsers)) {
      assertThat(Objects.requireNonNull(each.relations()).stream()
                  .mapToDouble(ItemRelation::amount)
                  .sum()
              + Objects.requireNonNull(each.remainder()))
          .isCloseTo(Objects.requireNonNull(each.score()), within(1e-4));
    }
    assertThat(byUsers.relations()).singleElement().satisfies(each -> {
      assertThat(each.kind()).isEqualTo(Relation.Kind.USERS);
      assertThat(each.together()).isBetween(10, 60);
      assertThat(each.lift()).isGreaterThan(1);
    });
    assertThat(causes(beside("tea0", "tea0", sims))).containsExactly(Cause.ASKED_ABOUT);
    assertThat(Stream.of("tea0", "tea1", "tea2", "coffee0", "coffee1")
            .map(item -> beside("nobody-knows-this", item, sims))
            .filter(popular -> !popular.shown()))
        .isNotEmpty()
        .allSatisfy(popular -> assertThat(causes(popular)).contains(Cause.NOTHING_RELATED));
    assertRefused(ErrorCode.INVALID_INPUT, "itemId", () -> explain(sims, user, "tea0", 10, null));
  }

  private GetExplanationResponse beside(String about, String item, Arn of) {
    return service.explain(
        new GetExplanation(of, null, item, 3, null, null, null, null, null, about));
  }

  @Test
  void what_a_request_for_recommendations_is_refused_for_is_refused_here() {
    assertRefused(
        ErrorCode.INVALID_INPUT, "userId", () -> explain(campaign, null, "tea0", 10, null));
    assertRefused(
        ErrorCode.INVALID_INPUT, "at most 500", () -> explain(campaign, user, "tea0", 501, null));
    Arn unknown = Shop.dataset().sibling(ResourceType.CAMPAIGN, "unknown");
    assertRefused(
        ErrorCode.RESOURCE_NOT_FOUND,
        unknown.toString(),
        () -> explain(unknown, user, "tea0", 10, null));
    assertRefused(
        ErrorCode.INVALID_INPUT,
        "no filterArn",
        () -> service.explain(new GetExplanation(
            campaign, user, "tea0", 10, null, Map.of("PRICE", "2"), null, null)));
  }

  private GetExplanationResponse explain(
      Arn of,
      @Nullable String userId,
      String itemId,
      @Nullable Integer numResults,
      @Nullable Arn filter) {
    return service.explain(
        new GetExplanation(of, userId, itemId, numResults, filter, null, null, null));
  }

  private static List<Cause> causes(GetExplanationResponse explanation) {
    return explanation.causes().stream().map(CauseFound::cause).toList();
  }

  private List<PredictedItem> recommended(Arn of, int numResults) {
    return recommendations
        .recommend(
            new GetRecommendations(of, null, user, numResults, null, null, null, null, null, null))
        .itemList();
  }

  /** Puts the only record, and waits until those of an earlier test's dataset are forgotten. */
  private void put(String itemId, String properties) {
    transaction.executeWithoutResult(status -> feed.announceAfterCommit(records.put(
        numbers.of(items), List.of(new DatasetRecord(itemId, properties)), Instant.now())));
    catalogs.resync();
    await()
        .until(() -> catalogs
            .of(Shop.GROUP, DatasetType.ITEMS)
            .filter(known -> known.size() == 1 && known.find(itemId).isPresent())
            .isPresent());
  }
}
