// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.model;

import java.util.Map;
import org.openpersonalize.core.exploration.ExplorationConfig;
import org.openpersonalize.core.ranking.RankingInfluence;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.recommendation.ServedRecipes;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.store.catalog.SolutionVersion;

/**
 * What whoever answers with a version may be configured to do; {@link ErrorCode#INVALID_INPUT} of what the version's recipe does
 * not.
 */
public final class ConfigurationRules {
  private ConfigurationRules() {}

  /** @param exploration the {@code itemExplorationConfig}; empty if there is none */
  public static void requireExploration(SolutionVersion version, Map<String, String> exploration) {
    if (!exploration.isEmpty()) {
      require(version, Recipe.Feature.EXPLORATION, "itemExplorationConfig");
      ExplorationConfig.of(exploration);
    }
  }

  public static void requireInfluence(SolutionVersion version, RankingInfluence influence) {
    if (!influence.isNone()) {
      require(version, Recipe.Feature.RANKING_INFLUENCE, "rankingInfluence");
    }
  }

  private static void require(SolutionVersion version, Recipe.Feature feature, String member) {
    if (ServedRecipes.findTrainable(version.recipeArn())
        .filter(recipe -> recipe.supports(feature))
        .isEmpty()) {
      throw ErrorCode.INVALID_INPUT.because("%s is for %s, but the solution's recipe is %s."
          .formatted(member, ServedRecipes.with(feature), version.recipeArn()));
    }
  }
}
