// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.cadence;

import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.store.catalog.Solution;
import org.openpersonalize.training.solution.SolutionService.CreateSolution;
import org.openpersonalize.training.solution.TrainingPlan;

/** What of a solution is trained to test it. */
final class BacktestPlans {
  private BacktestPlans() {}

  /** The solution's recipe, or the one that it found to be the best, with its hyperparameters; nothing is searched for. */
  static TrainingPlan of(Solution solution) {
    Solution.AutoMLResult found = solution.autoMLResult();
    Arn recipe = found == null ? solution.recipeArn() : found.bestRecipeArn();
    return recipe == null || !solution.performAutoML()
        ? whole(solution).withoutSearch()
        : TrainingPlan.of(new CreateSolution(
            solution.name(),
            solution.datasetGroupArn(),
            recipe,
            false,
            false,
            false,
            null,
            solution.eventType(),
            null,
            null));
  }

  /** What a version would be trained by. */
  static TrainingPlan whole(Solution solution) {
    return TrainingPlan.of(CreateSolution.like(solution));
  }
}
