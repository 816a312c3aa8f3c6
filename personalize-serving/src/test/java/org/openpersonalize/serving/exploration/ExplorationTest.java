// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.exploration;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.recipe.Hyperparameters;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.recommendation.ServedRecipes;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.serving.RecommendationService;
import org.openpersonalize.serving.RecommendationService.GetRecommendations;
import org.openpersonalize.serving.RecommendationService.PredictedItem;
import org.openpersonalize.serving.RecommendationService.Promotion;
import org.openpersonalize.serving.catalog.Catalogs;
import org.openpersonalize.serving.filter.FilterService;
import org.openpersonalize.serving.filter.FilterService.CreateFilter;
import org.openpersonalize.serving.model.ModelCache;
import org.openpersonalize.serving.testing.ServingTestConfiguration;
import org.openpersonalize.serving.testing.Shop;
import org.openpersonalize.store.catalog.CampaignConfig;
import org.openpersonalize.store.catalog.DatasetNumbers;
import org.openpersonalize.store.interaction.Event;
import org.openpersonalize.store.record.DatasetRecord;
import org.openpersonalize.store.record.RecordFeed;
import org.openpersonalize.store.record.RecordTable;
import org.openpersonalize.store.testing.SettableClock;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.transaction.support.TransactionTemplate;

