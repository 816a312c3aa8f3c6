// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.group;

import java.util.List;
import java.util.function.Predicate;
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
    return names(group, LiveCampaign::choosesItems);
  }

  /** The names of those that answer what goes with an item. */
  public List<String> aboutItems(Group group) {
    return names(group, LiveCampaign::isAboutItems);
  }

  private List<String> names(Group group, Predicate<LiveCampaign> which) {
    return campaigns.list().stream()
        .filter(campaign -> campaign.datasetGroupArn().equals(group.arn()))
        .filter(which)
        .map(LiveCampaign::campaignArn)
        .map(arn -> arn.id())
        .toList();
  }
}
