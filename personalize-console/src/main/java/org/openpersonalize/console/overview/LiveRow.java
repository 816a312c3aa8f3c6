// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.overview;

import java.time.Duration;
import java.time.Instant;
import org.openpersonalize.console.page.Age;
import org.openpersonalize.console.page.Times;
import org.openpersonalize.store.activity.LiveCampaign;

/** A campaign that answers, as the overview shows it. */
record LiveRow(LiveCampaign campaign, Instant now) {
  /** Tastes change with the season: what is older than this was learned in another one. */
  private static final Duration OLD = Duration.ofDays(30);

  public String name() {
    return campaign.campaignArn().id();
  }

  public String datasetGroup() {
    return campaign.datasetGroupArn().id();
  }

  public String version() {
    return campaign.solutionVersionArn().id();
  }

  public String published() {
    return Times.utc(campaign.published());
  }

  public Age age() {
    return Age.of(sincePublished());
  }

  public boolean isOld() {
    return sincePublished().compareTo(OLD) > 0;
  }

  private Duration sincePublished() {
    return Duration.between(campaign.published(), now);
  }
}
