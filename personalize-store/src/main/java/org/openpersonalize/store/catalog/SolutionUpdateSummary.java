// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Status;

/** The last change that was asked of a solution: what was sent, and what became of it. */
public record SolutionUpdateSummary(
    @Nullable SolutionUpdateConfig solutionUpdateConfig,
    Status status,
    @Nullable Boolean performAutoTraining,
    @Nullable Boolean performIncrementalUpdate,
    Instant creationDateTime,
    Instant lastUpdatedDateTime,
    @Nullable String failureReason) {
  /** A change that was made at once. */
  static SolutionUpdateSummary made(SolutionChange change, Instant now) {
    return new SolutionUpdateSummary(
        change.config(),
        Status.ACTIVE,
        change.performAutoTraining(),
        change.performIncrementalUpdate(),
        now,
        now,
        null);
  }
}
