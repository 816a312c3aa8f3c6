// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.overview;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.openpersonalize.console.measure.LoadView;
import org.openpersonalize.console.measure.Loads;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.store.activity.LiveCampaign;
import org.openpersonalize.store.activity.LiveCampaigns;
import org.springframework.stereotype.Component;

/** The campaigns that answer, and how much each is asked. */
@Component
class LiveRows {
  private final LiveCampaigns campaigns;
  private final Loads loads;
  private final Clock clock;

  LiveRows(LiveCampaigns campaigns, Loads loads, Clock clock) {
    this.campaigns = campaigns;
    this.loads = loads;
    this.clock = clock;
  }

  List<LiveRow> list() {
    Instant now = clock.instant();
    List<LiveCampaign> live = campaigns.list();
    Map<Arn, LoadView> load =
        loads.of(live.stream().map(LiveCampaign::campaignArn).toList());
    return live.stream()
        .map(campaign ->
            new LiveRow(campaign, Objects.requireNonNull(load.get(campaign.campaignArn())), now))
        .toList();
  }
}
