// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.recommendation;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.recipe.Recipe.Feature;
import org.openpersonalize.core.recipe.RecipeCatalogue;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.schema.Domain;

/**
 * The recipes whose family of models exists. A solution can choose those of no domain, a recommender those of its
 * dataset group's; they are trained and answer by the same way.
 */
public final class ServedRecipes {
  private static final List<Recipe> TRAINABLE = RecipeCatalogue.all().stream()
      .filter(recipe -> ModelFamilies.ALL.has(recipe.family()))
      .toList();

  private static final List<Recipe> ALL =
      TRAINABLE.stream().filter(recipe -> recipe.domain() == null).toList();

  private ServedRecipes() {}

  /** Those that a solution can choose, in the order of the catalogue. */
  public static List<Recipe> all() {
    return ALL;
  }

  /** The recipe with this ARN that a solution can choose, empty if there is none. */
  public static Optional<Recipe> find(Arn arn) {
    return find(ALL, arn);
  }

  /** Those that can be trained, the ones of domains among them, in the order of the catalogue. */
  public static List<Recipe> trainable() {
    return TRAINABLE;
  }

  /** The use cases of a domain, which its recommenders can choose, in the order of the catalogue. */
  public static List<Recipe> of(Domain domain) {
    return TRAINABLE.stream().filter(recipe -> recipe.domain() == domain).toList();
  }

  /** The recipe with this ARN that can be trained, whoever may choose it; empty if there is none. */
  public static Optional<Recipe> findTrainable(Arn arn) {
    return find(TRAINABLE, arn);
  }

  /** The names of those that a solution can choose and that take part in something, as a sentence has them. */
  public static String with(Feature feature) {
    return ALL.stream()
        .filter(each -> each.supports(feature))
        .map(Recipe::name)
        .collect(Collectors.joining(" and "));
  }

  private static Optional<Recipe> find(List<Recipe> recipes, Arn arn) {
    return recipes.stream().filter(recipe -> recipe.arn().equals(arn)).findFirst();
  }
}
