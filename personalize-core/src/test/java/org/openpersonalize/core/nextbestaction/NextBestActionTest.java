// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.nextbestaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.catalog.RecordColumnsBuilder;
import org.openpersonalize.core.family.Trainer;
import org.openpersonalize.core.family.TrainerContract;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.InteractionLogBuilder;
import org.openpersonalize.core.matrix.Utf8Slice;
import org.openpersonalize.core.ranking.PastEvent;
import org.openpersonalize.core.recipe.Hyperparameters;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.recipe.RecipeCatalogue;
import org.openpersonalize.core.recommendation.ActionScores;
import org.openpersonalize.core.recommendation.ModelFamilies;
import org.openpersonalize.core.recommendation.ParameterSearch;
import org.openpersonalize.core.recommendation.Question;
import org.openpersonalize.core.recommendation.RecipeTrainer;
import org.openpersonalize.core.recommendation.RecommendationModel;
import org.openpersonalize.core.recommendation.TrainedModel;
import org.openpersonalize.core.recommendation.Training;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.training.ActionData;
import org.openpersonalize.core.training.TrainingProgress;

/**
 * Customers like tea or coffee. Four in five of those who are offered the club of what they like join it, one in ten of the others;
 * one in three takes a voucher, whatever they like.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class NextBestActionTest {
  private static final Recipe RECIPE = RecipeCatalogue.find(
          Arn.ofService(ResourceType.RECIPE, "aws-next-best-action"))
      .orElseThrow();
  private static final DatasetSchema SCHEMA = DatasetSchema.parse("""
      {"type":"record","name":"Actions","namespace":"com.amazonaws.personalize.schema","version":"1.0","fields":[
        {"name":"ACTION_ID","type":"string"},
        {"name":"CREATION_TIMESTAMP","type":["null","long"]}]}""", null);
  private static final int USERS = 400;
  private static final int OFFERS = 3; // to each, farther apart than the period
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant NOW = START.plus(Duration.ofDays(56));
  private static final List<String> ACTIONS = List.of("tea-club", "coffee-club", "voucher");

  @Nested
  class Trained extends TrainerContract {
    @Override
    protected Trainer<?> trainer() {
      NextBestActionParameters parameters = NextBestActionParameters.DEFAULT.with("factors", "8");
      return (data, progress) -> parameters.fittedTo(data).trainer().train(data, progress);
    }

    @Override
    protected boolean usesTheSeed() {
      return true;
    }
  }

  private static final InteractionLog ITEMS = items();

  private static InteractionLog items() {
    SplittableRandom random = new SplittableRandom(1);
    InteractionLogBuilder log = new InteractionLogBuilder();
    for (int user = 0; user < USERS; user++) {
      for (int n = 0; n < 12; n++) {
        log.add(
            "u" + user,
            taste(user) + random.nextInt(10),
            null,
            Float.NaN,
            START.plus(Duration.ofHours(24L * n + random.nextInt(20))).toEpochMilli());
      }
    }
    return log.build();
  }

  private static String taste(int user) {
    return user % 2 == 0 ? "tea-" : "coffee-";
  }

  private static InteractionLog offers(int users) {
    SplittableRandom random = new SplittableRandom(2);
    InteractionLogBuilder log = new InteractionLogBuilder();
    for (int user = 0; user < users; user++) {
      for (int offer = 0; offer < OFFERS; offer++) {
        String action = ACTIONS.get(random.nextInt(ACTIONS.size()));
        double likely =
            action.equals("voucher") ? 1.0 / 3 : action.startsWith(taste(user)) ? 0.8 : 0.1;
        Instant at =
            START.plus(Duration.ofDays(12 + 14L * offer).plusHours(offer)).plusSeconds(user);
        log.add(
            "u" + user,
            action,
            random.nextDouble() < likely ? "Taken" : "NOT_TAKEN",
            Float.NaN,
            at.toEpochMilli());
      }
    }
    log.add("u0", "seldom", "taken", Float.NaN, START.toEpochMilli());
    return log.build();
  }

  private static ActionData actions(int users) {
    RecordColumnsBuilder records = new RecordColumnsBuilder(SCHEMA);
    for (String id : ACTIONS) {
      records.add(Utf8Slice.of(id), Utf8Slice.of("{}"));
    }
    return new ActionData(records.build(), offers(users));
  }

  private static TrainedModel trained(ActionData actions, int threads) {
    Training training = new Training(
            new Training.Candidates(
                Hyperparameters.defaultsOf(RECIPE), ParameterSearch.NONE, ModelFamilies.ALL),
            ConfidenceRule.everyEvent(),
            ITEMS,
            new Training.Execution(7, threads))
        .withActions(() -> Optional.of(actions));
    return new RecipeTrainer(Clock.systemUTC()).train(training, TrainingProgress.NONE);
  }

  private static Question somebodyWho(String taste) {
    List<PastEvent> history = new ArrayList<>();
    for (int n = 0; n < 8; n++) {
      history.add(new PastEvent(
          taste + n, null, Float.NaN, START.plus(Duration.ofDays(n)).toEpochMilli()));
    }
    return Question.of(history, NOW);
  }

  @Test
  void people_are_likely_to_take_what_others_like_them_took() {
    RecommendationModel model = trained(actions(USERS), 2).model();

    assertThat(mean(model, "tea-", "tea-club")).isCloseTo(0.8, within(0.1));
    assertThat(mean(model, "tea-", "coffee-club")).isCloseTo(0.1, within(0.1));
    assertThat(mean(model, "coffee-", "tea-club")).isCloseTo(0.1, within(0.1));
    assertThat(mean(model, "coffee-", "coffee-club")).isCloseTo(0.8, within(0.1));
    assertThat(mean(model, "tea-", "voucher")).isCloseTo(1.0 / 3, within(0.1));
  }

  /** How likely those of a taste are to take an action, who were not offered any before. */
  private static double mean(RecommendationModel model, String taste, String action) {
    return IntStream.range(0, USERS)
        .filter(user -> taste(user).equals(taste))
        .mapToDouble(user -> model.actions(customer(user), List.of()).propensity(action))
        .average()
        .orElseThrow();
  }

  private static Question customer(int number) {
    int user = ITEMS.users().find("u" + number).orElseThrow();
    List<PastEvent> history = new ArrayList<>();
    for (int row = ITEMS.start(user); row < ITEMS.end(user); row++) {
      history.add(new PastEvent(
          ITEMS.items().id(ITEMS.item(row)), null, Float.NaN, ITEMS.epochMillis(row)));
    }
    return Question.of(history, START.plus(Duration.ofDays(14)));
  }

  @Test
  void somebody_of_whom_nothing_is_known_takes_each_action_as_often_as_all_do() {
    RecommendationModel model = trained(actions(USERS), 2).model();

    ActionScores scores = model.actions(Question.of(List.of(), NOW), List.of());

    for (String action : ACTIONS) {
      double rate = (double) scores.taken(action) / scores.offered(action);
      assertThat(scores.propensity(action)).as(action).isCloseTo(rate, within(0.03));
    }
  }

  @Test
  void an_action_that_too_few_took_or_left_scores_zero_and_so_does_one_that_nobody_was_offered() {
    RecommendationModel model = trained(actions(USERS), 2).model();
    ActionScores scores = model.actions(somebodyWho("tea-"), List.of());

    assertThat(scores.propensity("seldom")).isZero();
    assertThat(scores.offered("seldom")).isEqualTo(1);
    assertThat(scores.propensity("unheard-of")).isZero();
    ActionScores ofFew = trained(actions(40), 2).model().actions(somebodyWho("tea-"), List.of());
    assertThat(ofFew.propensities()).as("120 offers of three actions").containsOnly(0);
  }

  @Test
  void who_took_an_action_when_it_was_offered_before_says_something_about_the_next_time() {
    RecommendationModel model = trained(actions(USERS), 2).model();
    List<PastEvent> joined = List.of(new PastEvent(
        "tea-club", "TAKEN", Float.NaN, NOW.minus(Duration.ofDays(20)).toEpochMilli()));
    List<PastEvent> refused = List.of(new PastEvent(
        "tea-club", "Not Taken", Float.NaN, NOW.minus(Duration.ofDays(20)).toEpochMilli()));

    assertThat(model.actions(Question.of(List.of(), NOW), joined).propensity("tea-club"))
        .isGreaterThan(model.actions(Question.of(List.of(), NOW), refused).propensity("tea-club"));
  }

  @Test
  void tested_on_what_came_later_it_tells_takers_from_others_and_how_likely_they_are() {
    TrainedModel trained = trained(actions(USERS), 2);
    Map<String, Double> metrics = trained.report().orElseThrow().metrics();
    Map<String, Double> baseline = trained.popularityBaseline().orElseThrow().metrics();

    assertThat(metrics).containsOnlyKeys("coverage", "precision", "recall", "auc", "log_loss");
    assertThat(metrics.get("coverage")).isEqualTo(0.75); // of four, one of them seldom offered
    assertThat(metrics.get("auc")).isGreaterThan(0.7);
    assertThat(baseline.get("auc")).isEqualTo(0.5);
    assertThat(metrics.get("log_loss")).isLessThan(baseline.get("log_loss") - 0.1);
    assertThat(metrics.get("precision")).isGreaterThan(baseline.get("precision") + 0.1);
  }

  @Test
  void it_answers_the_same_when_it_is_read_from_its_files() throws IOException {
    TrainedModel trained = trained(actions(USERS), 2);
    Map<String, ByteArrayOutputStream> files = new HashMap<>();
    trained.write(name -> {
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      files.put(name, file);
      return file;
    });

    RecommendationModel read = RecommendationModel.load(name -> new ByteArrayInputStream(
        Optional.ofNullable(files.get(name)).orElseThrow().toByteArray()));

    assertThat(read.actions(somebodyWho("tea-"), List.of()).propensities())
        .containsExactly(trained.model().actions(somebodyWho("tea-"), List.of()).propensities());
    assertThat(read.manifest().assessment())
        .isEqualTo(trained.model().manifest().assessment());
  }

  @Test
  void the_number_of_threads_changes_nothing() {
    assertThat(trained(actions(USERS), 1)
            .model()
            .actions(somebodyWho("coffee-"), List.of())
            .propensities())
        .containsExactly(trained(actions(USERS), 4)
            .model()
            .actions(somebodyWho("coffee-"), List.of())
            .propensities());
  }

  @Test
  void without_any_action_interactions_it_is_trained_and_says_nothing_yet() {
    TrainedModel trained = trained(actions(0), 2);

    assertThat(trained.report()).isEmpty();
    assertThat(trained.model().actions(somebodyWho("tea-"), List.of()).propensity("tea-club"))
        .isZero();
  }
}
