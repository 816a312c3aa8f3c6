// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving;

import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.serving.model.Deployment;

/** What a campaign answers; each recipe has one operation. */
enum RuntimeOperation {
  GET_RECOMMENDATIONS("GetRecommendations"),
  GET_PERSONALIZED_RANKING("GetPersonalizedRanking"),
  GET_ACTION_RECOMMENDATIONS("GetActionRecommendations");

  private final String wire;

  RuntimeOperation(String wire) {
    this.wire = wire;
  }

  private static RuntimeOperation of(Recipe recipe) {
    if (recipe.type().isAboutActions()) {
      return GET_ACTION_RECOMMENDATIONS;
    }
    return recipe.needs(Recipe.Input.LIST) ? GET_PERSONALIZED_RANKING : GET_RECOMMENDATIONS;
  }

  /** Makes sure that the recipe of a deployment answers this, and says what it does answer otherwise. */
  void requireOf(Deployment deployment) {
    RuntimeOperation own = of(deployment.recipe());
    if (own != this) {
      throw ErrorCode.INVALID_INPUT.because("Campaign %s was made with the recipe %s; call %s."
          .formatted(deployment.arn(), deployment.recipe().name(), own.wire));
    }
  }
}
