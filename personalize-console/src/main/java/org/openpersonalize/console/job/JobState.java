// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.job;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.page.Past;
import org.openpersonalize.console.page.Tone;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.store.catalog.FallibleResource;

/** How a job with a page of its own is; {@code job-state :: state} shows it. */
public record JobState(FallibleResource job, Instant now) {
  /** As the API spells it. */
  public String status() {
    return job.status().wire();
  }

  public String tone() {
    return Tone.of(job.status());
  }

  public boolean isUnderWay() {
    return Status.UNDER_WAY.contains(job.status());
  }

  public boolean isDone() {
    return job.status() == Status.ACTIVE;
  }

  /** How long it has its status. */
  public Past changed() {
    return Past.of(job.lastUpdatedDateTime(), now);
  }

  /** Why it failed; null if it did not. */
  public @Nullable String reason() {
    return job.failureReason();
  }
}
