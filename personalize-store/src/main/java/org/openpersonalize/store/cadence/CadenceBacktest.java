// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.cadence;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.cadence.CadencePlan;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;

/**
 * The newest test of a solution.
 *
 * @param failureReason null unless it failed
 * @param maxMinutes after which no training begins
 * @param seenOffset null until it was learned
 * @param result of the newest one that came to its end; null if none did
 * @param changed when it came into its status
 */
public record CadenceBacktest(
    Arn solutionArn,
    UUID id,
    Status status,
    @Nullable String failureReason,
    CadencePlan plan,
    int maxMinutes,
    @Nullable Double seenOffset,
    @Nullable MeasuredCadences result,
    Instant asked,
    Instant changed) {
  /** Is there anything to do still? */
  public boolean isUnderWay() {
    return status == Status.CREATE_PENDING || status == Status.CREATE_IN_PROGRESS;
  }
}
