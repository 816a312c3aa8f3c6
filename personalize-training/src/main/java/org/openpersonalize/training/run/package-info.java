/**
 * The training itself. {@link org.openpersonalize.training.run.TrainingRun} is the job of a solution version, {@code
 * ModelTraining} what it and every other resource that is trained have in common, {@code TrainingMonitor} watches over it,
 * and a {@link org.openpersonalize.training.run.TrainingEngine} does it.
 */
@NullMarked
package org.openpersonalize.training.run;

import org.jspecify.annotations.NullMarked;
