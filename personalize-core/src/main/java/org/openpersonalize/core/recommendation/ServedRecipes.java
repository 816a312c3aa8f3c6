// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.recommendation;

import java.util.List;
import java.util.Optional;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.recipe.RecipeCatalogue;
import org.openpersonalize.core.resource.Arn;

/**
 * The recipes that can be chosen: those whose family of models exists, and of these the ones of solutions, since there are
 * no recommenders yet that could choose a domain's.
 */
public final class ServedRecipes {
  private static final List<Recipe> ALL = RecipeCatalogue.all().stream()
      .filter(recipe -> recipe.domain() == null)
      .filter(recipe -> ModelFamilies.ALL.has(recipe.family()))
      .toList();

  private ServedRecipes() {}

  /** All of them, in the order of the catalogue. */
  public static List<Recipe> all() {
    return ALL;
  }

  /** The recipe with this ARN, empty if none is served under it. */
  public static Optional<Recipe> find(Arn arn) {
    return ALL.stream().filter(recipe -> recipe.arn().equals(arn)).findFirst();
  }
}
