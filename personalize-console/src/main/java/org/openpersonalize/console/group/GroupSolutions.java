// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.group;

import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.recipe.Recipe.Feature;
import org.openpersonalize.core.recommendation.ServedRecipes;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.store.catalog.Solution;
import org.openpersonalize.training.solution.SolutionService;
import org.openpersonalize.training.solution.SolutionService.DescribeSolution;
import org.springframework.stereotype.Component;

/** Finds the solutions of a dataset group by their names. */
@Component
public class GroupSolutions {
  private final SolutionService solutions;

  GroupSolutions(SolutionService solutions) {
    this.solutions = solutions;
  }

  /** @throws org.openpersonalize.core.resource.PersonalizeException not found, in this group at least */
  public Solution named(Group group, String name) {
    Solution found = solutions
        .describe(new DescribeSolution(group.arn().sibling(ResourceType.SOLUTION, name)))
        .solution();
    if (!found.datasetGroupArn().equals(group.arn())) {
      throw found.arn().doesNotExist();
    }
    return found;
  }

  /** @param recipe null where the recipe is searched for */
  public static boolean supports(@Nullable Arn recipe, Feature feature) {
    return recipe != null
        && ServedRecipes.find(recipe).filter(found -> found.supports(feature)).isPresent();
  }
}
