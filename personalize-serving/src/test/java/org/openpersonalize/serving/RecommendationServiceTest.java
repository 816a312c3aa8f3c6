// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.openpersonalize.serving.testing.Refusals.assertRefused;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.Condition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.serving.RecommendationService.GetPersonalizedRanking;
import org.openpersonalize.serving.RecommendationService.GetRecommendations;
import org.openpersonalize.serving.RecommendationService.PredictedItem;
import org.openpersonalize.serving.testing.ServingTestConfiguration;
import org.openpersonalize.serving.testing.Shop;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

@SpringBootTest(classes = ServingTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class RecommendationServiceTest {
  private static final String PERSONALIZATION = "aws-user-personalization-v2";
  private static final String RANKING = "aws-personalized-ranking-v2";
  private static final String POPULARITY = "aws-popularity-count";
  private static final Condition<PredictedItem> TEA =
      new Condition<>(item -> item.itemId().startsWith("tea"), "tea");
  private static final Condition<PredictedItem> COFFEE =
      new Condition<>(item -> item.itemId().startsWith("coffee"), "coffee");

  @Autowired
  RecommendationService service;

  @Autowired
  Shop shop;

  private final String user = Shop.unused("user");

  @BeforeEach
  void openShop() throws IOException {
    shop.open();
  }

  @Test
  void an_event_changes_the_very_next_answer() throws IOException {
    Arn campaign = shop.campaign(shop.trained(PERSONALIZATION));
    List<PredictedItem> stranger = recommend(campaign, user, 10);

    shop.buy(user, "tea0", "tea1", "tea2");
    assertThat(recommend(campaign, user, 10)).isNotEqualTo(stranger).are(TEA);

    shop.buy(user, Collections.nCopies(40, "coffee3").toArray(String[]::new));
    shop.buy(user, Collections.nCopies(40, "coffee4").toArray(String[]::new));
    assertThat(recommend(campaign, user, 1)).are(COFFEE);
  }

  @Test
  void a_stranger_gets_what_is_popular_with_scores() throws IOException {
    Arn popular = shop.campaign(shop.trained(POPULARITY));
    Arn campaign = shop.campaign(shop.trained(PERSONALIZATION));

    List<PredictedItem> items = recommend(campaign, user, 20);

    assertThat(items)
        .extracting(PredictedItem::itemId)
        .isEqualTo(
            recommend(popular, null, 20).stream().map(PredictedItem::itemId).toList());
    assertThat(items)
        .extracting(PredictedItem::score)
        .isSortedAccordingTo(Collections.reverseOrder())
        .allSatisfy(score -> assertThat(score).isBetween(0.0, 1.0));
  }

  /** By a recipe that takes in no items between trainings: other tests may have put some. */
  @Test
  void the_scores_of_the_whole_catalogue_sum_to_one() throws IOException {
    Arn campaign = shop.campaign(shop.trained("aws-hrnn"));
    shop.buy(user, "tea0", "tea1", "tea2");

    List<PredictedItem> items = recommend(campaign, user, 500);

    assertThat(items).hasSize(Shop.ITEMS).doesNotHaveDuplicates();
    assertThat(items.stream().mapToDouble(PredictedItem::score).sum()).isCloseTo(1, within(1e-6));
  }

  @Test
  void there_are_25_results_unless_1_to_500_are_asked_for() throws IOException {
    Arn campaign = shop.campaign(shop.trained(PERSONALIZATION));

    assertThat(recommend(campaign, user, null)).hasSize(25);
    assertThat(recommend(campaign, user, 0)).hasSize(25);
    assertThat(recommend(campaign, user, 1)).hasSize(1);
    assertRefused(ErrorCode.INVALID_INPUT, "at most 500", () -> recommend(campaign, user, 501));
  }

  @Test
  void an_answer_has_an_id_of_its_own() throws IOException {
    Arn campaign = shop.campaign(shop.trained(PERSONALIZATION));
    GetRecommendations request =
        new GetRecommendations(campaign, null, user, null, null, null, null, null, null, null);

    String id = service.recommend(request).recommendationId();

    assertThat(id).matches("RID-[0-9a-f-]{36}");
    assertThat(service.recommend(request).recommendationId()).isNotEqualTo(id);
  }

  @Test
  void a_recipe_that_looks_at_the_user_needs_one_and_popularity_does_not() throws IOException {
    Arn campaign = shop.campaign(shop.trained(PERSONALIZATION));
    Arn popular = shop.campaign(shop.trained(POPULARITY));

    assertRefused(ErrorCode.INVALID_INPUT, "userId", () -> recommend(campaign, null, null));
    assertRefused(ErrorCode.INVALID_INPUT, "userId", () -> recommend(campaign, "", null));
    assertThat(recommend(popular, null, 10))
        .hasSize(10)
        .extracting(PredictedItem::score)
        .containsOnlyNulls();
    shop.buy(user, "tea0");
    assertThat(recommend(popular, user, 10)).isEqualTo(recommend(popular, null, 10));
  }

  @Test
  void a_campaign_is_needed_and_must_be_there() {
    assertRefused(ErrorCode.INVALID_INPUT, "campaignArn", () -> recommend(null, user, null));
    Arn unknown = Shop.dataset().sibling(ResourceType.CAMPAIGN, "unknown");
    assertRefused(
        ErrorCode.RESOURCE_NOT_FOUND, unknown.toString(), () -> recommend(unknown, user, null));
  }

  @Test
  void a_campaign_answers_the_operation_of_its_recipe_only() throws IOException {
    Arn recommending = shop.campaign(shop.trained(PERSONALIZATION));
    Arn ranking = shop.campaign(shop.trained(RANKING));

    assertRefused(
        ErrorCode.INVALID_INPUT,
        "call GetPersonalizedRanking",
        () -> recommend(ranking, user, null));
    assertRefused(
        ErrorCode.INVALID_INPUT,
        "call GetRecommendations",
        () -> rank(recommending, user, List.of("tea0")));
  }

  @Test
  void a_list_is_ranked_for_the_user_with_unknown_items_last_and_without_score()
      throws IOException {
    Arn campaign = shop.campaign(shop.trained(RANKING));
    shop.buy(user, "tea0", "tea1", "tea2");

    List<PredictedItem> ranked = rank(
        campaign, user, List.of("soap", "coffee5", "tea6", "bread", "coffee7", "tea8", "tea6"));

    assertThat(ranked).extracting(PredictedItem::itemId).hasSize(6).endsWith("soap", "bread");
    assertThat(ranked.subList(0, 2)).are(TEA);
    assertThat(ranked.subList(2, 4)).are(COFFEE);
    assertThat(ranked.subList(0, 4).stream().mapToDouble(PredictedItem::score).sum())
        .isCloseTo(1, within(1e-6));
    assertThat(ranked.subList(4, 6)).extracting(PredictedItem::score).containsOnlyNulls();
  }

  @Test
  void a_list_to_rank_holds_1_to_500_items_and_needs_a_user() throws IOException {
    Arn campaign = shop.campaign(shop.trained(RANKING));

    assertRefused(ErrorCode.INVALID_INPUT, "inputList", () -> rank(campaign, user, List.of()));
    assertThat(rank(campaign, user, Collections.nCopies(500, "tea0"))).hasSize(1);
    assertRefused(
        ErrorCode.INVALID_INPUT,
        "holds 501",
        () -> rank(campaign, user, Collections.nCopies(501, "tea0")));
    assertRefused(ErrorCode.INVALID_INPUT, "userId", () -> rank(campaign, "", List.of("tea0")));
  }

  private List<PredictedItem> recommend(
      @Nullable Arn campaign, @Nullable String userId, @Nullable Integer numResults) {
    return service
        .recommend(new GetRecommendations(
            campaign, null, userId, numResults, null, null, null, null, null, null))
        .itemList();
  }

  private List<PredictedItem> rank(Arn campaign, String userId, List<String> items) {
    return service
        .rank(new GetPersonalizedRanking(campaign, items, userId, null, null, null, null))
        .personalizedRanking();
  }
}
