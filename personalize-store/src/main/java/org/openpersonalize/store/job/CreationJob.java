// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.job;

import java.time.Instant;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.store.catalog.FallibleResource;
import org.openpersonalize.store.catalog.ResourceRepository;

/** Makes a resource ACTIVE that was created {@code CREATE PENDING}, or lets it fail. */
public abstract class CreationJob<R extends FallibleResource> extends ResourceJob<R> {
  protected CreationJob(JobType type, ResourceRepository<R> rows, Means means) {
    super(type, rows, means);
  }

  @Override
  protected boolean isWanted(R row) {
    return row.status() == Status.CREATE_PENDING || row.status() == Status.CREATE_IN_PROGRESS;
  }

  @Override
  protected void begin(R row, Instant now) {
    row.become(Status.CREATE_IN_PROGRESS, now);
  }

  @Override
  final void fail(R row, String reason, Instant now) {
    row.fail(reason, now);
  }
}
