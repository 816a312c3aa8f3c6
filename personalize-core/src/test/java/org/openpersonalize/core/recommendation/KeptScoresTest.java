// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.recommendation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.ranking.PastEvent;
import org.openpersonalize.core.ranking.Recommendations;
import org.openpersonalize.core.ranking.Wish;
import org.openpersonalize.core.recipe.Hyperparameters;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.testing.TestData;
import org.openpersonalize.core.training.TrainingProgress;

@DisplayNameGeneration(ReplaceUnderscores.class)
class KeptScoresTest {
  private static final int ITEMS = 40;
  private static final RecommendationModel BLEND = train();
  private static final Wish BEST = Wish.best(10);

  private final KeptScores scores = new KeptScores(1 << 20);

  @Test
  void who_asks_a_third_time_is_answered_by_what_was_computed_the_second_time() {
    UserHistory history = history("i0", "i8");
    Recommendations fresh = BLEND.answer(Question.of(likes("i0", "i8"), Events.NOW), BEST);

    for (int time = 0; time < 4; time++) {
      assertThat(BLEND.answer(Question.of(history, Events.NOW), BEST)).isEqualTo(fresh);
    }

    assertThat(scores.computed()).isEqualTo(2);
    assertThat(scores.found()).isEqualTo(2);
    assertThat(scores.sizeInBytes()).isGreaterThan(4 * ITEMS);
  }

  @Test
  void another_list_of_the_same_page_is_answered_by_the_same_scores() {
    UserHistory history = history("i0", "i8");
    Wish few = BEST.filtered(item -> item % 3 == 0);
    Question list = Question.of(history, Events.NOW).among(List.of("i5", "i2", "none", "i7"));
    Recommendations filtered = BLEND.answer(Question.of(likes("i0", "i8"), Events.NOW), few);
    Recommendations ordered = BLEND.answer(
        Question.of(likes("i0", "i8"), Events.NOW).among(list.topic().inputList()), BEST);

    askTwice(history);

    assertThat(BLEND.answer(Question.of(history, Events.NOW), few)).isEqualTo(filtered);
    assertThat(BLEND.answer(list, BEST)).isEqualTo(ordered);
    assertThat(scores.found()).isEqualTo(2);
  }

  @Test
  void what_is_asked_in_a_situation_is_computed() {
    UserHistory history = history("i0", "i8");
    askTwice(history);

    BLEND.answer(Question.of(history, Events.NOW).in(Map.of("DEVICE", "phone")), BEST);

    assertThat(scores.found()).isZero();
  }

  @Test
  void a_history_with_an_event_to_come_is_read_and_scored_anew_each_time() {
    UserHistory history = new UserHistory(
        List.of(new PastEvent("i0", "buy", Float.NaN, Events.NOW.plusSeconds(60).toEpochMilli())),
        scores);

    askTwice(history);
    askTwice(history);

    assertThat(scores.found()).isZero();
    assertThat(scores.sizeInBytes()).isZero();
  }

  @Test
  void another_model_does_not_answer_by_the_scores_of_the_first() {
    UserHistory history = history("i0", "i8");
    RecommendationModel other = train();
    askTwice(history);

    other.answer(Question.of(history, Events.NOW), BEST);

    assertThat(scores.found()).isZero();
  }

  @Test
  void the_scores_that_were_kept_longest_make_room_for_others() {
    UserHistory first = history("i0", "i8");
    askTwice(first);
    long each = scores.sizeInBytes();
    KeptScores room = new KeptScores(3 * each + each / 2);
    List<UserHistory> visitors = IntStream.range(0, 5)
        .mapToObj(visitor -> new UserHistory(likes("i" + visitor, "i8"), room))
        .toList();
    visitors.forEach(KeptScoresTest::askTwice);

    assertThat(room.sizeInBytes()).isEqualTo(3 * each);
    visitors.subList(2, 5).forEach(history -> BLEND.answer(Question.of(history, Events.NOW), BEST));
    assertThat(room.found()).isEqualTo(3);
    BLEND.answer(Question.of(visitors.get(0), Events.NOW), BEST);
    assertThat(room.found()).isEqualTo(3);
  }

  @Test
  void a_history_that_is_forgotten_leaves_its_room_to_others() {
    UserHistory first = history("i0", "i8");
    UserHistory second = history("i1", "i8");
    askTwice(first);
    long each = scores.sizeInBytes();
    askTwice(second);

    first.forget();
    first.forget();

    assertThat(scores.sizeInBytes()).isEqualTo(each);
    BLEND.answer(Question.of(second, Events.NOW), BEST);
    assertThat(scores.found()).isEqualTo(1);
  }

  @Test
  void nothing_is_kept_where_there_is_no_room_for_it() {
    KeptScores small = new KeptScores(4 * ITEMS);
    UserHistory history = new UserHistory(likes("i0", "i8"), small);

    askTwice(history);
    askTwice(history);

    assertThat(small.found()).isZero();
    assertThat(small.sizeInBytes()).isZero();
  }

  private static void askTwice(UserHistory history) {
    BLEND.answer(Question.of(history, Events.NOW), BEST);
    BLEND.answer(Question.of(history, Events.NOW), BEST);
  }

  private UserHistory history(String... items) {
    return new UserHistory(likes(items), scores);
  }

  private static List<PastEvent> likes(String... items) {
    return Arrays.stream(items)
        .map(item -> new PastEvent(item, "buy", Float.NaN, Events.NOW.toEpochMilli()))
        .toList();
  }

  private static RecommendationModel train() {
    Arn recipe = Arn.ofService(ResourceType.RECIPE, "aws-user-personalization-v2");
    return new RecipeTrainer(Clock.systemUTC())
        .train(
            TestData.training(
                Hyperparameters.defaultsOf(ServedRecipes.find(recipe).orElseThrow()),
                TestData.twoTastes(400, ITEMS),
                ConfidenceRule.everyEvent(),
                1,
                2),
            TrainingProgress.NONE)
        .model();
  }
}
