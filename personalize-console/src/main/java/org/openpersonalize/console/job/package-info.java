/**
 * What takes its time: imports, trainings, deployments, deletions. Start at {@link
 * org.openpersonalize.console.job.JobsController}.
 */
@NullMarked
package org.openpersonalize.console.job;

import org.jspecify.annotations.NullMarked;
