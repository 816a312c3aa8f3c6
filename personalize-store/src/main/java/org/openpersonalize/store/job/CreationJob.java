// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.job;

import java.time.Instant;
import java.util.Set;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.store.catalog.FallibleResource;
import org.openpersonalize.store.catalog.ResourceRepository;

/** Makes a resource ACTIVE that was created {@code CREATE PENDING}, or lets it fail. */
public abstract class CreationJob<R extends FallibleResource> extends ResourceJob<R> {
  private static final Set<Status> WANTED =
      Set.of(Status.CREATE_PENDING, Status.CREATE_IN_PROGRESS, Status.PENDING, Status.IN_PROGRESS);

  protected CreationJob(JobType type, ResourceRepository<R> rows, Means means) {
    super(type, rows, means);
  }

  @Override
  protected boolean isWanted(R row) {
    return WANTED.contains(row.status());
  }

  @Override
  protected void begin(R row, Instant now) {
    row.begin(now);
  }

  @Override
  final void fail(R row, String reason, Instant now) {
    row.fail(reason, now);
  }
}
