/** The training itself: {@link org.openpersonalize.training.run.TrainingRun#run}. */
@NullMarked
package org.openpersonalize.training.run;

import org.jspecify.annotations.NullMarked;
