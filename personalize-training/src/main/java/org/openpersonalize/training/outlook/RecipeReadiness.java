// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.outlook;

import java.util.List;
import org.openpersonalize.core.recipe.Recipe;

/**
 * Whether the data of a group are enough for a recipe.
 *
 * @param missing what they lack, a sentence each; empty if they are
 */
public record RecipeReadiness(Recipe recipe, List<String> missing) {
  public boolean isReady() {
    return missing.isEmpty();
  }
}
