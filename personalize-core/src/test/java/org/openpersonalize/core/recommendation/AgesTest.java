// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.recommendation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.IntBinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.InteractionLogBuilder;
import org.openpersonalize.core.ranking.PastEvent;
import org.openpersonalize.core.ranking.Wish;
import org.openpersonalize.core.recipe.Hyperparameters;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.testing.TestData;
import org.openpersonalize.core.training.TrainingProgress;

/** What a user did long ago, and what a wrong clock says a user will do. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class AgesTest {
  private static final int USERS = 60;
  private static final int ITEMS = 80;
  private static final int EVENTS = 25;
  private static final Instant LONG_AGO = Instant.parse("2015-03-01T00:00:00Z");
  private static final Instant NOW = Instant.parse("2026-11-28T00:00:00Z");
  private static final Instant IN_2100 = Instant.ofEpochSecond(4_102_444_800L);

  @ParameterizedTest
  @ValueSource(strings = {"aws-user-personalization-v2", "aws-user-personalization"})
  void a_customer_who_returns_after_years_is_not_a_newcomer(String recipe) {
    InteractionLog log = shop().build();
    RecommendationModel model = train(recipe, log.asOf(NOW));
    for (int user = 0; user < 4; user++) {
      int camp = camp(log.users().id(user));
      PastEvent click = new PastEvent("i" + (1 - camp), "view", Float.NaN, NOW.toEpochMilli());
      List<PastEvent> history = new ArrayList<>(Events.of(log, user));
      history.add(click);

      List<String> list = model.answer(Question.of(history, NOW), Wish.best(10)).itemIds();

      assertThat(list).filteredOn(id -> camp(id) == camp).hasSizeGreaterThanOrEqualTo(5);
      assertThat(list)
          .isNotEqualTo(
              model.answer(Question.of(List.of(click), NOW), Wish.best(10)).itemIds());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"aws-user-personalization-v2", "aws-user-personalization"})
  void a_date_in_the_future_leaves_a_users_history_as_it_is(String recipe) {
    InteractionLogBuilder builder = audience();
    for (int user = 0; user < USERS; user++) {
      builder.add("u" + user, "common", "view", Float.NaN, IN_2100.toEpochMilli());
    }
    InteractionLog log = builder.build();
    RecommendationModel model = train(recipe, log.asOf(NOW));

    int ofTheCamp = 0;
    for (int user = 0; user < USERS; user++) {
      int camp = camp(log.users().id(user));
      ofTheCamp += (int)
          model.answer(Question.of(Events.of(log, user), NOW), Wish.best(5)).itemIds().stream()
              .filter(id -> camp(id) == camp)
              .count();
    }
    assertThat(ofTheCamp).isGreaterThanOrEqualTo((int) (0.95 * 5 * USERS));
  }

  /** Users and items of even number are one camp, those of odd number the other. */
  private static int camp(String id) {
    return id.equals("common") ? -1 : Integer.parseInt(id.substring(1)) % 2;
  }

  /** Customers of two camps, each with items of its own, who come back to what they had. */
  private static InteractionLogBuilder shop() {
    SplittableRandom random = new SplittableRandom(5);
    return twoCamps((user, event) -> random.nextInt(ITEMS / 2));
  }

  /** An audience of two camps, each with films of its own, of which everyone sees some, and none twice. */
  private static InteractionLogBuilder audience() {
    List<Integer> films = IntStream.range(0, ITEMS / 2).boxed().collect(Collectors.toList());
    Random random = new Random(5);
    return twoCamps((user, event) -> {
      if (event == 0) {
        Collections.shuffle(films, random);
      }
      return films.get(event);
    });
  }

  private static InteractionLogBuilder twoCamps(IntBinaryOperator itemOfUserAndEvent) {
    InteractionLogBuilder log = new InteractionLogBuilder();
    for (int user = 0; user < USERS; user++) {
      for (int event = 0; event < EVENTS; event++) {
        int item = user % 2 + 2 * itemOfUserAndEvent.applyAsInt(user, event);
        long time = LONG_AGO.plus(Duration.ofDays(event)).toEpochMilli();
        log.add("u" + user, "i" + item, "view", Float.NaN, time);
      }
    }
    return log;
  }

  private static RecommendationModel train(String name, InteractionLog log) {
    Recipe recipe = ServedRecipes.find(Arn.ofService(ResourceType.RECIPE, name)).orElseThrow();
    return new RecipeTrainer(Clock.systemUTC())
        .train(
            TestData.training(
                Hyperparameters.defaultsOf(recipe), log, ConfidenceRule.everyEvent(), 1, 2),
            TrainingProgress.NONE)
        .model();
  }
}
