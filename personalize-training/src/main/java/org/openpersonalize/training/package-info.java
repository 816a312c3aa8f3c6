/**
 * From data to models: recipes, solutions and their versions.
 *
 * <p>{@link org.openpersonalize.training.solution.SolutionVersionService} takes the wish for a version,
 * {@link org.openpersonalize.training.run.TrainingRun} fulfils it.
 */
@NullMarked
package org.openpersonalize.training;

import org.jspecify.annotations.NullMarked;
