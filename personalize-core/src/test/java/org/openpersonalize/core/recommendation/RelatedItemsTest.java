// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.recommendation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.InteractionLogBuilder;
import org.openpersonalize.core.ranking.ItemFilter;
import org.openpersonalize.core.ranking.Promotion;
import org.openpersonalize.core.ranking.Recommendations;
import org.openpersonalize.core.ranking.Relation;
import org.openpersonalize.core.ranking.Wish;
import org.openpersonalize.core.recipe.Hyperparameter;
import org.openpersonalize.core.recipe.Hyperparameter.Range;
import org.openpersonalize.core.recipe.Hyperparameter.Real;
import org.openpersonalize.core.recipe.Hyperparameter.Whole;
import org.openpersonalize.core.recipe.Hyperparameters;
import org.openpersonalize.core.recipe.Knobs;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.recipe.RecipeCatalogue;
import org.openpersonalize.core.recommendation.Explanation.Basis;
import org.openpersonalize.core.recommendation.Explanation.Candidate;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.testing.TestData;
import org.openpersonalize.core.training.TrainingProgress;
import org.openpersonalize.core.tuning.Budget;
import org.openpersonalize.core.tuning.Trial;

/** A recipe of related items goes the way of the others, with an item in the place of the user. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class RelatedItemsTest {
  private static final Recipe SIMS =
      RecipeCatalogue.find(Arn.ofService(ResourceType.RECIPE, "aws-sims")).orElseThrow();
  private static final int ITEMS = 21; // ten pairs, and one that nobody had
  private static final InteractionLog PAIRS = pairs();

  @Test
  void items_that_go_with_an_item_are_answered_to_nobody_in_particular_and_never_the_item() {
    RecommendationModel model = trained(ParameterSearch.NONE).model();

    for (String item : List.of("i0", "i7", "i12")) {
      List<String> answer = answer(model, item, Wish.best(ITEMS)).itemIds();

      assertThat(answer.get(0)).isEqualTo(partnerOf(item));
      assertThat(answer).hasSize(ITEMS - 1).doesNotContain(item).doesNotHaveDuplicates();
    }
    assertThat(answer(model, "i0", Wish.best(5)).items())
        .extracting(Recommendations.Item::score)
        .containsOnlyNulls();
  }

  @Test
  void the_item_is_not_promoted_beside_itself_either() {
    RecommendationModel model = trained(ParameterSearch.NONE).model();
    int seed = model.items().find("i0").orElseThrow();
    Promotion promotion = new Promotion("this", item -> item == seed || item == seed + 1, 50);

    Recommendations answer = answer(model, "i0", Wish.best(4).promoting(promotion, 1));

    assertThat(answer.items())
        .filteredOn(item -> item.promotionName() != null)
        .extracting(Recommendations.Item::itemId)
        .containsExactly(model.items().id(seed + 1));
    assertThat(answer.itemIds()).hasSize(4).doesNotContain("i0");
  }

  @Test
  void a_filter_holds_for_what_goes_with_an_item() {
    RecommendationModel model = trained(ParameterSearch.NONE).model();
    ItemFilter others = item -> !model.items().id(item).equals(partnerOf("i0"));

    assertThat(answer(model, "i0", Wish.best(ITEMS).filtered(others)).itemIds())
        .hasSize(ITEMS - 2)
        .doesNotContain("i0", partnerOf("i0"));
  }

  @Test
  void what_goes_with_an_item_nobody_knows_or_had_is_what_is_popular() {
    RecommendationModel model = trained(ParameterSearch.NONE).model();
    List<String> popular = popular();

    assertThat(popular).hasSize(5);
    assertThat(answer(model, "unknown", Wish.best(5)).itemIds()).isEqualTo(popular);
    assertThat(answer(model, "new", Wish.best(5)).itemIds()).isEqualTo(popular);
    assertThat(model.answer(Question.of(List.of(), Events.NOW), Wish.best(5)).itemIds())
        .as("about no item")
        .isEqualTo(popular);
  }

  @Test
  void what_goes_with_an_item_is_explained_by_how_many_had_both() {
    RecommendationModel model = trained(ParameterSearch.NONE).model();

    Candidate partner = explained(model, "i0", partnerOf("i0"));

    assertThat(partner.place().rank()).isEqualTo(1);
    assertThat(partner.place().isShown()).isTrue();
    Relation relation = partner.relations().get(0);
    assertThat(partner.relations()).hasSize(1);
    assertThat(relation.kind()).isEqualTo(Relation.Kind.USERS);
    assertThat(relation.amount()).isCloseTo(partner.score().value(), within(1e-6));
    assertThat(partner.score().remainder()).isCloseTo(0, within(1e-6));
    Relation.Meetings met = requireNonNull(relation.met());
    long both = IntStream.range(0, PAIRS.users().size())
        .filter(user -> has(user, "i0") && has(user, partnerOf("i0")))
        .count();
    assertThat((long) met.together()).isEqualTo(both);
    assertThat(model.lift(met).orElseThrow())
        .isCloseTo((double) both * 600 / met.about() / met.other(), within(1e-9))
        .isGreaterThan(1);
  }

  private static boolean has(int user, String item) {
    return IntStream.range(PAIRS.start(user), PAIRS.end(user))
        .anyMatch(row -> PAIRS.items().id(PAIRS.item(row)).equals(item));
  }

  @Test
  void the_item_itself_has_no_rank_and_nothing_goes_with_what_nobody_knows() {
    RecommendationModel model = trained(ParameterSearch.NONE).model();

    assertThat(explained(model, "i0", "i0").place().rank()).isNull();
    Explanation popular = model.explain(about("unknown"), "i0", Wish.best(5));
    assertThat(popular.basis()).isEqualTo(Basis.UNRELATED);
    assertThat(requireNonNull(popular.candidate()).relations()).isEmpty();
    assertThat(model.explain(about("i0"), "unknown", Wish.best(5)).candidate()).isNull();
  }

  private static Candidate explained(RecommendationModel model, String about, String item) {
    Explanation explanation = model.explain(about(about), item, Wish.best(5));
    assertThat(explanation.basis()).isEqualTo(Basis.RELATED);
    return requireNonNull(explanation.candidate());
  }

  private static Question about(String item) {
    return Question.of(List.of(), Events.NOW).about(item);
  }

  @Test
  void a_model_that_is_read_from_its_files_answers_the_same() throws IOException {
    TrainedModel trained = trained(ParameterSearch.NONE);
    Map<String, byte[]> files = new HashMap<>();
    trained.write(name -> new ByteArrayOutputStream() {
      @Override
      public void close() {
        files.put(name, toByteArray());
      }
    });

    RecommendationModel loaded =
        RecommendationModel.load(name -> new ByteArrayInputStream(files.get(name)));

    assertThat(loaded.recipe()).isEqualTo(SIMS);
    assertThat(answer(loaded, "i7", Wish.best(ITEMS)))
        .isEqualTo(answer(trained.model(), "i7", Wish.best(ITEMS)));
  }

  @Test
  void a_search_of_its_knobs_is_about_the_two_that_can_be_tuned() {
    Map<Hyperparameter, Range> tunable = new LinkedHashMap<>();
    SIMS.hyperparameters().stream()
        .filter(Hyperparameter::isTunable)
        .forEach(knob -> tunable.put(knob, knob.range()));

    TrainedModel trained = trained(
        new ParameterSearch.OfHyperparameters(new Budget(10, Duration.ofHours(1)), tunable));

    assertThat(tunable)
        .containsExactlyInAnyOrderEntriesOf(Map.of(
            Knobs.POPULARITY_DISCOUNT_FACTOR, new Real(0, 1),
            Knobs.MIN_COINTERACTION_COUNT, new Whole(0, 10)));
    assertThat(trained.choice().trials().stream()
            .filter(trial -> trial.family().equals(SIMS.family()))
            .map(Trial::settings))
        .hasSize(10)
        .doesNotHaveDuplicates()
        .first()
        .isEqualTo(
            Map.of("popularity_discount", "0.5", "minimum_count", "2", "memory_megabytes", "1024"));
    assertThat(trained.choice().tuned())
        .containsOnlyKeys("popularity_discount_factor", "min_cointeraction_count");
    assertThat(trained.model().manifest().subject().recipeArn())
        .isEqualTo(SIMS.arn().toString());
  }

  @Test
  void items_with_the_most_interactions_are_left_out_where_that_is_asked_for_and_no_others() {
    Hyperparameters given =
        Hyperparameters.of(SIMS, Map.of(), Map.of("max_item_interaction_count_percentile", "0.9"));
    long[] counts = new long[ITEMS];
    for (int row = 0; row < PAIRS.size(); row++) {
      counts[PAIRS.item(row)]++;
    }
    long most = Arrays.stream(counts).max().orElseThrow();

    InteractionLog all = Training.withinPercentiles(PAIRS, Hyperparameters.defaultsOf(SIMS));
    InteractionLog without = Training.withinPercentiles(PAIRS, given);

    assertThat(IntStream.range(0, all.size()).map(all::item))
        .anyMatch(item -> counts[item] == most);
    assertThat(IntStream.range(0, without.size()).map(without::item))
        .noneMatch(item -> counts[item] == most)
        .hasSizeGreaterThan(PAIRS.size() / 2);
  }

  private TrainedModel trained(ParameterSearch search) {
    Training training = new Training(
        new Training.Candidates(Hyperparameters.defaultsOf(SIMS), search, ModelFamilies.ALL),
        ConfidenceRule.everyEvent(),
        PAIRS,
        new Training.Execution(1, 2));
    return new RecipeTrainer(Clock.systemUTC()).train(training, TrainingProgress.NONE);
  }

  private static Recommendations answer(RecommendationModel model, String item, Wish wish) {
    return model.answer(about(item), wish);
  }

  private static List<String> popular() {
    Recipe recipe = ServedRecipes.find(Arn.ofService(ResourceType.RECIPE, "aws-popularity-count"))
        .orElseThrow();
    return new RecipeTrainer(Clock.systemUTC())
        .train(
            TestData.training(
                Hyperparameters.defaultsOf(recipe), PAIRS, ConfidenceRule.everyEvent(), 1, 2),
            TrainingProgress.NONE)
        .model()
        .answer(Question.of(List.of(), Events.NOW), Wish.best(5))
        .itemIds();
  }

  private static String partnerOf(String item) {
    return "i" + (Integer.parseInt(item.substring(1)) ^ 1);
  }

  /** Who has an item has its partner too, the next or the one before, and now and then another; items differ in how many do. */
  private static InteractionLog pairs() {
    InteractionLogBuilder log = new InteractionLogBuilder();
    IntStream.range(0, 600).forEach(user -> {
      int pair = (int) (10 * Math.pow(user / 600.0, 2));
      log.add("u" + user, "i" + 2 * pair, "view", Float.NaN, 1_000L * user);
      log.add("u" + user, "i" + (2 * pair + 1), "view", Float.NaN, 1_000L * user + 1);
      log.add("u" + user, "i" + user * 7 % (20 - user % 5), "view", Float.NaN, 1_000L * user + 2);
    });
    log.addItem("new");
    return log.build();
  }
}
