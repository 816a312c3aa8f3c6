// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.solution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openpersonalize.core.recipe.Hyperparameter;
import org.openpersonalize.core.recipe.Hyperparameter.Kind;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.recipe.RecipeCatalogue;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.training.solution.AlgorithmService.Algorithm;
import org.openpersonalize.training.solution.AlgorithmService.DefaultContinuousHyperParameterRange;
import org.openpersonalize.training.solution.AlgorithmService.DefaultIntegerHyperParameterRange;
import org.openpersonalize.training.solution.AlgorithmService.DescribeAlgorithm;
import org.openpersonalize.training.solution.AlgorithmService.DescribeFeatureTransformation;

@DisplayNameGeneration(ReplaceUnderscores.class)
class AlgorithmServiceTest {
  private final AlgorithmService algorithms = new AlgorithmService();

  static List<Recipe> recipes() {
    return RecipeCatalogue.all();
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void both_halves_of_a_recipe_are_described_with_every_knob_of_it(Recipe recipe) {
    assertThat(algorithm(recipe.algorithmArn()).defaultHyperParameters().keySet())
        .containsAll(names(recipe, Kind.ALGORITHM));
    assertThat(algorithms
            .describeFeatureTransformation(
                new DescribeFeatureTransformation(recipe.featureTransformationArn()))
            .featureTransformation()
            .defaultParameters()
            .keySet())
        .containsAll(names(recipe, Kind.FEATURE_TRANSFORMATION));
  }

  private static List<String> names(Recipe recipe, Kind kind) {
    return recipe.hyperparameters().stream()
        .filter(knob -> knob.kind() == kind)
        .map(Hyperparameter::name)
        .toList();
  }

  @Test
  void a_knob_has_its_default_its_range_and_whether_a_search_may_choose_it() {
    Algorithm sims = algorithm(Arn.ofService(ResourceType.ALGORITHM, "aws-sims"));

    assertThat(sims.name()).isEqualTo("aws-sims");
    assertThat(sims.defaultHyperParameters())
        .containsEntry("popularity_discount_factor", "0.5")
        .containsEntry("min_cointeraction_count", "3")
        .doesNotContainKey("min_item_interaction_count_percentile");
    assertThat(sims.defaultHyperParameterRanges().integerHyperParameterRanges())
        .containsExactly(
            new DefaultIntegerHyperParameterRange("min_cointeraction_count", 0, 10, true));
    assertThat(sims.defaultHyperParameterRanges().continuousHyperParameterRanges())
        .containsExactly(
            new DefaultContinuousHyperParameterRange("popularity_discount_factor", 0, 1, true));
  }

  @Test
  void what_no_recipe_names_is_not_there() {
    assertThatThrownBy(() -> algorithm(Arn.ofService(ResourceType.ALGORITHM, "none")))
        .hasMessageContaining("does not exist");
    Arn none = Arn.ofService(ResourceType.FEATURE_TRANSFORMATION, "none");
    assertThatThrownBy(
            () -> algorithms.describeFeatureTransformation(new DescribeFeatureTransformation(none)))
        .hasMessageContaining("does not exist");
  }

  private Algorithm algorithm(Arn arn) {
    return algorithms.describeAlgorithm(new DescribeAlgorithm(arn)).algorithm();
  }
}
