// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.blindspot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.openpersonalize.serving.testing.Refusals.assertRefused;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.catalog.RecordColumnsBuilder;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLogBuilder;
import org.openpersonalize.core.matrix.Utf8Slice;
import org.openpersonalize.core.recipe.Hyperparameters;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.recommendation.ModelFamilies;
import org.openpersonalize.core.recommendation.ParameterSearch;
import org.openpersonalize.core.recommendation.RecipeTrainer;
import org.openpersonalize.core.recommendation.RecommendationModel;
import org.openpersonalize.core.recommendation.ServedRecipes;
import org.openpersonalize.core.recommendation.Training;
import org.openpersonalize.core.recommendation.Training.Candidates;
import org.openpersonalize.core.recommendation.Training.Execution;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.core.training.TrainingProgress;
import org.openpersonalize.serving.blindspot.BlindSpotService.BlindSpot;
import org.openpersonalize.serving.blindspot.BlindSpotService.GetBlindSpots;
import org.openpersonalize.serving.blindspot.BlindSpotService.GetBlindSpotsResponse;
import org.openpersonalize.serving.blindspot.BlindSpotService.ReasonCount;
import org.openpersonalize.serving.catalog.Catalogs;
import org.openpersonalize.serving.filter.FilterService;
import org.openpersonalize.serving.filter.FilterService.CreateFilter;
import org.openpersonalize.serving.model.Deployable;
import org.openpersonalize.serving.model.Deployment;
import org.openpersonalize.serving.testing.ServingTestConfiguration;
import org.openpersonalize.serving.testing.Shop;
import org.openpersonalize.store.catalog.CampaignConfig;
import org.openpersonalize.store.catalog.DatasetNumbers;
import org.openpersonalize.store.record.DatasetRecord;
import org.openpersonalize.store.record.RecordFeed;
import org.openpersonalize.store.record.RecordTable;
import org.openpersonalize.store.replay.RecordedRequest;
import org.openpersonalize.store.replay.RecordedRequestTable;
import org.openpersonalize.store.testing.SettableClock;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.transaction.support.TransactionTemplate;

