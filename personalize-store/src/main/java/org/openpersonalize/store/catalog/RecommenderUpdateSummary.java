// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Status;

/** The last change that was asked of a recommender, and what became of it. */
public record RecommenderUpdateSummary(
    RecommenderConfig recommenderConfig,
    Instant creationDateTime,
    Instant lastUpdatedDateTime,
    Status status,
    @Nullable String failureReason) {
  public boolean isUnderWay() {
    return Status.UNDER_WAY.contains(status);
  }

  RecommenderUpdateSummary moved(Status next, @Nullable String reason, Instant now) {
    return new RecommenderUpdateSummary(recommenderConfig, creationDateTime, now, next, reason);
  }
}
