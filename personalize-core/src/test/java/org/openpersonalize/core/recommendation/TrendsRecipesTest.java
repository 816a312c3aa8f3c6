// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.recommendation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.matrix.IdIndex;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.ranking.Wish;
import org.openpersonalize.core.recipe.Hyperparameters;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.recipe.RecipeCatalogue;
import org.openpersonalize.core.recommendation.EventLearning.Occurrence;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.testing.TestData;
import org.openpersonalize.core.training.TrainingProgress;

/** On a shop whose last day is 2011-12-09. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class TrendsRecipesTest {
  private static final InteractionLog LOG = TestData.onlineRetail();
  private static final Recipe TRENDING = recipe("aws-trending-now");
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private final RecommendationModel model =
      trained(TRENDING, Map.of("trend_discovery_frequency", "1 day")).model();
  private final EventLearning learning = model.eventLearning().orElseThrow();

  @Test
  void a_file_of_long_ago_trends_at_its_own_end() {
    Instant end = model.newestInteraction();
    Map<String, Set<String>> newer = users(end.minus(Duration.ofDays(1)), end);
    Map<String, Set<String>> older =
        users(end.minus(Duration.ofDays(2)), end.minus(Duration.ofDays(1)));

    List<String> first = top(model, 5);

    assertThat(first)
        .allSatisfy(item -> assertThat(newer.get(item))
            .hasSizeGreaterThan(2 + older.getOrDefault(item, Set.of()).size()));
    learning.refresh(NOW);
    assertThat(top(learning.on(model), 200)).as("fourteen years later").isEqualTo(top(model, 200));
  }

  private static Map<String, Set<String>> users(Instant after, Instant until) {
    Map<String, Set<String>> users = new HashMap<>();
    for (int user = 0; user < LOG.users().size(); user++) {
      for (int row = LOG.start(user); row < LOG.end(user); row++) {
        Instant time = Instant.ofEpochMilli(LOG.epochMillis(row));
        if (time.isAfter(after) && !time.isAfter(until)) {
          users
              .computeIfAbsent(LOG.items().id(LOG.item(row)), item -> new HashSet<>())
              .add(LOG.users().id(user));
        }
      }
    }
    return users;
  }

  @Test
  void a_surge_of_events_is_first_and_over_two_intervals_later() {
    for (int user = 0; user < 12; user++) {
      happens("v" + user, "22423", NOW.minusSeconds(user));
    }
    for (int click = 0; click < 100; click++) {
      happens("eager", "21212", NOW.minusSeconds(click));
    }
    learning.refresh(NOW);

    List<String> popular = top(trained(recipe("aws-popularity-count"), Map.of()).model(), 20);
    List<String> expected = new ArrayList<>(popular);
    expected.remove("22423");
    expected.add(0, "22423");
    assertThat(top(learning.on(model), 20))
        .as("and what is popular behind it")
        .startsWith(expected.subList(0, 19).toArray(String[]::new));

    learning.refresh(NOW.plus(Duration.ofDays(2)).plusSeconds(60 * 60));
    assertThat(top(learning.on(model), 20)).isEqualTo(popular);
  }

  @Test
  void nothing_is_counted_anew_where_nothing_has_happened() {
    assertThat(learning.refresh(NOW)).isTrue();
    assertThat(learning.refresh(NOW)).isFalse();
    happens("v", "new", NOW);
    assertThat(learning.refresh(NOW)).isTrue();
    assertThat(learning.refresh(NOW)).isFalse();
    assertThat(learning.refresh(NOW.plus(Duration.ofHours(1))))
        .as("time passed")
        .isTrue();
  }

  @Test
  void a_past_that_is_replayed_goes_on_from_the_end_of_the_file() {
    Instant end = model.newestInteraction();
    for (int user = 0; user < 200; user++) {
      learning.happened(
          new Occurrence("v" + user, "22423", "view", Double.NaN, end.plusSeconds(60 + user), NOW));
    }
    learning.refresh(NOW);

    assertThat(top(learning.on(model), 1)).containsExactly("22423");
    assertThat(top(learning.on(model), 5))
        .as("the others are of 2011")
        .containsAnyElementsOf(top(model, 4));
  }

  @Test
  void an_item_that_came_after_the_training_trends_when_the_catalogue_has_it() {
    for (int user = 0; user < 12; user++) {
      happens("v" + user, "new", NOW);
      happens("v" + user, "unlisted", NOW);
    }
    learning.refresh(NOW);
    RecommendationModel current =
        model.followedBy(new NewItems(IdIndex.of(List.of("other", "new")), new FactorMatrix(2, 0)));

    RecommendationModel learned = learning.on(current);

    assertThat(top(learned, 1)).containsExactly("new");
    assertThat(learned.isLearned(learned.items().find("new").orElseThrow())).isTrue();
    assertThat(learned.isLearned(learned.items().find("other").orElseThrow())).isFalse();
    assertThat(top(learning.on(model), 1)).as("which does not know it").doesNotContain("new");
  }

  @ParameterizedTest
  @CsvSource({
    "30 min, 30 minutes",
    "1h, 1 hour",
    "2 Hours, 2 hours",
    "3h, 3 hours",
    "1 day, 1 day",
  })
  void the_interval_is_the_recipes_knob_in_all_its_spellings(String given, String interval) {
    assertThat(ModelFamilies.ALL
            .named(TRENDING.family())
            .of(Hyperparameters.of(TRENDING, Map.of(), Map.of("trend_discovery_frequency", given)))
            .settings())
        .containsEntry("interval", interval);
  }

  @Test
  void an_interval_that_there_is_not_is_refused_with_those_that_there_are() {
    assertThatThrownBy(() ->
            Hyperparameters.of(TRENDING, Map.of(), Map.of("trend_discovery_frequency", "1 week")))
        .isInstanceOf(PersonalizeException.class)
        .hasMessageContaining("30 minutes or 1 hour or 2 hours or 3 hours or 1 day");
  }

  @Test
  void the_recipe_of_videos_has_the_default_and_is_evaluated_as_what_is_popular_is() {
    Recipe recipe = recipe("aws-vod-trending-now");

    TrainedModel trained = trained(recipe, Map.of());

    assertThat(trained
            .model()
            .manifest()
            .subject()
            .model()
            .parameters(ModelFamilies.ALL)
            .settings())
        .containsEntry("interval", "2 hours");
    assertThat(trained.report().orElseThrow().metrics())
        .containsOnlyKeys(trained.popularityBaseline().orElseThrow().metrics().keySet());
    assertThat(trained
            .model()
            .answer(Question.of(Events.of(LOG, 3), NOW), Wish.best(25))
            .items())
        .hasSize(25)
        .allSatisfy(item -> assertThat(item.score()).isNull());
  }

  private void happens(String visitor, String item, Instant sentAt) {
    learning.happened(new Occurrence(visitor, item, "view", Double.NaN, sentAt, sentAt));
  }

  private static List<String> top(RecommendationModel model, int items) {
    return model.answer(Question.of(List.of(), NOW), Wish.best(items)).itemIds();
  }

  private static TrainedModel trained(Recipe recipe, Map<String, String> featureTransformation) {
    return new RecipeTrainer(Clock.systemUTC())
        .train(
            TestData.training(
                Hyperparameters.of(recipe, Map.of(), featureTransformation),
                LOG,
                recipe.events(),
                1,
                2),
            TrainingProgress.NONE);
  }

  private static Recipe recipe(String name) {
    return RecipeCatalogue.find(Arn.ofService(ResourceType.RECIPE, name)).orElseThrow();
  }
}
