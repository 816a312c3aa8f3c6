// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.campaign;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.measure.LoadView;
import org.openpersonalize.console.model.VersionName;
import org.openpersonalize.console.page.Past;
import org.openpersonalize.console.page.Tone;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.store.activity.CampaignEntry;

/**
 * A campaign as lists show it.
 *
 * @param load how much it is asked now
 */
record CampaignRow(CampaignEntry campaign, LoadView load, Instant now) {
  /** Tastes change with the season: what is older than this was learned in another one. */
  private static final Duration OLD = Duration.ofDays(30);

  public String name() {
    return campaign.arn().id();
  }

  public Status status() {
    return campaign.status();
  }

  public String tone() {
    return Tone.of(campaign.status());
  }

  public @Nullable String reason() {
    return campaign.failureReason();
  }

  /** What it answers with, or will when it is ACTIVE. */
  public VersionName version() {
    return new VersionName(
        campaign.version().arn().parent().id(), campaign.version().number());
  }

  public Past published() {
    return Past.of(campaign.version().published(), now);
  }

  public boolean isOld() {
    return campaign.version().published().plus(OLD).isBefore(now);
  }

  public boolean follows() {
    return campaign.follows();
  }
}