/** Sixty teas and coffees that the models know, and what came since. */
@SpringBootTest(classes = ServingTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class BlindSpotServiceTest {
  private static final CampaignConfig NO_EXPLORATION =
      new CampaignConfig(Map.of("explorationWeight", "0"), null, null, null);

  @Autowired
  BlindSpotService service;

  @Autowired
  Search search;

  @Autowired
  FilterService filters;

  @Autowired
  RecordedRequestTable recorded;

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
  SettableClock clock;

  @Autowired
  Shop shop;

  private Arn items;

  @BeforeEach
  void open() {
    shop.open();
    items = shop.dataset(Shop.GROUP, DatasetType.ITEMS, Shop.RECORDS);
    put("tea0", "{\"KIND\": \"tea\"}");
    catalogs.resync(); // those in memory are of the test before
    await()
        .until(() ->
            catalogs.of(Shop.GROUP, DatasetType.ITEMS).map(RecordColumns::size).orElse(0) == 1);
  }

  private void put(String id, String properties) {
    transaction.executeWithoutResult(status -> feed.announceAfterCommit(records.put(
        numbers.of(items), List.of(new DatasetRecord(id, properties)), clock.instant())));
  }

  private void asked(Arn campaign, @Nullable Arn filter, String... users) {
    recorded.add(List.of(users).stream()
        .map(
            user -> new RecordedRequest(campaign, user, null, 5, filter, Map.of(), clock.instant()))
        .toList());
  }

  private Arn filter(String expression) {
    return filters
        .create(new CreateFilter(Shop.unused("filter"), Shop.GROUP, expression, null))
        .filterArn();
  }

  private GetBlindSpotsResponse get(Arn campaign) {
    return get(campaign, null);
  }

  private GetBlindSpotsResponse get(Arn campaign, @Nullable BlindSpotReason reason) {
    clock.advance(Duration.ofMinutes(3)); // what was found before is too old
    return service.get(new GetBlindSpots(campaign, reason, null, null));
  }

  private static Map<BlindSpotReason, Integer> counts(GetBlindSpotsResponse found) {
    return found.reasons().stream()
        .collect(Collectors.toMap(ReasonCount::reason, ReasonCount::items));
  }

  @Test
  void what_came_after_the_training_is_not_shown_by_a_recipe_that_takes_in_nothing()
      throws IOException {
    Arn campaign = shop.campaign(shop.trained("aws-popularity-count"));
    put("b-new", "{}");
    put("a-new", "{}");
    shop.buyElsewhere("u", "tea0", "novel", "novel", "b-new");

    GetBlindSpotsResponse found = get(campaign);

    assertThat(found.items()).isEqualTo(4);
    assertThat(found.neverShown()).isEqualTo(3);
    assertThat(found.blindSpots())
        .containsExactly(
            new BlindSpot("novel", 2, BlindSpotReason.ARRIVED_AFTER_TRAINING),
            new BlindSpot("b-new", 1, BlindSpotReason.ARRIVED_AFTER_TRAINING),
            new BlindSpot("a-new", 0, BlindSpotReason.ARRIVED_AFTER_TRAINING));
    assertThat(found.reasons()).singleElement().satisfies(reason -> {
      assertThat(reason.forGood()).isTrue();
      assertThat(reason.remedy()).startsWith("Train a new version");
    });
    assertThat(found.shares()).extracting(ShownShare::items).containsExactly(1, 2, 3, 4);
    assertThat(found.recordedRequests()).isZero();
  }

  @Test
  void one_that_takes_in_new_items_shows_them_if_it_explores_or_their_records_place_them()
      throws IOException {
    Arn version = shop.trained("aws-user-personalization");
    Arn exploring = shop.campaign(version);
    Arn without = shop.campaign(version, NO_EXPLORATION);
    put("new-tea", "{\"KIND\": \"tea\"}");
    put("old-thing", "{\"CREATION_TIMESTAMP\": 1}");
    put("new-thing", "{}");
    shop.buyElsewhere("somebody", "novel");

    assertThat(get(exploring).neverShown()).isZero();
    assertThat(get(without).blindSpots())
        .as("the others have records, by which they stand somewhere")
        .containsExactly(new BlindSpot("novel", 1, BlindSpotReason.UNCOUNTED_INTERACTIONS));
  }

  @Test
  void what_nobody_had_taken_is_explored_only_if_it_is_known_to_be_young() {
    put("undated", "{}");
    put("young", "{\"CREATION_TIMESTAMP\": 5900000}");
    put("old", "{\"CREATION_TIMESTAMP\": 1000}");
    Recipe recipe = ServedRecipes.all().stream()
        .filter(each -> each.name().equals("aws-user-personalization"))
        .findFirst()
        .orElseThrow();
    RecommendationModel model = modelThatKnows(recipe, "undated", "young", "old");

    assertThat(spots(deployment(model, Map.of())))
        .containsExactly(
            new BlindSpot("old", 0, BlindSpotReason.TOO_OLD),
            new BlindSpot("undated", 0, BlindSpotReason.NO_CREATION_TIMESTAMP));
    assertThat(spots(deployment(model, Map.of("explorationWeight", "0"))))
        .extracting(BlindSpot::reason)
        .containsExactly(
            BlindSpotReason.NEVER_TAKEN, BlindSpotReason.NEVER_TAKEN, BlindSpotReason.NEVER_TAKEN);
  }

  private List<BlindSpot> spots(Deployment deployment) {
    return search.of(deployment).page(null, null, 10);
  }

  private Deployment deployment(RecommendationModel model, Map<String, String> exploration) {
    return new Deployment(
        new Deployable(
            Shop.GROUP.sibling(ResourceType.CAMPAIGN, Shop.unused("campaign")),
            Shop.GROUP.sibling(ResourceType.SOLUTION, "solution"),
            model.recipe(),
            Shop.GROUP,
            false,
            exploration),
        shop.datasetNumber(),
        model,
        Instant.now());
  }

  /** A model of tea and coffee, and of further items with records that say nothing of where they belong. */
  private static RecommendationModel modelThatKnows(Recipe recipe, String... others) {
    InteractionLogBuilder log = new InteractionLogBuilder();
    RecordColumnsBuilder known = new RecordColumnsBuilder(DatasetSchema.parse(Shop.RECORDS, null));
    for (int user = 0; user < 40; user++) {
      for (int item = 0; item < 20; item++) {
        if ((user + item) % 3 > 0) {
          log.add("u" + user, "tea" + item, "buy", Float.NaN, 6_000_000_000L);
        }
      }
    }
    IntStream.range(0, 20)
        .forEach(
            item -> known.add(Utf8Slice.of("tea" + item), Utf8Slice.of("{\"KIND\": \"tea\"}")));
    for (String other : others) {
      log.addItem(other);
    }
    Training training = new Training(
            new Candidates(
                Hyperparameters.defaultsOf(recipe), ParameterSearch.NONE, ModelFamilies.ALL),
            ConfidenceRule.everyEvent(),
            log.build(),
            new Execution(1, 1))
        .withItems(() -> Optional.of(known.build()));
    return new RecipeTrainer(Clock.systemUTC())
        .train(training, TrainingProgress.NONE)
        .model();
  }

  @Test
  void what_the_filters_of_all_requests_keep_out_can_never_be_shown() throws IOException {
    Arn campaign = shop.campaign(shop.trained("aws-popularity-count"));
    put("coffee1", "{\"KIND\": \"coffee\"}");
    put("tea1", "{\"KIND\": \"tea\"}");
    Arn tea = filter("INCLUDE ItemID WHERE Items.KIND IN (\"tea\")");
    Arn gone = Shop.GROUP.sibling(ResourceType.FILTER, "gone");
    asked(campaign, tea, "u1", "u2");
    asked(campaign, gone, "u3");

    GetBlindSpotsResponse found = get(campaign);
    assertThat(found.blindSpots())
        .containsExactly(new BlindSpot("coffee1", 0, BlindSpotReason.FILTERED));
    assertThat(found.reasons().get(0).filterArns()).containsExactly(tea);
    assertThat(found.replayedRequests()).isEqualTo(3);

    asked(campaign, null, "u1");
    assertThat(get(campaign).neverShown()).isZero();
  }

  @Test
  void what_was_in_no_answer_is_told_apart_from_what_can_be_in_none() throws IOException {
    Arn campaign = shop.campaign(shop.trained("aws-popularity-count"));
    for (int item = 1; item < 30; item++) {
      put("tea" + item, "{}");
      put("coffee" + item, "{}");
    }
    put("coffee0", "{}");
    put("new", "{}");
    asked(campaign, null, "u1", "u2");

    GetBlindSpotsResponse found = get(campaign);

    assertThat(found.items()).isEqualTo(61);
    assertThat(counts(found))
        .isEqualTo(
            Map.of(BlindSpotReason.ARRIVED_AFTER_TRAINING, 1, BlindSpotReason.NOT_SHOWN, 60 - 5));
    assertThat(found.neverShown()).isEqualTo(1);
    assertThat(found.blindSpots()).extracting(BlindSpot::itemId).containsExactly("new");
    assertThat(get(campaign, BlindSpotReason.NOT_SHOWN).blindSpots())
        .hasSize(55)
        .extracting(BlindSpot::reason)
        .containsOnly(BlindSpotReason.NOT_SHOWN);
    assertThat(found.shares())
        .filteredOn(share -> share.items() == 5)
        .extracting(ShownShare::recommendations)
        .containsExactly(1.0);
  }

  @Test
  void pages_go_on_where_the_one_before_ended() throws IOException {
    Arn campaign = shop.campaign(shop.trained("aws-popularity-count"));
    IntStream.range(0, 7).forEach(n -> put("new" + n, "{}"));
    shop.buyElsewhere("u", "new5", "new3", "new3");
    List<String> all = new ArrayList<>();
    @Nullable String token = null;

    do {
      GetBlindSpotsResponse page = service.get(new GetBlindSpots(campaign, null, token, 3));
      page.blindSpots().forEach(spot -> all.add(spot.itemId()));
      token = page.nextToken();
    } while (token != null);

    assertThat(all).containsExactly("new3", "new5", "new0", "new1", "new2", "new4", "new6");
  }

  @Test
  void what_was_found_is_known_for_a_while() throws IOException {
    Arn campaign = shop.campaign(shop.trained("aws-popularity-count"));
    assertThat(service.isKnown(campaign)).isFalse();
    Instant counted = get(campaign).countedAt();

    put("new", "{}");

    assertThat(service.isKnown(campaign)).isTrue();
    assertThat(service.get(new GetBlindSpots(campaign, null, null, null)).countedAt())
        .isEqualTo(counted);
    assertThat(get(campaign).neverShown()).isEqualTo(1);
    shop.update(campaign, shop.trained("aws-user-personalization"));
    await().until(() -> !service.isKnown(campaign));
  }

  @Test
  void a_campaign_that_puts_lists_in_order_leaves_nothing_out() throws IOException {
    Arn campaign = shop.campaign(shop.trained("aws-personalized-ranking"));

    assertRefused(ErrorCode.INVALID_INPUT, "leaves nothing out", () -> get(campaign));
    assertRefused(
        ErrorCode.RESOURCE_NOT_FOUND,
        "nowhere",
        () -> get(Shop.GROUP.sibling(ResourceType.CAMPAIGN, "nowhere")));
  }
}
