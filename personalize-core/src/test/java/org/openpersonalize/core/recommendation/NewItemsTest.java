// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.recommendation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.catalog.RecordColumnsBuilder;
import org.openpersonalize.core.content.ItemRecords;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.IdIndex;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.InteractionLogBuilder;
import org.openpersonalize.core.matrix.Utf8Slice;
import org.openpersonalize.core.ranking.Exploration;
import org.openpersonalize.core.ranking.PastEvent;
import org.openpersonalize.core.ranking.Recommendations;
import org.openpersonalize.core.ranking.Wish;
import org.openpersonalize.core.recipe.Hyperparameters;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.testing.TestData;
import org.openpersonalize.core.training.TrainingProgress;

@DisplayNameGeneration(ReplaceUnderscores.class)
class NewItemsTest {
  private static final int USERS = 200;
  private static final int ITEMS = 80;
  private static final DatasetSchema SCHEMA = DatasetSchema.parse("""
      {"type":"record","name":"Items","namespace":"com.amazonaws.personalize.schema","version":"1.0","fields":[
        {"name":"ITEM_ID","type":"string"},
        {"name":"TASTE","type":["null","string"],"categorical":true}]}""", null);

  private final InteractionLog log = log();

  @ParameterizedTest
  @ValueSource(strings = {"aws-hrnn", "aws-user-personalization-v2"})
  void a_new_item_comes_first_for_those_who_like_its_kind(String recipe) {
    RecommendationModel model = followed(trained(recipe), "new-even", "new-odd");

    for (int user = 0; user < 20; user++) {
      String own = isEven(log.users().id(user)) ? "even" : "odd";
      assertThat(ordered(model, user, List.of("new-odd", "new-even")).itemIds().get(0))
          .isEqualTo("new-" + own);
      assertThat(ordered(model, user, List.of("untaken-odd", "untaken-even"))
              .itemIds()
              .get(0))
          .as("an item of the catalogue that nobody had taken")
          .isEqualTo("untaken-" + own);
    }
    assertThat(ordered(model, 0, List.of("new-even", "i1")).itemIds().get(0))
        .as("its score is comparable with those of known items")
        .isEqualTo("new-even");
  }

