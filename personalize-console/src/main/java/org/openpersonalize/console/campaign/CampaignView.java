// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.campaign;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.console.measure.LoadView;
import org.openpersonalize.console.model.VersionRow;
import org.openpersonalize.console.page.Tone;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.store.catalog.Campaign;
import org.openpersonalize.store.catalog.CampaignConfig;
import org.openpersonalize.store.catalog.CampaignUpdateSummary;

/**
 * A campaign on its page.
 *
 * @param live what it answers with, or will when it is ACTIVE
 * @param wanted what it was asked for and does not answer with yet; null if nothing waits
 * @param load how much it is asked now, and how fast it answers
 */
record CampaignView(
    Campaign campaign, VersionRow live, @Nullable VersionRow wanted, LoadView load, Instant now) {
  public Arn arn() {
    return campaign.arn();
  }

  public String name() {
    return campaign.name();
  }

  public Status status() {
    return campaign.status();
  }

  public String tone() {
    return Tone.of(campaign.status());
  }

  /** Why it failed, or why the last update did; null if all is well. */
  public @Nullable String reason() {
    CampaignUpdateSummary update = campaign.latestCampaignUpdate();
    return campaign.failureReason() != null || update == null
        ? campaign.failureReason()
        : update.failureReason();
  }

  /** Is something being deployed or deleted? */
  public boolean isChanging() {
    return wanted != null
        || Status.UNDER_WAY.contains(campaign.status())
        || Status.DELETING.contains(campaign.status());
  }

  /** Does it answer, and can it be asked to change? */
  public boolean isSettled() {
    return campaign.status() == Status.ACTIVE && wanted == null;
  }

  /** Can it be deleted? */
  public boolean isDeletable() {
    return !Status.UNDER_WAY.contains(campaign.status())
        && !Status.DELETING.contains(campaign.status());
  }

  /** Of the page on which another version stands beside the one that answers. */
  public String comparison(Group group, VersionRow other) {
    return live.name().pathOfComparison(group, other.name());
  }

  public boolean follows() {
    return CampaignConfig.syncs(campaign.campaignConfig());
  }
}
