// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.recommendation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.InteractionLogBuilder;
import org.openpersonalize.core.ranking.Wish;
import org.openpersonalize.core.recipe.Hyperparameters;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.recipe.RecipeCatalogue;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.testing.TestData;
import org.openpersonalize.core.training.TrainingProgress;

/**
 * Users of even numbers look at three even items in a row, those of odd numbers at odd ones; what they take is an item of the
 * other end and most often its partner, the next or the one before. At items of small numbers more users look, and more take
 * those of great numbers.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class DomainRecipesTest {
  private static final int USERS = 900;
  private static final int ITEMS = 40;

  @ParameterizedTest
  @CsvSource({
    "aws-ecomm-popular-items-by-views, VIEW, Purchase, i4",
    "aws-ecomm-popular-items-by-purchases, View, purchase, i39",
    "aws-vod-most-popular, Click, watch, i39"
  })
  void what_is_popular_is_so_by_events_of_the_recipes_type_alone(
      String name, String look, String take, String first) {
    RecommendationModel model = trained(recipe(name), log(look, take));

    assertThat(model.answer(Question.of(List.of(), Events.NOW), Wish.best(3)).itemIds())
        .first()
        .isEqualTo(first);
  }

  @Test
  void customers_who_viewed_an_item_also_viewed_what_they_did_not_purchase() {
    InteractionLog log = log("view", "purchase");

    List<String> viewed =
        related(recipe("aws-ecomm-customers-who-viewed-x-also-viewed"), log, "i10");
    List<String> together = related(recipe("aws-ecomm-frequently-bought-together"), log, "i30");

    assertThat(viewed).allMatch(item -> number(item) % 2 == 0);
    assertThat(together.get(0)).isEqualTo("i31");
  }

  @Test
  void who_watched_a_video_watched_others() {
    assertThat(related(recipe("aws-vod-because-you-watched-x"), log("click", "Watch"), "i30"))
        .first()
        .isEqualTo("i31");
  }

  @Test
  void a_training_fails_without_enough_events_of_the_type() {
    InteractionLog log = log("view", "purchase");
    for (Recipe recipe : ServedRecipes.trainable()) {
      String type = recipe.minimumData().eventType();
      boolean isEnough =
          type == null || List.of("view", "purchase").contains(type.toLowerCase(Locale.ROOT));
      assertThat(recipe.minimumData().missingFrom(log, recipe.events()).isEmpty())
          .as(recipe.name())
          .isEqualTo(isEnough);
      if (recipe.domain() == null) {
        assertThat(recipe.events()).isEqualTo(ConfidenceRule.everyEvent());
      }
    }
  }

  private static List<String> related(Recipe recipe, InteractionLog log, String item) {
    return trained(recipe, log)
        .answer(Question.of(List.of(), Events.NOW).about(item), Wish.best(3))
        .itemIds();
  }

  private static RecommendationModel trained(Recipe recipe, InteractionLog log) {
    return new RecipeTrainer(Clock.systemUTC())
        .train(
            TestData.training(Hyperparameters.defaultsOf(recipe), log, recipe.events(), 1, 2),
            TrainingProgress.NONE)
        .model();
  }

  private static Recipe recipe(String name) {
    return RecipeCatalogue.find(Arn.ofService(ResourceType.RECIPE, name)).orElseThrow();
  }

  private static int number(String item) {
    return Integer.parseInt(item.substring(1));
  }

  private static InteractionLog log(String look, String take) {
    InteractionLogBuilder log = new InteractionLogBuilder();
    for (int user = 0; user < USERS; user++) {
      double place = Math.pow((double) user / USERS, 2);
      int seen = (int) (ITEMS * place);
      int taken = ITEMS - 1 - seen;
      for (int n = 0; n < 3; n++) {
        int item = (seen / 2 * 2 + user % 2 + 2 * n) % ITEMS;
        log.add("u" + user, "i" + item, look, Float.NaN, 1_000L * user + n);
      }
      log.add("u" + user, "i" + taken, take, Float.NaN, 1_000L * user + 4);
      if (user % 3 > 0) {
        log.add("u" + user, "i" + (taken ^ 1), take, Float.NaN, 1_000L * user + 5);
      }
    }
    return log.build();
  }
}
