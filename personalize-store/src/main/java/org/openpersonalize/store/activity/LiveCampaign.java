// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.activity;

import java.time.Instant;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.recipe.RecipeCatalogue;
import org.openpersonalize.core.resource.Arn;

/**
 * A campaign that answers.
 *
 * @param solutionVersionArn what it answers with
 * @param recipeArn of that version
 * @param versionNumber that version's number of its solution
 * @param published when that model was
 */
public record LiveCampaign(
    Arn campaignArn,
    Arn datasetGroupArn,
    Arn solutionVersionArn,
    Arn recipeArn,
    int versionNumber,
    Instant published) {
  /** Does it choose from all items, and not from a list that requests bring, or from actions? */
  public boolean choosesItems() {
    return RecipeCatalogue.find(recipeArn)
        .filter(recipe -> !recipe.needs(Recipe.Input.LIST) && !recipe.type().isAboutActions())
        .isPresent();
  }

  /** Does it answer what goes with an item? */
  public boolean isAboutItems() {
    return RecipeCatalogue.find(recipeArn)
        .filter(recipe -> recipe.needs(Recipe.Input.ITEM))
        .isPresent();
  }
}
