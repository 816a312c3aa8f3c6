/**
 * From data to models: recipes, solutions and their versions.
 *
 * <p>{@link org.openpersonalize.training.solution.SolutionVersionService} takes the wish for a version,
 * {@link org.openpersonalize.training.run.TrainingRun} fulfils it. For solutions with a
 * schedule {@link org.openpersonalize.training.schedule.AutoTraining} wishes by itself.
 */
@NullMarked
package org.openpersonalize.training;

import org.jspecify.annotations.NullMarked;
