// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.recommendation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.evaluation.RankingMetric;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.EventWeight;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.InteractionLogBuilder;
import org.openpersonalize.core.ranking.PastEvent;
import org.openpersonalize.core.ranking.Recommendations;
import org.openpersonalize.core.ranking.Wish;
import org.openpersonalize.core.recipe.Hyperparameters;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.testing.TestData;
import org.openpersonalize.core.training.TrainingProgress;
import org.openpersonalize.core.tuning.Budget;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RecommendationModelTest {
  private static final int ITEMS = 40;
  private static final InteractionLog TWO_TASTES = TestData.twoTastes(400, ITEMS);
  private static final RecommendationModel MODEL =
      train("aws-user-personalization", TWO_TASTES, ConfidenceRule.everyEvent());

  @Test
  void a_visitor_who_likes_even_items_gets_even_items() {
    assertThat(MODEL
            .answer(Question.of(likes("i0", "i8"), Events.NOW), Wish.best(10))
            .itemIds())
        .hasSize(10)
        .allMatch(id -> Integer.parseInt(id.substring(1)) % 2 == 0);
    assertThat(MODEL
            .answer(Question.of(likes("i1", "i9"), Events.NOW), Wish.best(10))
            .itemIds())
        .allMatch(id -> Integer.parseInt(id.substring(1)) % 2 == 1);
  }

  @Test
  void scores_fall_and_sum_to_one_over_the_catalogue() {
    Recommendations all = MODEL.answer(Question.of(likes("i0", "i8"), Events.NOW), Wish.best(500));

    assertThat(all.items()).hasSize(ITEMS);
    assertThat(scores(all)).isSortedAccordingTo(Collections.reverseOrder());
    assertThat(sum(all)).isCloseTo(1, within(1e-6));
    assertThat(MODEL
            .answer(Question.of(likes("i0", "i8"), Events.NOW), Wish.best(3))
            .items())
        .isEqualTo(all.items().subList(0, 3));
  }

  @Test
  void without_a_usable_history_the_most_popular_items_come_with_their_shares() {
    Recommendations cold = MODEL.answer(Question.of(List.of(), Events.NOW), Wish.best(ITEMS));

    assertThat(sum(cold)).isCloseTo(1, within(1e-6));
    assertThat(scores(cold)).isSortedAccordingTo(Collections.reverseOrder());
    assertThat(
            MODEL.answer(Question.of(likes("not in the catalogue"), Events.NOW), Wish.best(ITEMS)))
        .isEqualTo(cold);
  }

  @Test
  void a_history_of_items_that_nobody_had_taken_is_none() {
    InteractionLogBuilder builder = new InteractionLogBuilder();
    for (int user = 0; user < 40; user++) {
      for (int item = 0; item < 10; item++) {
        builder.add("u" + user, "i" + (user + item) % (20 + user % 3), null, Float.NaN, item);
      }
    }
    builder.addItem("new");
    RecommendationModel model =
        train("aws-user-personalization", builder.build(), ConfidenceRule.everyEvent());

    assertThat(model.answer(Question.of(likes("new"), Events.NOW), Wish.best(30)))
        .isEqualTo(model.answer(Question.of(List.of(), Events.NOW), Wish.best(30)));
    assertThat(model.answer(
            Question.of(likes("new"), Events.NOW).among(List.of("i3", "new", "i1")), Wish.all()))
        .isEqualTo(model.answer(
            Question.of(List.of(), Events.NOW).among(List.of("i3", "new", "i1")), Wish.all()));
  }

  @Test
  void the_order_in_which_a_history_is_given_does_not_matter() {
    List<PastEvent> history = new ArrayList<>(Events.of(TWO_TASTES, 5));
    Recommendations expected = MODEL.answer(Question.of(history, Events.NOW), Wish.best(10));

    Collections.shuffle(history, new Random(1));

    assertThat(MODEL.answer(Question.of(history, Events.NOW), Wish.best(10))).isEqualTo(expected);
  }

  @Test
  void requests_at_the_same_time_do_not_disturb_each_other() {
    List<Recommendations> expected =
        IntStream.range(0, 400).mapToObj(RecommendationModelTest::recommend).toList();

    assertThat(IntStream.range(0, 400)
            .parallel()
            .mapToObj(RecommendationModelTest::recommend)
            .toList())
        .isEqualTo(expected);
  }

  private static Recommendations recommend(int user) {
    return MODEL.answer(Question.of(Events.of(TWO_TASTES, user), Events.NOW), Wish.best(10));
  }

  @Test
  void a_filter_leaves_items_out() {
    Recommendations filtered = MODEL.answer(
        Question.of(likes("i0", "i8"), Events.NOW),
        Wish.best(10).filtered(item -> !MODEL.items().id(item).equals("i2")));

    assertThat(filtered.itemIds()).hasSize(10).doesNotContain("i2");
  }

  @Test
  void a_list_is_put_in_order_with_scores_that_sum_to_one_and_unknown_items_last_without() {
    Recommendations ranked = MODEL.answer(
        Question.of(likes("i0", "i8"), Events.NOW)
            .among(List.of("new-b", "i3", "i4", "new-a", "i5", "i4", "new-b")),
        Wish.all());

    assertThat(ranked.itemIds().get(0)).isEqualTo("i4");
    assertThat(ranked.itemIds()).containsExactlyInAnyOrder("i3", "i4", "i5", "new-a", "new-b");
    assertThat(ranked.itemIds()).endsWith("new-b", "new-a");
    assertThat(ranked.items().subList(0, 3))
        .allSatisfy(item -> assertThat(item.score()).isPositive());
    assertThat(ranked.items().subList(3, 5))
        .allSatisfy(item -> assertThat(item.score()).isNull());
    assertThat(sum(ranked)).isCloseTo(1, within(1e-6));
  }

  @Test
  void a_list_is_put_in_the_order_of_popularity_for_a_visitor_without_history() {
    Recommendations cold = MODEL.answer(Question.of(List.of(), Events.NOW), Wish.best(ITEMS));
    List<String> some = List.of(
        cold.itemIds().get(30), "new", cold.itemIds().get(1), cold.itemIds().get(9));

    Recommendations ranked =
        MODEL.answer(Question.of(List.of(), Events.NOW).among(some), Wish.all());

    assertThat(ranked.itemIds()).containsExactly(some.get(2), some.get(3), some.get(0), "new");
    assertThat(sum(ranked)).isCloseTo(1, within(1e-6));
    assertThat(MODEL
            .answer(Question.of(List.of(), Events.NOW).among(List.of()), Wish.all())
            .items())
        .isEmpty();
  }

  @Test
  void popularity_is_the_same_for_everyone_and_has_no_scores() {
    RecommendationModel popular =
        train("aws-popularity-count", TWO_TASTES, ConfidenceRule.everyEvent());

    Recommendations list = popular.answer(Question.of(likes("i0"), Events.NOW), Wish.best(5));

    assertThat(list.items())
        .hasSize(5)
        .allSatisfy(item -> assertThat(item.score()).isNull());
    assertThat(popular.answer(Question.of(List.of(), Events.NOW), Wish.best(5))).isEqualTo(list);
    assertThat(popular
            .answer(Question.of(likes("i0"), Events.NOW).among(List.of("i3")), Wish.all())
            .items())
        .containsExactly(new Recommendations.Item("i3", null));
  }

  @Test
  void popularity_has_no_scores_either_where_a_search_found_it_best_for_a_recipe_that_has_scores() {
    Recipe recipe = recipe("aws-user-personalization");
    ParameterSearch nothingButPopularity = new ParameterSearch.OfFamilies(
        List.of(recipe), new RankingMetric.Ndcg(10), new Budget(1, Duration.ofHours(1)));
    RecommendationModel model = new RecipeTrainer(Clock.systemUTC())
        .train(
            TestData.training(
                Hyperparameters.defaultsOf(recipe),
                nothingButPopularity,
                TWO_TASTES,
                ConfidenceRule.everyEvent(),
                1,
                2),
            TrainingProgress.NONE)
        .model();

    assertThat(model.recipe()).isEqualTo(recipe);
    for (Question question : List.of(
        Question.of(likes("i0"), Events.NOW),
        Question.of(likes("i0"), Events.NOW).among(List.of("i3", "i4")))) {
      assertThat(model.answer(question, Wish.best(5)).items())
          .isNotEmpty()
          .extracting(Recommendations.Item::score)
          .containsOnlyNulls();
    }
  }

  @Test
  void an_event_that_does_not_count_in_training_does_not_count_in_a_request() {
    ConfidenceRule views = ConfidenceRule.of(List.of(new EventWeight("view", null, 1)));
    RecommendationModel model = train("aws-user-personalization-v2", TWO_TASTES, views);

    Recommendations cold = model.answer(Question.of(List.of(), Events.NOW), Wish.best(10));

    assertThat(model.answer(
            Question.of(List.of(new PastEvent("i0", "click", 1, 1)), Events.NOW), Wish.best(10)))
        .isEqualTo(cold);
    assertThat(model.answer(
            Question.of(List.of(new PastEvent("i0", null, 1, 1)), Events.NOW), Wish.best(10)))
        .isEqualTo(cold);
    assertThat(model.answer(Question.of(likes("i0"), Events.NOW), Wish.best(10)))
        .isNotEqualTo(cold);
  }

  @Test
  void items_without_an_event_that_counts_have_a_score_of_zero_for_a_visitor_without_history() {
    InteractionLogBuilder log = new InteractionLogBuilder();
    for (int row = 0; row < 1000; row++) {
      log.add("u" + row % 50, "i" + row % 20, "view", 0, row);
      log.add("u" + row % 50, "clicked", "click", 0, row);
    }
    RecommendationModel model =
        train("aws-user-personalization-v2", log.build(), ConfidenceRule.only("view", null));

    assertThat(model
            .answer(Question.of(List.of(), Events.NOW).among(List.of("clicked")), Wish.all())
            .items())
        .singleElement()
        .satisfies(item -> {
          assertThat(item.score()).isZero();
          assertThat(item.reasons()).containsExactly(Recommendations.POPULAR);
        });
    assertThat(model.manifest().lesson().counts())
        .isEqualTo(new ModelManifest.Counts(50, 21, 1000));
  }

  private static RecommendationModel train(String name, InteractionLog log, ConfidenceRule rule) {
    return new RecipeTrainer(Clock.systemUTC())
        .train(
            TestData.training(Hyperparameters.defaultsOf(recipe(name)), log, rule, 1, 2),
            TrainingProgress.NONE)
        .model();
  }

  private static Recipe recipe(String name) {
    return ServedRecipes.find(Arn.ofService(ResourceType.RECIPE, name)).orElseThrow();
  }

  private static List<PastEvent> likes(String... items) {
    return IntStream.range(0, items.length)
        .mapToObj(n -> new PastEvent(items[n], "view", Float.NaN, 1000L * n))
        .toList();
  }

  private static List<Double> scores(Recommendations recommendations) {
    return recommendations.items().stream()
        .map(Recommendations.Item::score)
        .filter(Objects::nonNull)
        .toList();
  }

  private static double sum(Recommendations recommendations) {
    return scores(recommendations).stream().mapToDouble(Double::doubleValue).sum();
  }
}
