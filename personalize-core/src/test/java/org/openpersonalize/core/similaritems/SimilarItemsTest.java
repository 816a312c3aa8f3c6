// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.similaritems;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.catalog.RecordColumnsBuilder;
import org.openpersonalize.core.family.Trainer;
import org.openpersonalize.core.family.TrainerContract;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.InteractionLogBuilder;
import org.openpersonalize.core.matrix.Utf8Slice;
import org.openpersonalize.core.ranking.Wish;
import org.openpersonalize.core.recipe.Hyperparameter.Whole;
import org.openpersonalize.core.recipe.Hyperparameters;
import org.openpersonalize.core.recipe.Knobs;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.recipe.RecipeCatalogue;
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
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;
import org.openpersonalize.core.tuning.Budget;

/** Customers like tea or coffee, of which there are new items that nobody has had; a record says what an item is. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class SimilarItemsTest {
  private static final Recipe RECIPE = RecipeCatalogue.find(
          Arn.ofService(ResourceType.RECIPE, "aws-similar-items"))
      .orElseThrow();
  private static final DatasetSchema SCHEMA = DatasetSchema.parse("""
      {"type":"record","name":"Items","namespace":"com.amazonaws.personalize.schema","version":"1.0","fields":[
        {"name":"ITEM_ID","type":"string"},
        {"name":"KIND","type":["null","string"],"categorical":true}]}""", null);
  private static final int ITEMS_OF_A_KIND = 30;
  private static final InteractionLog LOG = log();
  private static final Wish TEN = Wish.best(10);

  @Nested
  class Trained extends TrainerContract {
    @Override
    protected Trainer<?> trainer() {
      SimilarItemsParameters parameters = SimilarItemsParameters.DEFAULT.withRank(8);
      return (data, progress) -> parameters.fittedTo(data).trainer().train(data, progress);
    }

    @Override
    protected boolean usesTheSeed() {
      return true;
    }
  }

  @Test
  void an_item_that_nobody_had_is_similar_to_others_by_its_record_and_they_to_it() {
    RecommendationModel model = trained(Map.of(), ParameterSearch.NONE).model();

    assertThat(similar(model, "tea-new", TEN)).hasSize(10).allMatch(item -> item.startsWith("tea"));
    assertThat(similar(model, "coffee-new", TEN))
        .doesNotContain("coffee-new")
        .allMatch(item -> item.startsWith("coffee"));
    assertThat(similar(model, "tea3", Wish.best(ITEMS_OF_A_KIND)))
        .hasSize(ITEMS_OF_A_KIND)
        .contains("tea-new")
        .allMatch(item -> item.startsWith("tea"));
  }

  @Test
  void without_records_one_that_nobody_had_gets_what_is_popular() {
    RecommendationModel model = new RecipeTrainer(Clock.systemUTC())
        .train(training(Map.of(), ParameterSearch.NONE), TrainingProgress.NONE)
        .model();

    assertThat(similar(model, "tea-new", TEN)).isEqualTo(similar(model, "never-heard-of", TEN));
    assertThat(similar(model, "tea3", TEN)).allMatch(item -> item.startsWith("tea"));
  }

  @Test
  void popular_items_are_held_back_as_far_as_the_knob_says() {
    double none = meanUsers("0.0");
    double some = meanUsers("0.5");
    double most = meanUsers("1.0");

    assertThat(some).isLessThan(none);
    assertThat(most).isLessThan(some);
  }

  /** In the mean over answers. */
  private static double meanUsers(String discount) {
    RecommendationModel model = trained(
            Map.of("popularity_discount_factor", discount), ParameterSearch.NONE)
        .model();
    return similar(model, "tea3", TEN).stream()
        .mapToInt(id -> model.users(model.items().find(id).orElseThrow()))
        .average()
        .orElseThrow();
  }

  @Test
  void a_blend_that_has_no_use_for_records_keeps_them_for_items_that_nobody_had()
      throws IOException {
    Map<String, String> settings = new HashMap<>(SimilarItemsParameters.DEFAULT.settings());
    settings.keySet().removeIf(name -> !name.startsWith("item-item"));
    SimilarItemsFamily family = SimilarItemsParameters.DEFAULT.family();
    SimilarItemsParameters parameters = family.of(settings);
    TrainedModel trained = trained(Map.of(), ParameterSearch.NONE);

    SimilarItemsModel model = parameters
        .trainer()
        .train(
            new TrainingData(LOG, ConfidenceRule.everyEvent(), 1, 1)
                .withItems(() -> Optional.of(records())),
            TrainingProgress.NONE);

    int unseen = LOG.items().find("tea-new").orElseThrow();
    assertThat(parameters.blend().components()).hasSize(1);
    assertThat(model.blend().relates(unseen)).isFalse();
    assertThat(model.relates(unseen)).isTrue();
    Map<String, byte[]> files = files(trained);
    assertThat(RecommendationModel.load(name -> new ByteArrayInputStream(files.get(name)))
            .answer(Question.of(List.of(), Instant.EPOCH).about("tea-new"), TEN))
        .isEqualTo(
            trained.model().answer(Question.of(List.of(), Instant.EPOCH).about("tea-new"), TEN));
  }

  @Test
  void the_number_of_factors_is_searched_within_its_range() {
    TrainedModel trained = trained(
        Map.of(),
        new ParameterSearch.OfHyperparameters(
            new Budget(3, Duration.ofHours(1)),
            Map.of(Knobs.ITEM_ID_HIDDEN_DIM, new Whole(30, 40))));

    assertThat(trained.choice().tuned()).containsOnlyKeys("item_id_hidden_dim");
    assertThat(Integer.parseInt(trained.choice().tuned().get("item_id_hidden_dim")))
        .isBetween(30, 40);
    assertThat(trained.choice().trials())
        .filteredOn(trial -> trial.family().equals(SimilarItemsFamily.NAME))
        .hasSize(3);
  }

  private static List<String> similar(RecommendationModel model, String item, Wish wish) {
    return model.answer(Question.of(List.of(), Instant.EPOCH).about(item), wish).itemIds();
  }

  private static TrainedModel trained(Map<String, String> knobs, ParameterSearch search) {
    return new RecipeTrainer(Clock.systemUTC())
        .train(
            training(knobs, search).withItems(() -> Optional.of(records())), TrainingProgress.NONE);
  }

  private static Training training(Map<String, String> knobs, ParameterSearch search) {
    return new Training(
        new Training.Candidates(
            Hyperparameters.of(RECIPE, knobs, Map.of()), search, ModelFamilies.ALL),
        ConfidenceRule.everyEvent(),
        LOG,
        new Training.Execution(1, 2));
  }

  private static Map<String, byte[]> files(TrainedModel model) throws IOException {
    Map<String, byte[]> files = new HashMap<>();
    model.write(name -> new ByteArrayOutputStream() {
      @Override
      public void close() {
        files.put(name, toByteArray());
      }
    });
    return files;
  }

  private static InteractionLog log() {
    SplittableRandom random = new SplittableRandom(7);
    InteractionLogBuilder log = new InteractionLogBuilder();
    for (int user = 0; user < 300; user++) {
      String taste = user % 2 == 0 ? "tea" : "coffee";
      for (int item = 0; item < ITEMS_OF_A_KIND; item++) {
        if (random.nextInt(ITEMS_OF_A_KIND) > item / 2) {
          log.add("u" + user, taste + item, "buy", Float.NaN, 60_000L * random.nextInt(100_000));
        }
      }
    }
    log.addItem("tea-new");
    log.addItem("coffee-new");
    return log.build();
  }

  private static RecordColumns records() {
    RecordColumnsBuilder records = new RecordColumnsBuilder(SCHEMA);
    for (int item = 0; item < LOG.items().size(); item++) {
      String id = LOG.items().id(item);
      records.add(
          Utf8Slice.of(id),
          Utf8Slice.of("{\"KIND\": \"%s\"}".formatted(id.startsWith("tea") ? "tea" : "coffee")));
    }
    return records.build();
  }
}
