/**
 * Recipes, solutions and solution versions as the API shows them.
 *
 * <p>Start at {@link org.openpersonalize.training.solution.SolutionVersionService}, which puts a training into the queue;
 * {@link org.openpersonalize.training.solution.TrainingPlan} is what a solution's configuration means to it.
 */
@NullMarked
package org.openpersonalize.training.solution;

import org.jspecify.annotations.NullMarked;
