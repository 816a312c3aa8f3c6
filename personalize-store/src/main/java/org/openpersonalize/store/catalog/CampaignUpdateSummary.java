// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;

/** The last change that was asked of a campaign, and what became of it. */
public record CampaignUpdateSummary(
    Arn solutionVersionArn,
    int minProvisionedTPS,
    @Nullable CampaignConfig campaignConfig,
    Status status,
    @Nullable String failureReason,
    Instant creationDateTime,
    Instant lastUpdatedDateTime) {
  public boolean isUnderWay() {
    return Status.UNDER_WAY.contains(status);
  }

  CampaignUpdateSummary ended(Status end, @Nullable String reason, Instant now) {
    return new CampaignUpdateSummary(
        solutionVersionArn, minProvisionedTPS, campaignConfig, end, reason, creationDateTime, now);
  }
}