@SpringBootTest(classes = ServingTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class ExplorationTest {
  private static final CampaignConfig EVERY_PLACE = weight("1");

  @Autowired
  RecommendationService service;

  @Autowired
  FilterService filters;

  @Autowired
  ModelCache deployments;

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
  MeterRegistry metrics;

  @Autowired
  SettableClock clock;

  @Autowired
  Shop shop;

  private final String user = Shop.unused("user");
  private Arn items;

  @BeforeEach
  void openShop() {
    shop.open();
    items = shop.dataset(Shop.GROUP, DatasetType.ITEMS, Shop.RECORDS);
    put("tea0", "tea", null);
    catalogs.resync(); // those in memory are of the test before
    await()
        .until(() ->
            catalogs.of(Shop.GROUP, DatasetType.ITEMS).map(RecordColumns::size).orElse(0) == 1);
  }

  private static CampaignConfig weight(String weight) {
    return new CampaignConfig(Map.of("explorationWeight", weight), null, null, null);
  }

  private Arn campaign(String recipe, @Nullable CampaignConfig config) throws IOException {
    return shop.campaign(shop.trained(recipe), config);
  }

  private void put(String id, String kind, @Nullable Instant created) {
    String properties = created == null
        ? "{\"KIND\": \"%s\"}".formatted(kind)
        : "{\"KIND\": \"%s\", \"CREATION_TIMESTAMP\": %d}"
            .formatted(kind, created.getEpochSecond());
    transaction.executeWithoutResult(status -> feed.announceAfterCommit(
        table.put(numbers.of(items), List.of(new DatasetRecord(id, properties)), Instant.now())));
  }

  private List<PredictedItem> recommend(Arn campaign, int numResults) {
    return service
        .recommend(new GetRecommendations(
            campaign, null, user, numResults, null, null, null, null, null, null))
        .itemList();
  }

  private static List<String> ids(List<PredictedItem> items) {
    return items.stream().map(PredictedItem::itemId).toList();
  }

  private double recommended(Arn campaign, String slot) {
    return metrics
        .counter("personalize.recommended.items", "campaign", campaign.id(), "slot", slot)
        .count();
  }

  @Test
  void an_item_is_explored_with_the_request_after_it_was_put() throws IOException {
    Arn campaign = campaign("aws-user-personalization", EVERY_PLACE);
    shop.buy(user, "tea1", "tea2");
    assertThat(ids(recommend(campaign, 5))).allMatch(id -> id.startsWith("tea"));

    put("new-tea", "tea", null);

    assertThat(ids(recommend(campaign, 5))).contains("new-tea").hasSize(5);
    assertThat(recommended(campaign, "explored")).isEqualTo(1);
    assertThat(recommended(campaign, "best")).isEqualTo(9);
  }

  @Test
  void it_is_explored_by_those_first_who_like_its_kind() throws IOException {
    Arn campaign = campaign("aws-user-personalization", EVERY_PLACE);
    shop.buy(user, "tea1", "tea2", "tea3", "tea4");
    for (int n = 0; n < 10; n++) {
      put("new-tea" + n, "tea", null);
      put("new-coffee" + n, "coffee", null);
    }
    int teas = 0;

    for (int n = 0; n < 50; n++) {
      teas += ids(recommend(campaign, 1)).get(0).startsWith("new-tea") ? 1 : 0;
    }

    assertThat(teas).isGreaterThan(35);
  }

  @Test
  void nothing_is_explored_without_weight_or_where_items_are_too_old() throws IOException {
    Arn campaign = campaign("aws-user-personalization", EVERY_PLACE);
    Arn without = campaign("aws-user-personalization", weight("0"));
    Instant newest = Instant.ofEpochMilli(60_000L * 100_000); // of the interactions, at most
    put("old-coffee", "coffee", newest.minusSeconds(31 * 86_400));
    put("new-coffee", "coffee", newest.minusSeconds(20 * 86_400));
    shop.buy(user, "tea1", "tea2");

    assertThat(ids(recommend(campaign, 20))).contains("new-coffee").doesNotContain("old-coffee");
    assertThat(ids(recommend(without, 20))).doesNotContain("new-coffee", "old-coffee");
  }

  @Test
  void a_stranger_explores_as_well() throws IOException {
    Arn campaign = campaign("aws-user-personalization", EVERY_PLACE);
    put("new-tea", "tea", null);

    assertThat(ids(recommend(campaign, 5))).contains("new-tea").hasSize(5);
  }

  @Test
  void an_item_is_explored_after_its_first_event() throws IOException {
    Arn campaign = campaign("aws-user-personalization", EVERY_PLACE);
    shop.buyElsewhere("somebody", "novel");
    shop.buy(user, "tea1", "tea2");
    recommend(campaign, 5);

    await().untilAsserted(() -> assertThat(ids(recommend(campaign, 5))).contains("novel"));
    shop.buy("somebody else", "newer novel");
    assertThat(ids(recommend(campaign, 5))).contains("novel", "newer novel");
  }

  @Test
  void a_new_item_is_promoted_and_filtered_like_any_other() throws IOException {
    Arn campaign = campaign("aws-user-personalization-v2", null);
    shop.buy(user, "tea1", "tea2");
    Arn coffee = filters
        .create(new CreateFilter(
            Shop.unused("filter"),
            Shop.GROUP,
            "INCLUDE ItemID WHERE Items.KIND IN (\"new\")",
            null))
        .filterArn();
    recommend(campaign, 5);

    put("newest", "new", null);

    assertThat(ids(service
            .recommend(new GetRecommendations(
                campaign, null, user, 10, coffee, null, null, null, null, null))
            .itemList()))
        .containsExactly("newest");
    assertThat(service
            .recommend(new GetRecommendations(
                campaign,
                null,
                user,
                10,
                null,
                null,
                List.of(new Promotion("new", 10, coffee, null)),
                null,
                null,
                null))
            .itemList())
        .hasSize(10)
        .filteredOn(item -> "new".equals(item.promotionName()))
        .extracting(PredictedItem::itemId)
        .containsExactly("newest");
  }

  @Test
  void v2_explores_one_place_in_a_thousand_and_says_so() throws IOException {
    Arn campaign = campaign("aws-user-personalization-v2", null);
    shop.buy(user, "tea1", "tea2");
    for (int n = 0; n < 30; n++) {
      put("coffee-of-today" + n, "coffee", null);
    }
    List<PredictedItem> explored = new ArrayList<>();

    for (int n = 0; n < 2_000; n++) {
      recommend(campaign, 25).stream()
          .filter(item -> Objects.equals(item.reason(), List.of("Exploration")))
          .forEach(explored::add);
    }

    assertThat(explored.size()).isBetween(20, 90);
    assertThat(ids(explored)).allMatch(id -> id.startsWith("coffee-of-today"));
    assertThat(recommended(campaign, "explored")).isEqualTo(explored.size());
  }

  @Test
  void the_cold_items_of_its_knobs_have_places_and_no_older_ones() throws IOException {
    Arn campaign = campaign("aws-hrnn-coldstart", null);
    Instant newest = Instant.parse("2024-05-20T00:00:00Z");
    put("fresh-coffee", "coffee", newest);
    put("young-coffee", "coffee", newest.minus(Duration.ofHours(5 * 24)));
    put("stale-coffee", "coffee", newest.minus(Duration.ofHours(5 * 24 + 1)));
    shop.buy(user, "tea1", "tea2");

    Map<String, Integer> shown = coffees(campaign);

    assertThat(shown).containsOnlyKeys("fresh-coffee", "young-coffee");
    assertThat(recommended(campaign, "explored") / 3000).isBetween(0.06, 0.12);

    put("newer-coffee", "coffee", newest.plus(Duration.ofHours(1)));

    assertThat(coffees(campaign)).containsOnlyKeys("newer-coffee", "fresh-coffee");
  }

  @Test
  void a_cold_item_grows_old_while_nothing_else_happens_where_days_are_counted_from_now()
      throws IOException {
    Recipe recipe = ServedRecipes.find(Arn.ofService(ResourceType.RECIPE, "aws-hrnn-coldstart"))
        .orElseThrow();
    Arn campaign = shop.campaign(shop.trained(Hyperparameters.of(
        recipe,
        Map.of(),
        Map.of("cold_start_relative_from", "currentTime", "cold_start_max_duration", "2.5"))));
    put("of-today", "coffee", clock.instant());
    put("of-yesterday", "coffee", clock.instant().minus(Duration.ofDays(1)));
    put("of-last-week", "coffee", clock.instant().minus(Duration.ofDays(7)));
    shop.buy(user, "tea1", "tea2");

    assertThat(coffees(campaign)).containsOnlyKeys("of-today", "of-yesterday");
    clock.advance(Duration.ofDays(2));
    assertThat(coffees(campaign)).containsOnlyKeys("of-today");
    clock.advance(Duration.ofDays(1));
    assertThat(coffees(campaign)).isEmpty();
  }

  @Test
  void no_item_is_cold_that_more_users_took_than_its_knobs_allow() throws IOException {
    Recipe recipe = ServedRecipes.find(Arn.ofService(ResourceType.RECIPE, "aws-hrnn-coldstart"))
        .orElseThrow();
    Arn usual = campaign("aws-hrnn-coldstart", null);
    Arn generous = shop.campaign(shop.trained(
        Hyperparameters.of(recipe, Map.of(), Map.of("cold_start_max_interactions", "1000"))));
    put("coffee7", "coffee", Instant.parse("2024-05-20T00:00:00Z"));
    shop.buy(user, "tea1", "tea2");

    assertThat(coffees(usual)).isEmpty();
    assertThat(coffees(generous)).containsOnlyKeys("coffee7");
  }

  /** What is not tea among ten items for somebody who drinks tea, of whose list that is never otherwise; in 300 lists. */
  private Map<String, Integer> coffees(Arn campaign) {
    Map<String, Integer> shown = new HashMap<>();
    for (int n = 0; n < 300; n++) {
      ids(recommend(campaign, 10)).stream()
          .filter(id -> !id.startsWith("tea"))
          .forEach(id -> shown.merge(id, 1, Integer::sum));
    }
    return shown;
  }

  @Test
  void what_is_served_no_more_is_not_held() throws IOException {
    Arn campaign = campaign("aws-user-personalization", EVERY_PLACE);
    recommend(campaign, 5);
    WeakReference<Object> model =
        new WeakReference<>(deployments.deployment(campaign).model());

    shop.update(campaign, shop.trained("aws-user-personalization"));

    await().atMost(ofSeconds(20)).until(() -> {
      recommend(campaign, 5);
      System.gc();
      return model.get() == null;
    });
  }

  @Test
  void what_is_shown_and_not_taken_is_explored_less() throws IOException {
    Arn campaign = campaign("aws-user-personalization", EVERY_PLACE);
    put("shown", "tea", null);
    put("named", "tea", null);
    put("fresh", "tea", null);
    recommend(campaign, 3);
    double before = metrics.counter("personalize.explored.shown").count();
    await().pollDelay(ofSeconds(2)).until(() -> true); // counting has begun

    List<Event> events = new ArrayList<>();
    for (int n = 0; n < 300; n++) {
      events.add(event(List.of("shown", "tea3"), null));
    }
    for (int n = 0; n < 100; n++) {
      var answer = service.recommend(new GetRecommendations(
          campaign, null, user, 3, null, null, null, null, List.of("shown", "fresh"), null));
      assertThat(ids(answer.itemList())).contains("named");
      events.add(event(null, answer.recommendationId()));
    }
    await().pollDelay(ofSeconds(2)).until(() -> true); // the answers are written down
    shop.happen(events);

    await().atMost(ofSeconds(20)).untilAsserted(() -> {
      int[] first = new int[3];
      for (int n = 0; n < 300; n++) {
        String id = ids(recommend(campaign, 1)).get(0);
        first[List.of("shown", "named", "fresh").indexOf(id)]++;
      }
      assertThat(first[2]).isGreaterThan(200);
    });
    assertThat(metrics.counter("personalize.explored.shown").count() - before).isEqualTo(100);
  }

  private Event event(@Nullable List<String> impression, @Nullable String recommendationId) {
    return new Event(
        UUID.randomUUID().toString(),
        "session",
        "somebody",
        "tea3",
        "view",
        null,
        Instant.now(),
        impression,
        recommendationId,
        null,
        null);
  }
}
