// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.campaign;

import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.console.group.Groups;
import org.openpersonalize.console.model.VersionRow;
import org.openpersonalize.console.model.Versions;
import org.openpersonalize.console.page.Page;
import org.openpersonalize.console.page.Reload;
import org.openpersonalize.serving.campaign.CampaignService.DescribeCampaign;
import org.openpersonalize.store.deployment.CampaignDeployments;
import org.openpersonalize.store.deployment.CampaignDeployments.Deployment;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;

/** A campaign: what it answers with, answered with before, and could. */
@Controller
class CampaignController {
  private static final String CAMPAIGN = "/console/groups/{group}/serving/campaigns/{campaign}";
  private static final int NEWEST = 5;

  private final Groups groups;
  private final Campaigns campaigns;
  private final CampaignDeployments deployments;
  private final Versions versions;

  CampaignController(
      Groups groups, Campaigns campaigns, CampaignDeployments deployments, Versions versions) {
    this.groups = groups;
    this.campaigns = campaigns;
    this.deployments = deployments;
    this.versions = versions;
  }

  /** @param before the deployment that the page of the history begins behind; null for the newest */
  @GetMapping(CAMPAIGN)
  String campaign(
      @PathVariable String group,
      @PathVariable String campaign,
      @RequestParam(required = false) @Nullable Long before,
      @RequestAttribute Page page,
      Model model) {
    Group ofPage = groups.named(group);
    CampaignView view = campaigns.named(ofPage, campaign);
    model.addAttribute("group", ofPage);
    model.addAttribute("campaign", view);
    addHistory(view, before, model);
    model.addAttribute("candidates", candidates(ofPage, view));
    model.addAttribute("command", page.command(new DescribeCampaign(view.arn())));
    return "console/serving/campaign";
  }

  /** Its status, which the page asks for as long as something is being deployed; then it has all of itself shown anew. */
  @GetMapping(CAMPAIGN + "/status")
  String status(
      @PathVariable String group,
      @PathVariable String campaign,
      Model model,
      HttpServletResponse response) {
    Group ofPage = groups.named(group);
    CampaignView view = campaigns.named(ofPage, campaign);
    if (!view.isChanging()) {
      Reload.of(response);
    }
    model.addAttribute("group", ofPage);
    model.addAttribute("campaign", view);
    return "console/serving/status :: status";
  }

  private void addHistory(CampaignView campaign, @Nullable Long before, Model model) {
    List<Deployment> history = before == null
        ? deployments.latest(campaign.arn())
        : deployments.before(campaign.arn(), before);
    Instant now = campaign.now();
    model.addAttribute(
        "history",
        history.stream()
            .map(each -> new DeploymentRow(each, campaign.live().arn(), now))
            .toList());
    model.addAttribute(
        "older",
        history.size() < CampaignDeployments.PAGE
            ? null
            : history.get(history.size() - 1).id());
  }

  /** The newest trained versions that it does not answer with. */
  private List<VersionRow> candidates(Group group, CampaignView campaign) {
    return versions.trained(group, NEWEST).stream()
        .filter(version -> !version.arn().equals(campaign.live().arn()))
        .toList();
  }
}
