// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.activity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.recipe.RecipeCatalogue;
import org.openpersonalize.core.resource.Arn;

/**
 * A campaign or a recommender that answers.
 *
 * @param version what it answers with; null of a recommender, which has models of its own
 * @param recipeArn of what it answers with
 * @param published when that model was
 */
public record LiveModel(
    Arn arn, Arn datasetGroupArn, @Nullable LiveVersion version, Arn recipeArn, Instant published) {
  /** @param number of its solution */
  public record LiveVersion(Arn arn, int number) {}

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
