// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.deletion;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.page.Age;
import org.openpersonalize.console.page.Tone;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.ingest.deletion.DataDeletionService.DataDeletionJobSummary;
import org.openpersonalize.store.deletion.DeletionReceipt;

/**
 * A data deletion job as the page shows it.
 *
 * @param receipt null unless it is COMPLETED
 */
public record DeletionRow(
    DataDeletionJobSummary job, @Nullable DeletionReceipt receipt, Instant now) {
  public String tone() {
    return Tone.of(job.status());
  }

  /** Does it wait, or is it being done? */
  public boolean isUnderWay() {
    return Status.UNDER_WAY.contains(job.status());
  }

  /** How long it has its status. */
  public Age age() {
    return Age.of(Duration.between(job.lastUpdatedDateTime(), now));
  }
}
