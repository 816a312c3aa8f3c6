// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.solution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.recipe.Hyperparameter.Real;
import org.openpersonalize.core.recipe.Hyperparameter.Whole;
import org.openpersonalize.core.recipe.Hyperparameters;
import org.openpersonalize.core.recipe.Knobs;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.recipe.RecipeCatalogue;
import org.openpersonalize.core.recommendation.ParameterSearch.OfHyperparameters;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.store.catalog.SolutionConfig.ContinuousHyperParameterRange;
import org.openpersonalize.store.catalog.SolutionConfig.HPOConfig;
import org.openpersonalize.store.catalog.SolutionConfig.HyperParameterRanges;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SearchesTest {
  private static final Recipe SIMS =
      RecipeCatalogue.find(Arn.ofService(ResourceType.RECIPE, "aws-sims")).orElseThrow();

  @Test
  void every_knob_that_can_be_tuned_is_searched_and_no_other() {
    OfHyperparameters search = search(null);

    assertThat(search.ranges())
        .containsExactlyInAnyOrderEntriesOf(Map.of(
            Knobs.POPULARITY_DISCOUNT_FACTOR, new Real(0, 1),
            Knobs.MIN_COINTERACTION_COUNT, new Whole(0, 10)));
  }

  @Test
  void where_ranges_are_given_nothing_else_is_searched() {
    OfHyperparameters search = search(new HyperParameterRanges(
        null,
        List.of(new ContinuousHyperParameterRange("popularity_discount_factor", 0.25, null)),
        null));

    assertThat(search.ranges())
        .containsExactlyEntriesOf(Map.of(Knobs.POPULARITY_DISCOUNT_FACTOR, new Real(0.25, 1)));
  }

  private static OfHyperparameters search(@Nullable HyperParameterRanges ranges) {
    return (OfHyperparameters) Searches.ofHyperparameters(
        SIMS, Hyperparameters.defaultsOf(SIMS), new HPOConfig(null, null, ranges));
  }
}
