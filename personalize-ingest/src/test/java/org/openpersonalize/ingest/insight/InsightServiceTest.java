// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openpersonalize.core.resource.ErrorCode.RESOURCE_NOT_FOUND;
import static org.openpersonalize.ingest.testing.Shop.assertRefused;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.recipe.MinimumData;
import org.openpersonalize.core.recommendation.ServedRecipes;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.core.schema.Domain;
import org.openpersonalize.ingest.event.EventService;
import org.openpersonalize.ingest.event.EventService.EventInput;
import org.openpersonalize.ingest.event.EventService.PutEvents;
import org.openpersonalize.ingest.insight.InsightService.DatasetInsights;
import org.openpersonalize.ingest.insight.InsightService.GetInsights;
import org.openpersonalize.ingest.insight.InsightService.GetInsightsResponse;
import org.openpersonalize.ingest.insight.InsightService.RecipeReadiness;
import org.openpersonalize.ingest.testing.IngestTestConfiguration;
import org.openpersonalize.ingest.testing.Shop;
import org.openpersonalize.store.catalog.ImportMode;
import org.openpersonalize.store.profile.CategoryProfile;
import org.openpersonalize.store.profile.CategoryProfile.CategoryCount;
import org.openpersonalize.store.profile.ColumnProfile;
import org.openpersonalize.store.profile.NumberProfile;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;

