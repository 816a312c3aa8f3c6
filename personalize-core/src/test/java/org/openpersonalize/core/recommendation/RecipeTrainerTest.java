// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.recommendation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.artifact.UnreadableModelException;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.content.ContentVectors;
import org.openpersonalize.core.evaluation.EvaluationReport;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.InteractionLogBuilder;
import org.openpersonalize.core.ranking.Recommendations;
import org.openpersonalize.core.ranking.Wish;
import org.openpersonalize.core.recipe.Hyperparameters;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.reward.ItemRewards;
import org.openpersonalize.core.reward.ObjectiveSensitivity;
import org.openpersonalize.core.reward.OptimizationObjective;
import org.openpersonalize.core.testing.RecordFile;
import org.openpersonalize.core.testing.TestData;
import org.openpersonalize.core.training.TrainingProgress;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RecipeTrainerTest {
  private static final String NDCG_10 = "normalized_discounted_cumulative_gain_at_10";
  private static final Recipe PERSONALIZATION = recipe("aws-user-personalization-v2");

  @Test
  void customers_of_a_shop_are_predicted_far_better_than_by_popularity() {
    TrainedModel trained = train(PERSONALIZATION, TestData.onlineRetail(), 2);

    assertThat(trained.report().orElseThrow().users())
        .isEqualTo(trained.popularityBaseline().orElseThrow().users())
        .isGreaterThan(300);
    assertThat(trained.report().orElseThrow().metric(NDCG_10)).isGreaterThan(0.12);
    assertThat(trained.report().orElseThrow().metric(NDCG_10))
        .isGreaterThan(1.8 * trained.popularityBaseline().orElseThrow().metric(NDCG_10));
    assertThat(trained.report().orElseThrow().metric(EvaluationReport.COVERAGE))
        .isGreaterThan(0.15);
    assertThat(trained.model().manifest().assessment().calibration().seenOffset())
        .as("customers buy again what they bought")
        .isGreaterThan(-0.1);
  }

  @Test
  void a_training_that_is_sensitive_to_prices_earns_more_and_predicts_a_little_worse()
      throws IOException {
    InteractionLog log = TestData.onlineRetail();
    Training plain = TestData.training(
        Hyperparameters.defaultsOf(recipe("aws-user-personalization")),
        log,
        ConfidenceRule.everyEvent(),
        1,
        2);
    RecordColumns prices = RecordFile.onlineRetail("items").columns();
    Map<ObjectiveSensitivity, EvaluationReport> reports = new EnumMap<>(ObjectiveSensitivity.class);

    for (ObjectiveSensitivity sensitivity :
        List.of(ObjectiveSensitivity.OFF, ObjectiveSensitivity.HIGH)) {
      ItemRewards rewards = ItemRewards.of(
              new OptimizationObjective("PRICE", sensitivity), prices, log.items())
          .orElseThrow();
      TrainedModel trained = new RecipeTrainer(Clock.systemUTC())
          .train(plain.rewarding(rewards), TrainingProgress.NONE);
      reports.put(sensitivity, trained.report().orElseThrow());
      System.out.printf("%s: %s%n", sensitivity, reports.get(sensitivity).metrics());
    }

    EvaluationReport off = reports.get(ObjectiveSensitivity.OFF);
    EvaluationReport high = reports.get(ObjectiveSensitivity.HIGH);
    assertThat(high.metric(EvaluationReport.AVERAGE_REWARDS))
        .isGreaterThan(off.metric(EvaluationReport.AVERAGE_REWARDS));
    assertThat(high.metric(NDCG_10))
        .isBetween(0.85 * off.metric(NDCG_10), 0.99 * off.metric(NDCG_10));
  }

  @Test
  void an_audience_that_rates_a_film_once_is_predicted_far_better_than_by_popularity() {
    TrainedModel trained = train(PERSONALIZATION, TestData.movieLens100k(), 2);

    assertThat(trained.report().orElseThrow().metric(NDCG_10)).isGreaterThan(0.12);
    assertThat(trained.report().orElseThrow().metric(NDCG_10))
        .isGreaterThan(3 * trained.popularityBaseline().orElseThrow().metric(NDCG_10));
    assertThat(trained.model().manifest().assessment().calibration().seenOffset())
        .as("nobody rates a film twice")
        .isLessThan(-100);
  }

  @Test
  void the_same_seed_gives_the_same_files_whatever_the_number_of_threads() throws IOException {
    InteractionLog log = TestData.random(3, 500, 300, 12_000);

    Map<String, byte[]> files = files(train(PERSONALIZATION, log, 1));
    Map<String, byte[]> again = files(train(PERSONALIZATION, log, 3));

    assertThat(files)
        .containsKeys("items.ids", "popularity.safetensors", "manifest.json")
        .hasSizeGreaterThan(3);
    assertThat(again).containsOnlyKeys(files.keySet());
    files.keySet().stream()
        .filter(name -> !name.equals("manifest.json"))
        .forEach(name -> assertThat(again.get(name)).as(name).isEqualTo(files.get(name)));
  }

  @Test
  void recency_fades_events_unless_it_is_switched_off_or_time_says_nothing() {
    InteractionLog log = TestData.random(3, 200, 100, 3000);
    Recipe hrnn = recipe("aws-hrnn");

    assertThat(rule(hrnn, log, Map.of()).fading()).isEqualTo(Training.FADING);
    assertThat(rule(hrnn, log, Map.of("recency_mask", "False")).fading()).isNull();
    assertThat(rule(PERSONALIZATION, log, Map.of("apply_recency_bias", "false")).fading())
        .isNull();
    assertThat(rule(PERSONALIZATION, TestData.random(3, 200, 100, 3000, 0), Map.of())
            .fading())
        .isNull();
  }

  @Test
  void where_new_items_belong_is_learned_from_records_and_changes_nothing_else()
      throws IOException {
    InteractionLog log = TestData.random(3, 500, 200, 12_000);
    Training without = training(recipe("aws-hrnn"), log);

    TrainedModel trained = train(without.withItems(() -> Optional.of(TestData.records(log, 4))));

    ContentVectors.Fit content = trained.model().manifest().subject().content();
    assertThat(content.items()).isBetween(100, 200);
    assertThat(content.features())
        .as("a constant, four categories, a price and its eleven knots")
        .isEqualTo(1 + 4 + 1 + 11);
    assertThat(content.leaveItemsOutError()).isBetween(0.5, 1.1);
    Map<String, byte[]> files = files(trained);
    assertThat(files).containsKeys("content.ids", "content.safetensors");
    assertThat(files.get("factors.safetensors"))
        .isEqualTo(files(train(without)).get("factors.safetensors"));
    RecommendationModel loaded =
        RecommendationModel.load(file -> new ByteArrayInputStream(files.get(file)));
    assertThat(loaded.manifest()).isEqualTo(trained.model().manifest());
    assertThat(loaded.sizeInBytes()).isEqualTo(trained.model().sizeInBytes());
  }

  @Test
  void records_are_not_read_for_a_model_without_item_vectors() throws IOException {
    InteractionLog log = TestData.random(3, 200, 100, 3000);

    TrainedModel trained = train(training(recipe("aws-popularity-count"), log).withItems(() -> {
      throw new AssertionError("nobody needs them");
    }));

    assertThat(trained.model().manifest().subject().content()).isNull();
    assertThat(files(trained)).doesNotContainKey("content.ids");
  }

  private static Training training(Recipe recipe, InteractionLog log) {
    return TestData.training(
        Hyperparameters.defaultsOf(recipe), log, ConfidenceRule.everyEvent(), 1, 2);
  }

  private static TrainedModel train(Training training) {
    return new RecipeTrainer(Clock.systemUTC()).train(training, TrainingProgress.NONE);
  }

  @Test
  void hidden_dimension_is_the_rank() throws IOException {
    InteractionLog log = TestData.random(3, 200, 100, 3000);
    Hyperparameters wide =
        Hyperparameters.of(recipe("aws-hrnn"), Map.of("hidden_dimension", "96"), Map.of());

    TrainedModel trained = new RecipeTrainer(Clock.systemUTC())
        .train(
            TestData.training(wide, log, ConfidenceRule.everyEvent(), 1, 1), TrainingProgress.NONE);

    int items = trained.model().manifest().lesson().counts().items();
    assertThat(files(trained).get("factors.safetensors").length)
        .isBetween(4 * 96 * (items + 96), 4 * 96 * (items + 96) + 300);
    assertThat(trained.model().manifest().subject().hyperparameters())
        .containsEntry("hidden_dimension", "96");
  }

  @Test
  void users_outside_the_percentiles_of_history_length_are_not_trained_on() {
    InteractionLog log = TestData.random(3, 200, 100, 3000);
    Hyperparameters middle = Hyperparameters.of(
        recipe("aws-hrnn"),
        Map.of(),
        Map.of(
            "min_user_history_length_percentile",
            "0.25",
            "max_user_history_length_percentile",
            "0.75"));

    InteractionLog kept = Training.withinPercentiles(log, middle);

    int users = 0;
    int shortest = Integer.MAX_VALUE;
    int longest = 0;
    for (int user = 0; user < 200; user++) {
      if (kept.length(user) > 0) {
        users++;
        assertThat(kept.length(user)).isEqualTo(log.length(user));
        shortest = Math.min(shortest, kept.length(user));
        longest = Math.max(longest, kept.length(user));
      }
    }
    assertThat(users).isBetween(100, 150);
    for (int user = 0; user < 200; user++) {
      boolean within = log.length(user) >= shortest && log.length(user) <= longest;
      assertThat(kept.length(user) > 0).isEqualTo(within);
    }
  }

  @Test
  void progress_goes_from_start_to_end_through_both_stages() {
    List<String> stages = new ArrayList<>();
    List<Double> fractions = new ArrayList<>();
    TrainingProgress listener = new TrainingProgress() {
      @Override
      public void report(double fraction, double loss, String stage) {
        stages.add(stage);
        fractions.add(fraction);
      }

      @Override
      public boolean isCancelled() {
        return false;
      }
    };

    train(PERSONALIZATION, TestData.random(3, 200, 100, 3000), listener);

    assertThat(stages)
        .containsSubsequence("evaluate", "train")
        .doesNotContainSubsequence("train", "evaluate");
    assertThat(fractions).isSorted().endsWith(1.0);
  }

  @Test
  void a_training_that_is_called_off_while_it_runs_ends() {
    TrainingProgress stopsSoon = new TrainingProgress() {
      private double done;

      @Override
      public void report(double fraction, double loss, String stage) {
        done = fraction;
      }

      @Override
      public boolean isCancelled() {
        return done > 0.6;
      }
    };

    assertThatThrownBy(() -> train(PERSONALIZATION, TestData.random(3, 200, 100, 3000), stopsSoon))
        .isInstanceOf(CancellationException.class);
  }

  @Test
  void popularity_is_trained_the_same_way_and_is_its_own_baseline() throws IOException {
    TrainedModel trained =
        train(recipe("aws-popularity-count"), TestData.random(3, 500, 300, 12_000), 2);

    assertThat(trained.report()).isEqualTo(trained.popularityBaseline());
    assertThat(files(trained))
        .containsOnlyKeys(
            "items.ids", "popularity.safetensors", "tested-users.safetensors", "manifest.json");
  }

  @Test
  void the_baseline_of_every_recipe_is_what_the_popularity_recipe_reports() {
    InteractionLog log = TestData.random(3, 500, 300, 12_000);
    EvaluationReport popularity =
        train(recipe("aws-popularity-count"), log, 1).report().orElseThrow();

    for (Recipe recipe : ServedRecipes.all()) {
      if (!recipe.type().isAboutItems()
          && !recipe.type().findsUsers()
          && !recipe.type().isAboutActions()) {
        assertThat(train(recipe, log, 1).popularityBaseline().orElseThrow())
            .as(recipe.name())
            .isEqualTo(popularity);
      }
    }
    Hyperparameters halfOfTheUsers = Hyperparameters.of(
        recipe("aws-hrnn"),
        Map.of(),
        Map.of(
            "min_user_history_length_percentile",
            "0.25",
            "max_user_history_length_percentile",
            "0.75"));
    assertThat(new RecipeTrainer(Clock.systemUTC())
            .train(
                TestData.training(halfOfTheUsers, log, ConfidenceRule.everyEvent(), 42, 1),
                TrainingProgress.NONE)
            .popularityBaseline()
            .orElseThrow())
        .isEqualTo(popularity);
  }

  @Test
  void items_without_interactions_count_for_coverage_and_have_a_share_of_the_probability() {
    InteractionLog sold = TestData.random(3, 200, 100, 3000);
    InteractionLog catalogue = withNewItems(sold, 100);

    TrainedModel narrow = train(PERSONALIZATION, sold, 1);
    TrainedModel wide = train(PERSONALIZATION, catalogue, 1);

    assertThat(wide.report().orElseThrow().metric(EvaluationReport.COVERAGE))
        .isLessThan(narrow.report().orElseThrow().metric(EvaluationReport.COVERAGE));
    assertThat(wide.popularityBaseline().orElseThrow().metric(EvaluationReport.COVERAGE))
        .isCloseTo(
            narrow.popularityBaseline().orElseThrow().metric(EvaluationReport.COVERAGE)
                * sold.items().size()
                / catalogue.items().size(),
            within(1e-4));
    List<Recommendations.Item> all = wide.model()
        .answer(
            Question.of(Events.of(catalogue, 0), Events.NOW),
            Wish.best(catalogue.items().size()))
        .items();
    assertThat(all).hasSize(catalogue.items().size());
    assertThat(all.stream().mapToDouble(Recommendations.Item::score).sum())
        .isCloseTo(1, within(1e-4));
    assertThat(all)
        .filteredOn(item -> item.itemId().startsWith("new"))
        .hasSize(100)
        .allSatisfy(item -> assertThat(item.score()).isPositive());
  }

  @Test
  void a_model_read_from_its_files_answers_as_the_one_that_was_written() throws IOException {
    InteractionLog log = TestData.random(3, 500, 300, 12_000);
    for (Recipe recipe : oneOfEachFamily()) {
      TrainedModel trained = train(recipe, log, 1);
      Map<String, byte[]> files = files(trained);

      RecommendationModel loaded =
          RecommendationModel.load(file -> new ByteArrayInputStream(files.get(file)));

      assertThat(loaded.manifest().subject().recipeArn()).isEqualTo(recipe.arn().toString());
      assertThat(loaded.historyLength()).isEqualTo(500);
      assertThat(loaded.answer(Question.of(List.of(), Events.NOW).about("i7"), Wish.best(25)))
          .isEqualTo(trained
              .model()
              .answer(Question.of(List.of(), Events.NOW).about("i7"), Wish.best(25)));
      assertThat(loaded.sizeInBytes()).isEqualTo(trained.model().sizeInBytes()).isPositive();
      for (int user = 0; user < 20; user++) {
        assertThat(loaded.answer(Question.of(Events.of(log, user), Events.NOW), Wish.best(25)))
            .isEqualTo(trained
                .model()
                .answer(Question.of(Events.of(log, user), Events.NOW), Wish.best(25)));
      }
    }
  }

  @Test
  void segments_are_evaluated_by_their_three_metrics_beside_users_by_activity() throws IOException {
    InteractionLog log = TestData.random(3, 500, 300, 12_000);
    TrainedModel trained = train(recipe("aws-item-affinity"), log, 1);
    Map<String, byte[]> files = files(trained);
    RecommendationModel loaded =
        RecommendationModel.load(file -> new ByteArrayInputStream(files.get(file)));

    assertThat(trained.report().orElseThrow().metrics())
        .containsOnlyKeys("coverage", "hits_at_1_percent", "recall_at_1_percent");
    assertThat(trained.popularityBaseline().orElseThrow().metrics())
        .containsOnlyKeys("coverage", "hits_at_1_percent", "recall_at_1_percent");
    assertThat(files).containsKeys("users.ids", "affinity.safetensors", "factors.safetensors");
    assertThat(loaded.userAffinity().orElseThrow().probabilities(5, 9))
        .isEqualTo(trained.model().userAffinity().orElseThrow().probabilities(5, 9));
  }

  @Test
  void segments_are_not_learned_of_interactions_of_one_moment() {
    InteractionLog atOnce = TestData.random(3, 500, 300, 12_000, 0);

    assertThat(recipe("aws-item-affinity")
            .minimumData()
            .missingFrom(atOnce, ConfidenceRule.everyEvent()))
        .hasValueSatisfying(reason -> assertThat(reason)
            .startsWith("Create failed. All interactions have the same timestamp"));
    assertThat(recipe("aws-similar-items")
            .minimumData()
            .missingFrom(atOnce, ConfidenceRule.everyEvent()))
        .isEmpty();
  }

  private static Collection<Recipe> oneOfEachFamily() {
    Map<String, Recipe> recipes = new LinkedHashMap<>();
    ServedRecipes.trainable().forEach(recipe -> recipes.putIfAbsent(recipe.family(), recipe));
    return recipes.values();
  }

  @Test
  void files_of_different_models_do_not_make_one() throws IOException {
    Map<String, byte[]> files =
        files(train(recipe("aws-user-personalization"), TestData.random(3, 200, 100, 3000), 1));
    Map<String, byte[]> others =
        files(train(recipe("aws-user-personalization"), TestData.random(4, 200, 150, 3000), 1));
    files.put("factors.safetensors", others.get("factors.safetensors"));

    assertThatThrownBy(
            () -> RecommendationModel.load(file -> new ByteArrayInputStream(files.get(file))))
        .isInstanceOf(UnreadableModelException.class)
        .hasMessageContaining("factors.safetensors");
  }

  private static InteractionLog withNewItems(InteractionLog log, int newItems) {
    InteractionLogBuilder builder = new InteractionLogBuilder();
    for (int user = 0; user < log.users().size(); user++) {
      for (int row = log.start(user); row < log.end(user); row++) {
        builder.add(
            log.users().id(user),
            log.items().id(log.item(row)),
            log.eventTypes().get(log.eventType(row)),
            log.eventValue(row),
            log.epochMillis(row));
      }
    }
    for (int n = 0; n < newItems; n++) {
      builder.addItem("new" + n);
    }
    return builder.build();
  }

  private static ConfidenceRule rule(
      Recipe recipe, InteractionLog log, Map<String, String> algorithm) {
    Hyperparameters hyperparameters = Hyperparameters.of(recipe, algorithm, Map.of());
    return new RecipeTrainer(Clock.systemUTC())
        .train(
            TestData.training(hyperparameters, log, ConfidenceRule.everyEvent(), 1, 1),
            TrainingProgress.NONE)
        .model()
        .manifest()
        .lesson()
        .confidenceRule();
  }

  private static TrainedModel train(Recipe recipe, InteractionLog log, int threads) {
    return new RecipeTrainer(Clock.systemUTC())
        .train(
            TestData.training(
                Hyperparameters.defaultsOf(recipe), log, ConfidenceRule.everyEvent(), 42, threads),
            TrainingProgress.NONE);
  }

  private static TrainedModel train(Recipe recipe, InteractionLog log, TrainingProgress progress) {
    return new RecipeTrainer(Clock.systemUTC())
        .train(
            TestData.training(
                Hyperparameters.defaultsOf(recipe), log, ConfidenceRule.everyEvent(), 42, 1),
            progress);
  }

  private static Map<String, byte[]> files(TrainedModel trained) throws IOException {
    Map<String, byte[]> files = new HashMap<>();
    trained.write(file -> collecting(file, files));
    return files;
  }

  private static OutputStream collecting(String file, Map<String, byte[]> files) {
    return new ByteArrayOutputStream() {
      @Override
      public void close() {
        files.put(file, toByteArray());
      }
    };
  }

  private static Recipe recipe(String name) {
    return ServedRecipes.find(Arn.ofService(ResourceType.RECIPE, name)).orElseThrow();
  }
}
