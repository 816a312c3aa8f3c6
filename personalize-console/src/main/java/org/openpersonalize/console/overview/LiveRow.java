// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.overview;

import java.time.Duration;
import java.time.Instant;
import org.openpersonalize.console.measure.LoadView;
import org.openpersonalize.console.model.VersionName;
import org.openpersonalize.console.page.Age;
import org.openpersonalize.console.page.ConsolePaths;
import org.openpersonalize.console.page.Times;
import org.openpersonalize.store.activity.LiveCampaign;

/**
 * A campaign that answers, as the overview shows it.
 *
 * @param load how much it is asked now, and how fast it answers
 */
record LiveRow(LiveCampaign campaign, LoadView load, Instant now) {
  /** Tastes change with the season: what is older than this was learned in another one. */
  private static final Duration OLD = Duration.ofDays(30);

  public String name() {
    return campaign.campaignArn().id();
  }

  public String datasetGroup() {
    return campaign.datasetGroupArn().id();
  }

  public String version() {
    return "%s v%d".formatted(versionName().solution(), versionName().number());
  }

  /** Of the campaign's page. */
  public String campaignPath() {
    return ConsolePaths.ofGroup(datasetGroup()) + "/serving/campaigns/" + name();
  }

  /** Of the version's page. */
  public String versionPath() {
    return ConsolePaths.ofGroup(datasetGroup()) + "/models/" + versionName();
  }

  /** Of the page about items that nobody sees. */
  public String blindPath() {
    return ConsolePaths.ofGroup(datasetGroup()) + "/blind";
  }

  /** Does it choose from all items, and not from a list that requests bring? */
  public boolean choosesItems() {
    return campaign.choosesItems();
  }

  private VersionName versionName() {
    return new VersionName(campaign.solutionVersionArn().parent().id(), campaign.versionNumber());
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
