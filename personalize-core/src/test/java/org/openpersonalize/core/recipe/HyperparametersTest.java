// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openpersonalize.core.recommendation.ServedRecipes;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.resource.ResourceType;

@DisplayNameGeneration(ReplaceUnderscores.class)
class HyperparametersTest {
  private static final Recipe HRNN = recipe("aws-hrnn");

  @Test
  void recipes_are_found_by_their_arns() {
    assertThat(ServedRecipes.all())
        .extracting(Recipe::name)
        .containsExactlyInAnyOrder(
            "aws-user-personalization",
            "aws-user-personalization-v2",
            "aws-hrnn",
            "aws-hrnn-metadata",
            "aws-hrnn-coldstart",
            "aws-popularity-count",
            "aws-sims",
            "aws-similar-items",
            "aws-semantic-similarity",
            "aws-next-best-action",
            "aws-personalized-ranking",
            "aws-personalized-ranking-v2",
            "aws-trending-now",
            "aws-item-affinity",
            "aws-item-attribute-affinity");
    for (Recipe recipe : ServedRecipes.all()) {
      assertThat(ServedRecipes.find(recipe.arn())).contains(recipe);
      String algorithm =
          recipe.name().equals("aws-trending-now") ? "aws-trending-now-custom" : recipe.name();
      assertThat(recipe.algorithmArn()).hasToString("arn:aws:personalize:::algorithm/" + algorithm);
    }
    Arn ofDomain = Arn.parse("arn:aws:personalize:::recipe/aws-vod-top-picks");
    assertThat(ServedRecipes.find(ofDomain)).isEmpty();
    assertThat(ServedRecipes.findTrainable(ofDomain)).isPresent();
    assertThat(ServedRecipes.trainable()).hasSameSizeAs(RecipeCatalogue.all());
  }

  @Test
  void every_declared_default_is_in_its_range() {
    assertThat(RecipeCatalogue.all()).hasSize(25).doesNotHaveDuplicates();
    for (Recipe recipe : RecipeCatalogue.all()) {
      for (Hyperparameter each : recipe.hyperparameters()) {
        assertThat(each.range().contains(each.defaultValue()))
            .as("%s of %s", each.name(), recipe.name())
            .isTrue();
      }
    }
  }

  @Test
  void what_is_not_given_has_the_recipes_default() {
    Hyperparameters defaults = Hyperparameters.defaultsOf(HRNN);

    assertThat(defaults.flag(Knobs.RECENCY_MASK)).isTrue();
    assertThat(defaults.real(Knobs.MAX_USER_HISTORY_LENGTH_PERCENTILE)).isEqualTo(0.99);
    assertThat(defaults.integer(Knobs.HIDDEN_DIMENSION)).isEmpty();
    assertThat(HRNN.hyperparameter("hidden_dimension").orElseThrow().defaultValue())
        .isEqualTo("43");
    assertThat(defaults.has(Knobs.APPLY_RECENCY_BIAS)).isFalse();
  }

  @Test
  void what_is_given_counts_with_or_without_the_apis_prefix() {
    Hyperparameters given = Hyperparameters.of(
        HRNN,
        Map.of("training.hidden_dimension", "128", "data.recency_mask", "false", "bptt", "2"),
        Map.of("min_user_history_length_percentile", "0.05"));

    assertThat(given.integer(Knobs.HIDDEN_DIMENSION)).contains(128);
    assertThat(given.flag(Knobs.RECENCY_MASK)).isFalse();
    assertThat(given.real(Knobs.MIN_USER_HISTORY_LENGTH_PERCENTILE)).isEqualTo(0.05);
    assertThat(given.given())
        .containsOnlyKeys(
            "hidden_dimension", "recency_mask", "bptt", "min_user_history_length_percentile");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "hidden_dimension; 31; a whole number from 32 to 256",
        "hidden_dimension; 257; a whole number from 32 to 256",
        "hidden_dimension; 64.5; a whole number from 32 to 256",
        "bptt; many; a whole number from 2 to 32",
        "recency_mask; maybe; True or False"
      })
  void a_value_out_of_range_is_refused_with_the_range(String name, String value, String range) {
    assertThatThrownBy(() -> Hyperparameters.of(HRNN, Map.of(name, value), Map.of()))
        .isInstanceOfSatisfying(
            PersonalizeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT))
        .hasMessageContainingAll(name, range, value);
  }

  @ParameterizedTest
  @CsvSource({"NaN", "-0.1", "1.01", "half"})
  void a_percentile_is_a_number_from_zero_to_one(String value) {
    assertThatThrownBy(() ->
            Hyperparameters.of(HRNN, Map.of(), Map.of("max_user_history_length_percentile", value)))
        .isInstanceOf(PersonalizeException.class)
        .hasMessageContaining("a number from 0.0 to 1.0");
  }

  @Test
  void an_unknown_name_is_refused_with_those_there_are() {
    assertThatThrownBy(() -> Hyperparameters.of(HRNN, Map.of("hidden_dimensions", "64"), Map.of()))
        .isInstanceOf(PersonalizeException.class)
        .hasMessageContainingAll(
            "no hidden_dimensions", "hidden_dimension (a whole number from 32 to 256)");
    assertThatThrownBy(
            () -> Hyperparameters.of(recipe("aws-popularity-count"), Map.of("bptt", "2"), Map.of()))
        .hasMessageContaining("it has none");
  }

  @Test
  void a_name_in_the_wrong_map_is_refused() {
    assertThatThrownBy(() -> Hyperparameters.of(HRNN, Map.of(), Map.of("bptt", "2")))
        .isInstanceOf(PersonalizeException.class)
        .hasMessageContaining("featureTransformationParameters");
  }

  private static Recipe recipe(String name) {
    return ServedRecipes.find(Arn.ofService(ResourceType.RECIPE, name)).orElseThrow();
  }
}
