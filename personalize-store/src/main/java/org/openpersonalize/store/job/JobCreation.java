// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.job;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.store.catalog.FallibleResource;
import org.openpersonalize.store.catalog.Resources;
import org.openpersonalize.store.limit.Quota;
import org.openpersonalize.store.tag.Tag;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** How all jobs begin that are resources: a row with its tags, and work in the queue, both or neither. */
@Component
public class JobCreation {
  private final Resources resources;
  private final Jobs jobs;

  JobCreation(Resources resources, Jobs jobs) {
    this.resources = resources;
    this.jobs = jobs;
  }

  /** The moment that is written on a job that is created now. */
  public Instant now() {
    return resources.now();
  }

  /**
   * Creates a job that waits for a worker.
   *
   * @throws PersonalizeException as {@link Resources#create(org.openpersonalize.store.catalog.Resource, List, Quota)} does
   */
  @Transactional(propagation = Propagation.MANDATORY, noRollbackFor = PersonalizeException.class)
  public void create(JobType type, FallibleResource job, @Nullable List<Tag> itsTags, Quota quota) {
    resources.create(job, itsTags, quota);
    jobs.enqueue(type, job.arn());
  }
}