  @ParameterizedTest
  @ValueSource(strings = {"aws-hrnn", "aws-user-personalization-v2"})
  void all_other_items_score_as_before(String recipe) {
    RecommendationModel before = trained(recipe);
    RecommendationModel after = followed(before, "new-even", "new-odd");
    List<String> known = IntStream.range(0, ITEMS).mapToObj(item -> "i" + item).toList();

    for (int user = 0; user < 10; user++) {
      List<Recommendations.Item> expected = ordered(before, user, known).items();
      List<Recommendations.Item> actual = ordered(after, user, known).items();
      assertThat(actual).hasSameSizeAs(expected);
      for (int rank = 0; rank < expected.size(); rank++) {
        assertThat(actual.get(rank).itemId()).isEqualTo(expected.get(rank).itemId());
        assertThat(actual.get(rank).score()).isEqualTo(expected.get(rank).score());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"aws-hrnn", "aws-user-personalization-v2"})
  void an_event_with_a_new_item_is_one_of_its_kind(String recipe) {
    RecommendationModel model = followed(trained(recipe), "new-even", "new-odd");
    List<PastEvent> events = new ArrayList<>(Events.of(log, 0).subList(0, 1));
    events.add(new PastEvent("new-even", "view", 1, Events.NOW.toEpochMilli()));

    Recommendations answer = model.answer(Question.of(events, Events.NOW), Wish.best(10));

    assertThat(answer.itemIds())
        .filteredOn(id -> !id.startsWith("new") && !id.startsWith("untaken"))
        .isNotEmpty()
        .allMatch(NewItemsTest::isEven);
  }

  @ParameterizedTest
  @ValueSource(strings = {"aws-hrnn", "aws-user-personalization-v2"})
  void who_took_nothing_but_a_new_item_gets_more_of_its_kind(String recipe) {
    RecommendationModel model = followed(trained(recipe), "new-even", "new-odd");
    List<PastEvent> events =
        List.of(new PastEvent("new-odd", "view", 1, Events.NOW.toEpochMilli()));

    Recommendations answer = model.answer(Question.of(events, Events.NOW), Wish.best(10));

    assertThat(answer.itemIds())
        .filteredOn(id -> id.startsWith("i"))
        .isNotEmpty()
        .noneMatch(NewItemsTest::isEven);
  }

  @Test
  void new_items_are_the_least_popular() {
    RecommendationModel model = followed(trained("aws-popularity-count"), "new-even");
    Question anybody = Question.of(List.of(), Events.NOW);

    assertThat(model.answer(anybody, Wish.all()).itemIds()).hasSize(ITEMS + 3).endsWith("new-even");
    assertThat(model.answer(anybody, Wish.best(5)))
        .isEqualTo(trained("aws-popularity-count").answer(anybody, Wish.best(5)));
  }

  @Test
  void explored_ones_are_among_the_answer_and_say_so() {
    RecommendationModel model =
        followed(trained("aws-user-personalization-v2"), "new-even", "new-odd");
    Exploration exploration =
        new Exploration(new int[] {model.items().find("new-odd").orElseThrow()}, 1, place -> 0);

    Recommendations answer = model.answer(
        Question.of(Events.of(log, 0), Events.NOW), Wish.best(5).exploring(exploration, 1));

    assertThat(answer.items())
        .filteredOn(item -> item.reasons().contains(Recommendations.EXPLORATION))
        .extracting(Recommendations.Item::itemId)
        .containsExactly("new-odd");
  }

  private static RecommendationModel followed(RecommendationModel model, String... ids) {
    IdIndex others = IdIndex.of(List.of(ids));
    return model.followedBy(
        new NewItems(others, model.place(ItemRecords.of(records(ids), others))));
  }

  private RecommendationModel trained(String recipe) {
    Hyperparameters hyperparameters = Hyperparameters.defaultsOf(
        ServedRecipes.find(Arn.ofService(ResourceType.RECIPE, recipe)).orElseThrow());
    Training training = TestData.training(hyperparameters, log, ConfidenceRule.everyEvent(), 1, 2)
        .withItems(() -> Optional.of(records()));
    return new RecipeTrainer(Clock.systemUTC())
        .train(training, TrainingProgress.NONE)
        .model();
  }

  private Recommendations ordered(RecommendationModel model, int user, List<String> items) {
    return model.answer(Question.of(Events.of(log, user), Events.NOW).among(items), Wish.all());
  }

  /** Is the number of a user or an item even? */
  private static boolean isEven(String id) {
    return Integer.parseInt(id.substring(1)) % 2 == 0;
  }

  /** Users of two tastes, and an item of each that nobody took. */
  private static InteractionLog log() {
    InteractionLog tastes = TestData.twoTastes(USERS, ITEMS);
    InteractionLogBuilder all = new InteractionLogBuilder();
    for (int user = 0; user < tastes.users().size(); user++) {
      for (int row = tastes.start(user); row < tastes.end(user); row++) {
        all.add(
            tastes.users().id(user),
            tastes.items().id(tastes.item(row)),
            "view",
            Float.NaN,
            tastes.epochMillis(row));
      }
    }
    all.addItem("untaken-even");
    all.addItem("untaken-odd");
    return all.build();
  }

  /** Of the catalogue and of further items. */
  private static RecordColumns records(String... further) {
    RecordColumnsBuilder records = new RecordColumnsBuilder(SCHEMA);
    for (int item = 0; item < ITEMS; item++) {
      add(records, "i" + item, item % 2 == 0 ? "even" : "odd");
    }
    add(records, "untaken-even", "even");
    add(records, "untaken-odd", "odd");
    for (String id : further) {
      add(records, id, id.substring("new-".length()));
    }
    return records.build();
  }

  private static void add(RecordColumnsBuilder records, String id, String taste) {
    records.add(Utf8Slice.of(id), Utf8Slice.of("{\"TASTE\": \"%s\"}".formatted(taste)));
  }
}
