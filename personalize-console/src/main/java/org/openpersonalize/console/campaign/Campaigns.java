// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.campaign;

import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.console.measure.Loads;
import org.openpersonalize.console.model.VersionRow;
import org.openpersonalize.console.model.Versions;
import org.openpersonalize.console.page.Refusal;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.serving.campaign.CampaignService;
import org.openpersonalize.serving.campaign.CampaignService.DescribeCampaign;
import org.openpersonalize.serving.campaign.CampaignService.UpdateCampaign;
import org.openpersonalize.serving.campaign.CampaignService.UpdateCampaignResponse;
import org.openpersonalize.store.catalog.Campaign;
import org.springframework.stereotype.Component;

/** Finds the campaigns of a group by their names. */
@Component
class Campaigns {
  private final CampaignService service;
  private final Versions versions;
  private final Loads loads;
  private final Clock clock;

  Campaigns(CampaignService service, Versions versions, Loads loads, Clock clock) {
    this.service = service;
    this.versions = versions;
    this.loads = loads;
    this.clock = clock;
  }

  UpdateCampaignResponse update(UpdateCampaign request) {
    return service.update(request);
  }

  /** The campaign of this name, or the page that says that there is none. */
  CampaignView named(Group group, String name) {
    Arn arn = group.arn().sibling(ResourceType.CAMPAIGN, name);
    Campaign campaign = service.describe(new DescribeCampaign(arn)).campaign();
    VersionRow live = versions
        .find(group, campaign.solutionVersionArn())
        .orElseThrow(Refusal.NOT_FOUND::exception);
    @Nullable Arn wanted = campaign.wantedVersion().orElse(null);
    return new CampaignView(
        campaign,
        live,
        wanted == null || wanted.equals(live.arn())
            ? null
            : versions.find(group, wanted).orElse(null),
        loads.of(arn),
        clock.instant());
  }
}
