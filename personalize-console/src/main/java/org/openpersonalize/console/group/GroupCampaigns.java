// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.group;

import java.util.List;
import org.openpersonalize.store.activity.LiveCampaign;
import org.openpersonalize.store.activity.LiveCampaigns;
import org.springframework.stereotype.Component;

/** Which campaigns of a dataset group can be asked for recommendations. */
@Component
public class GroupCampaigns {
  private final LiveCampaigns campaigns;

  GroupCampaigns(LiveCampaigns campaigns) {
    this.campaigns = campaigns;
  }

  /** The names of those that answer without being given a list. */
  public List<String> answering(Group group) {
    return campaigns.list().stream()
        .filter(campaign -> campaign.datasetGroupArn().equals(group.arn()))
        .filter(LiveCampaign::choosesItems)
        .map(LiveCampaign::campaignArn)
        .map(arn -> arn.id())
        .toList();
  }
}
