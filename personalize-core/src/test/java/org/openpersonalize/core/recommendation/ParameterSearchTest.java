// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.recommendation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.als.AlsFamily;
import org.openpersonalize.core.als.AlsParameters;
import org.openpersonalize.core.evaluation.RankingMetric;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.popularity.PopularityParameters;
import org.openpersonalize.core.recipe.Hyperparameter.OneOf;
import org.openpersonalize.core.recipe.Hyperparameter.Whole;
import org.openpersonalize.core.recipe.Hyperparameters;
import org.openpersonalize.core.recipe.Knobs;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.testing.TestData;
import org.openpersonalize.core.training.TrainingProgress;
import org.openpersonalize.core.tuning.Budget;
import org.openpersonalize.core.tuning.Trial;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ParameterSearchTest {
  private static final Recipe PERSONAL = recipe("aws-user-personalization");
  private static final Recipe BLEND = recipe("aws-user-personalization-v2");
  private static final Recipe POPULARITY = recipe("aws-popularity-count");
  private static final RankingMetric NDCG = new RankingMetric.Ndcg(10);
  private static final InteractionLog LOG = TestData.twoTastes(400, 60);

  @Test
  void hyperparameters_are_searched_within_their_ranges_and_the_budget() {
    ParameterChoice choice = choose(new ParameterSearch.OfHyperparameters(
        new Budget(6, Duration.ofHours(1)),
        Map.of(
            Knobs.HIDDEN_DIMENSION, new Whole(32, 40),
            Knobs.RECENCY_MASK, new OneOf(List.of("True", "False")))));

    assertThat(choice.recipe()).isEqualTo(PERSONAL);
    assertThat(choice.tuned()).containsOnlyKeys("hidden_dimension", "recency_mask");
    assertThat(Integer.parseInt(choice.tuned().get("hidden_dimension"))).isBetween(32, 40);
    assertThat(choice.hyperparameters().given()).containsAllEntriesOf(choice.tuned());
    assertThat(choice.hyperparameters().given()).containsEntry("bptt", "4");
    assertThat(((AlsParameters) choice.parameters()).rank()).isBetween(32, 40);
    assertThat(choice.trials())
        .filteredOn(trial -> trial.family().equals(AlsFamily.NAME))
        .hasSizeBetween(2, 6)
        .extracting(trial -> Integer.parseInt(trial.settings().get("factors")))
        .allSatisfy(factors -> assertThat(factors).isBetween(32, 40));
  }

  @Test
  void what_is_not_to_be_tuned_stays_as_it_is_given() {
    ParameterChoice choice = choose(new ParameterSearch.OfHyperparameters(
        new Budget(1, Duration.ofHours(1)),
        Map.of(
            Knobs.HIDDEN_DIMENSION, new Whole(48, 48),
            Knobs.RECENCY_MASK, new OneOf(List.of("False")))));

    assertThat(choice.tuned())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("hidden_dimension", "48", "recency_mask", "False"));
    assertThat(choice.trials()).hasSize(2);
  }

  @Test
  void the_recipe_of_the_best_family_is_taken() {
    ParameterChoice all = choose(new ParameterSearch.OfFamilies(
        List.of(BLEND, PERSONAL, POPULARITY), NDCG, new Budget(12, Duration.ofHours(1))));
    ParameterChoice two = choose(new ParameterSearch.OfFamilies(
        List.of(PERSONAL, POPULARITY), NDCG, new Budget(3, Duration.ofHours(1))));

    assertThat(all.trials()).extracting(Trial::family).contains("popularity", "item-item");
    assertThat(all.trials())
        .filteredOn(trial -> trial.stage().endsWith("default"))
        .hasSizeGreaterThanOrEqualTo(3)
        .allSatisfy(trial -> assertThat(trial.score()).isLessThanOrEqualTo(best(all)));
    assertThat(two.recipe()).isEqualTo(PERSONAL);
    assertThat(two.parameters()).isInstanceOf(AlsParameters.class);
  }

  private static double best(ParameterChoice choice) {
    return choice.trials().stream()
        .filter(trial -> trial.family().equals(choice.parameters().family().name())
            && trial.settings().equals(choice.parameters().settings()))
        .mapToDouble(Trial::score)
        .max()
        .orElseThrow();
  }

  @Test
  void the_model_that_was_found_is_evaluated_trained_and_named_by_its_recipe() {
    TrainedModel trained = new RecipeTrainer(Clock.systemUTC())
        .train(
            TestData.training(
                Hyperparameters.defaultsOf(POPULARITY),
                new ParameterSearch.OfFamilies(
                    List.of(PERSONAL), NDCG, new Budget(2, Duration.ofHours(1))),
                LOG,
                ConfidenceRule.everyEvent(),
                1,
                2),
            TrainingProgress.NONE);

    assertThat(trained.model().manifest().subject().recipeArn())
        .isEqualTo(PERSONAL.arn().toString());
    assertThat(trained.choice().parameters()).isNotInstanceOf(PopularityParameters.class);
    assertThat(trained.report().orElseThrow().metrics())
        .isNotEqualTo(trained.popularityBaseline().orElseThrow().metrics());
  }

  private static ParameterChoice choose(ParameterSearch search) {
    return search.choose(
        TestData.training(
            Hyperparameters.of(PERSONAL, Map.of("bptt", "4"), Map.of()),
            search,
            LOG,
            ConfidenceRule.everyEvent(),
            1,
            2),
        TrainingProgress.NONE);
  }

  private static Recipe recipe(String name) {
    return ServedRecipes.all().stream()
        .filter(recipe -> recipe.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
