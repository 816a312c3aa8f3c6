/**
 * The job queue. A service calls {@link org.openpersonalize.store.job.Jobs} in its own transaction; a worker's
 * {@link org.openpersonalize.store.job.JobHandler} is called until it returns; most are a {@link
 * org.openpersonalize.store.job.ResourceJob}, which knows how resources begin, complete and fail. {@link
 * org.openpersonalize.store.job.JobType} lists all jobs and says what enqueues each.
 */
@NullMarked
package org.openpersonalize.store.job;

import org.jspecify.annotations.NullMarked;