@SpringBootTest(classes = IngestTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class InsightServiceTest {
  private static final String HEADER =
      "USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,EVENT_VALUE,NUM_RATINGS,DEVICE\n";
  private static final Instant NOON = Instant.ofEpochSecond(1_700_000_000);
  private static final Instant LATER = NOON.plusSeconds(1_000_000);

  /** 33 users, of whom 32 have more than one; each of 60 items; the values 1 to 100 twelve times, and a million once. */
  private static final int IMPORTED = 1_205;

  @Autowired
  InsightService insights;

  @Autowired
  EventService events;

  @Autowired
  JdbcClient jdbc;

  @Autowired
  Shop shop;

  private Arn group;

  @BeforeEach
  void openShop() {
    group = shop.group();
  }

  @Test
  void interactions_are_counted_by_user_time_and_type() {
    sell();
    putEvent();

    DatasetInsights dataset = of(DatasetType.INTERACTIONS);

    assertThat(dataset.rows()).isEqualTo(IMPORTED + 1);
    assertThat(dataset.interactions()).satisfies(profile -> {
      assertThat(profile.users()).isEqualTo(33);
      assertThat(profile.returningUsers()).isEqualTo(32);
      assertThat(profile.items()).isEqualTo(60);
      assertThat(profile.first()).isEqualTo(NOON);
      assertThat(profile.last()).isEqualTo(LATER);
      assertThat(profile.eventTypes())
          .isEqualTo(new CategoryProfile(1, List.of(new CategoryCount("VIEW", IMPORTED + 1))));
      assertThat(profile.atEqualTimes()).isEqualTo(4);
      assertThat(profile.shareAtEqualTimes()).isEqualTo(4.0 / (IMPORTED + 1));
      assertThat(profile.repeated()).isEqualTo(1);
    });
  }

  @Test
  void columns_tell_what_is_missing_what_lies_far_out_and_what_is_frequent() {
    sell();
    putEvent();

    List<ColumnProfile> columns = of(DatasetType.INTERACTIONS).columns();

    assertThat(columns)
        .contains(
            new ColumnProfile("USER_ID", 0, 1.0, null, null),
            new ColumnProfile("TIMESTAMP", 0, 1.0, null, null),
            new ColumnProfile(
                "EVENT_VALUE",
                5,
                1_201.0 / (IMPORTED + 1),
                new NumberProfile(1, 26, 51, 76, 1_000_000, 1),
                null),
            new ColumnProfile("NUM_RATINGS", IMPORTED + 1, 0.0, null, null),
            new ColumnProfile(
                "DEVICE",
                1,
                (double) IMPORTED / (IMPORTED + 1),
                null,
                new CategoryProfile(
                    3,
                    List.of(
                        new CategoryCount("desk", 904),
                        new CategoryCount("phone", 301),
                        new CategoryCount("app", 300)))));
  }

  @Test
  void where_half_of_the_values_are_one_nothing_is_called_far_out() {
    Arn items = shop.dataset(group, "Items", Shop.ITEMS);
    String prices = "a,1,,,\nb,1,,,\nc,1,,,\nd,1,,,\ne,1,,,\nf,1000,,,\n";
    importText(items, "ITEM_ID,PRICE,GENRES,IN_STOCK,CREATION_TIMESTAMP\n" + prices);

    assertThat(of(DatasetType.ITEMS).columns())
        .contains(
            new ColumnProfile("PRICE", 0, 1.0, new NumberProfile(1, 1, 1, 1, 1_000, 0), null));
  }

  @Test
  void interactions_are_joined_with_the_records_of_the_other_datasets() {
    sell();
    shop.dataset(group, "Users", Shop.USERS);
    Arn items = shop.dataset(group, "Items", Shop.ITEMS);
    String stock = IntStream.range(0, 30)
        .mapToObj("item%d,1,,true,\n"::formatted)
        .collect(Collectors.joining());
    importText(
        items, "ITEM_ID,PRICE,GENRES,IN_STOCK,CREATION_TIMESTAMP\n" + stock + "unsold,1,,,\n");

    assertThat(of(DatasetType.INTERACTIONS).joins())
        .containsExactly(
            new JoinRate("ITEM_ID", DatasetType.ITEMS, 605, 605.0 / IMPORTED),
            new JoinRate("USER_ID", DatasetType.USERS, 0, 0.0));
    assertThat(of(DatasetType.ITEMS).rows()).isEqualTo(31);
    assertThat(of(DatasetType.ITEMS).joins()).isEmpty();
    assertThat(of(DatasetType.ITEMS).columns())
        .contains(new ColumnProfile(
            "IN_STOCK",
            1,
            30.0 / 31,
            null,
            new CategoryProfile(1, List.of(new CategoryCount("true", 30)))));
    assertThat(of(DatasetType.USERS).columns())
        .contains(new ColumnProfile("AGE", 0, null, null, null));
  }

  @Test
  void what_became_of_actions_is_counted_as_interactions_with_items_are() {
    sell();
    importText(
        shop.dataset(group, "Actions", Shop.ACTIONS),
        "ACTION_ID,VALUE,CHANNEL\nclub,5,app\nnews,1,mail\n");
    long time = NOON.getEpochSecond();
    importText(
        shop.dataset(group, "Action_Interactions", Shop.ACTION_INTERACTIONS),
        "USER_ID,ACTION_ID,EVENT_TYPE,TIMESTAMP,DEVICE\n"
            + "user0,club,Taken,%d,\nuser0,gone,Viewed,%d,app\nuser1,club,Not Taken,%d,\n"
                .formatted(time, time + 1, time + 2));

    DatasetInsights offers = of(DatasetType.ACTION_INTERACTIONS);

    assertThat(of(DatasetType.ACTIONS).rows()).isEqualTo(2);
    assertThat(offers.rows()).isEqualTo(3);
    assertThat(offers.interactions()).satisfies(profile -> {
      assertThat(profile.users()).isEqualTo(2);
      assertThat(profile.items()).isEqualTo(2);
      assertThat(profile.eventTypes().different()).isEqualTo(3);
    });
    assertThat(offers.joins())
        .containsExactly(new JoinRate("ACTION_ID", DatasetType.ACTIONS, 2, 2.0 / 3));
    assertThat(get().recipes())
        .filteredOn(recipe -> recipe.recipeArn().id().equals("aws-next-best-action"))
        .singleElement()
        .satisfies(recipe -> assertThat(recipe.ready()).isTrue());
  }

  @Test
  void every_served_recipe_is_ready_or_says_what_is_missing() {
    assertThat(get().recipes())
        .extracting(RecipeReadiness::recipeArn)
        .containsExactlyElementsOf(
            ServedRecipes.all().stream().map(recipe -> recipe.arn()).toList());
    assertMissing(
        recipe -> Stream.concat(interactionsOf(recipe), recordsOf(recipe)).toList());
    importText(
        shop.dataset(group, "Items", Shop.ITEMS),
        "ITEM_ID,PRICE,GENRES,IN_STOCK,CREATION_TIMESTAMP\nitem1,1,,true,\n");
    assertMissing(recipe -> Stream.of(interactionsOf(recipe), textsOf(recipe), actionsOf(recipe))
        .flatMap(sentences -> sentences)
        .toList());

    sell();

    assertMissing(recipe -> Stream.concat(textsOf(recipe), actionsOf(recipe)).toList());
  }

  @Test
  void the_use_cases_of_a_domain_are_ready_by_the_events_that_they_learn_from() {
    group = shop.group(Domain.ECOMMERCE);
    sell(shop.dataset(
        group, "Interactions", shop.createSchema(Shop.INTERACTIONS, Domain.ECOMMERCE)));

    List<RecipeReadiness> recipes = get().recipes();

    assertThat(recipes)
        .extracting(RecipeReadiness::recipeArn)
        .containsAll(ServedRecipes.of(Domain.ECOMMERCE).stream()
            .map(recipe -> recipe.arn())
            .toList())
        .noneMatch(arn -> arn.id().startsWith("aws-vod"));
    assertThat(of(recipes, "aws-ecomm-popular-items-by-views").missing()).isEmpty();
    assertThat(of(recipes, "aws-ecomm-popular-items-by-purchases").missing())
        .containsExactly(
            "Dataset has fewer than 1000 interactions of the event type Purchase.",
            "Dataset has fewer than 25 users with at least 2 interactions each.");
  }

  private static RecipeReadiness of(List<RecipeReadiness> recipes, String name) {
    return recipes.stream()
        .filter(recipe -> recipe.recipeArn().id().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private void assertMissing(Function<RecipeReadiness, List<String>> expected) {
    assertThat(get().recipes()).isNotEmpty().allSatisfy(recipe -> {
      assertThat(recipe.missing()).containsExactlyInAnyOrderElementsOf(expected.apply(recipe));
      assertThat(recipe.ready()).isEqualTo(recipe.missing().isEmpty());
    });
  }

  private static Stream<String> interactionsOf(RecipeReadiness recipe) {
    return minimum(recipe).interactions() == 0
        ? Stream.of()
        : Stream.of(
            "Dataset has fewer than 1000 interactions.",
            "Dataset has fewer than 25 users with at least 2 interactions each.");
  }

  private static Stream<String> recordsOf(RecipeReadiness recipe) {
    return minimum(recipe).datasets().stream()
        .map("There are no records in a dataset of the type %s."::formatted);
  }

  /** The shop has no actions. */
  private static Stream<String> actionsOf(RecipeReadiness recipe) {
    return recordsOf(recipe).filter(sentence -> sentence.endsWith("ACTIONS."));
  }

  /** The shop's items have no texts. */
  private static Stream<String> textsOf(RecipeReadiness recipe) {
    return recipe.recipeArn().id().equals("aws-semantic-similarity")
        ? Stream.of("The Items dataset has no column that is textual or the itemName.")
        : Stream.of();
  }

  private static MinimumData minimum(RecipeReadiness recipe) {
    return ServedRecipes.find(recipe.recipeArn()).orElseThrow().minimumData();
  }

  @Test
  void nothing_is_left_of_the_counting() {
    sell();
    get();

    assertThat(jdbc.sql("SELECT count(*) FROM pg_class WHERE relname LIKE 'snapshot%'")
            .query(Integer.class)
            .single())
        .isZero();
  }

  @Test
  void a_group_that_does_not_exist_is_not_found() {
    assertRefused(
        RESOURCE_NOT_FOUND,
        () -> insights.get(new GetInsights(
            Arn.parse("arn:aws:personalize:us-east-1:000000000000:dataset-group/none"))));
  }

  private GetInsightsResponse get() {
    return insights.get(new GetInsights(group));
  }

  private DatasetInsights of(DatasetType type) {
    return get().datasets().stream()
        .filter(dataset -> dataset.datasetType() == type)
        .findFirst()
        .orElseThrow();
  }

  private void sell() {
    sell(shop.dataset(group, "Interactions", Shop.INTERACTIONS));
  }

  private void sell(Arn interactions) {
    StringBuilder text = new StringBuilder(HEADER);
    long time = NOON.getEpochSecond();
    for (int i = 0; i < 1_200; i++) {
      text.append("user%d,item%d,%d,view,%d,,%s\n"
          .formatted(i % 30, i % 60, time + i, i % 100 + 1, i % 4 == 0 ? "phone|app" : "desk"));
    }
    text.append("rich,item0,%d,view,1000000,,desk\n".formatted(time));
    text.append("tied,item0,%1$d,view,,,desk\ntied,item1,%1$d,view,,,desk\n".formatted(time));
    text.append("again,item1,%1$d,view,,,desk\nagain,item1,%1$d,view,,,phone\n".formatted(time));
    importText(interactions, text.toString());
  }

  private void importText(Arn dataset, String text) {
    String location = shop.upload(UUID.randomUUID() + ".csv", text);
    assertThat(shop.importData(dataset, ImportMode.FULL, location).failureReason())
        .isNull();
  }

  private void putEvent() {
    events.put(new PutEvents(
        shop.tracker(group).trackingId(),
        "user0",
        "session",
        List.of(new EventInput(null, "VIEW", null, "item59", null, LATER, null, null, null))));
  }
}
