// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.campaign;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.console.group.Groups;
import org.openpersonalize.console.measure.LoadView;
import org.openpersonalize.console.measure.Loads;
import org.openpersonalize.console.model.VersionRow;
import org.openpersonalize.console.model.Versions;
import org.openpersonalize.console.recommender.Recommenders;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.store.activity.CampaignEntry;
import org.openpersonalize.store.activity.CampaignTable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** What answers requests about a group. */
@Controller
class ServingController {
  private final Groups groups;
  private final CampaignTable campaigns;
  private final Recommenders recommenders;
  private final Versions versions;
  private final Loads loads;
  private final Clock clock;

  ServingController(
      Groups groups,
      CampaignTable campaigns,
      Recommenders recommenders,
      Versions versions,
      Loads loads,
      Clock clock) {
    this.groups = groups;
    this.campaigns = campaigns;
    this.recommenders = recommenders;
    this.versions = versions;
    this.loads = loads;
    this.clock = clock;
  }

  @GetMapping("/console/groups/{group}/serving")
  String serving(@PathVariable String group, Model model) {
    Group ofPage = groups.named(group);
    Instant now = clock.instant();
    List<CampaignEntry> all = campaigns.of(ofPage.arn());
    Map<Arn, LoadView> load = loads.of(all.stream().map(CampaignEntry::arn).toList());
    List<CampaignRow> rows = all.stream()
        .map(campaign ->
            new CampaignRow(campaign, Objects.requireNonNull(load.get(campaign.arn())), now))
        .toList();
    List<VersionRow> trained = rows.isEmpty() ? versions.trained(ofPage, 1) : List.of();
    model.addAttribute("group", ofPage);
    model.addAttribute("recommenders", recommenders.of(ofPage));
    model.addAttribute("campaigns", rows);
    model.addAttribute("canServe", !rows.isEmpty() || !trained.isEmpty());
    return "console/serving/list";
  }
}
