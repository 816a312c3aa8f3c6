// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.job;

import java.time.Instant;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.store.catalog.LivingResource;
import org.openpersonalize.store.catalog.ResourceRepository;
import org.openpersonalize.store.catalog.Resources;

/**
 * Deletes a resource that is out of use.
 *
 * <p>One that is nothing but its row could be gone when the call returns. It is a job because clean-up scripts look for what
 * they have deleted, and wait for it to go once they have found it. What cannot be deleted rests again as before, so that
 * its owner can delete it once more.
 */
public abstract class DeletionJob<R extends LivingResource> extends ResourceJob<R> {
  private final Resources resources;

  protected DeletionJob(JobType type, ResourceRepository<R> rows, Means means) {
    super(type, rows, means);
    this.resources = means.resources();
  }

  /**
   * Deletes what belongs to the resource and does not go with its row; may be done twice.
   *
   * @throws JobRefused if it must not go, which is not tried again
   */
  protected void clear(R resource) throws JobRefused {}

  /** The state a resource rests in that was to be deleted and was not. */
  protected Status restingState(R resource) {
    return Status.ACTIVE;
  }

  /** One that went before a crash is not wanted, whether or not there is a new one of its name. */
  @Override
  protected final boolean isWanted(R row) {
    return Status.DELETING.contains(row.status());
  }

  @Override
  protected final void begin(R row, Instant now) {
    row.become(Status.DELETE_IN_PROGRESS, now);
  }

  @Override
  protected final void work(R resource, Run run) throws JobRefused {
    clear(resource);
    run.complete(resources::delete);
  }

  @Override
  final void fail(R row, String reason, Instant now) {
    row.become(restingState(row), now);
  }

  @Override
  protected final String gaveUp(Throwable error) {
    return ""; // told by nobody
  }
}
