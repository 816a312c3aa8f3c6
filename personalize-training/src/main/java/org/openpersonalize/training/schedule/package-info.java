/** Automatic training: {@link org.openpersonalize.training.schedule.AutoTraining}. */
@NullMarked
package org.openpersonalize.training.schedule;

import org.jspecify.annotations.NullMarked;
