// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.campaign;

import java.util.HashMap;
import java.util.Map;
import org.openpersonalize.console.form.Forms;
import org.openpersonalize.console.form.Submission;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.console.group.Groups;
import org.openpersonalize.console.model.VersionRow;
import org.openpersonalize.console.model.Versions;
import org.openpersonalize.console.page.Page;
import org.openpersonalize.console.page.SeeOther;
import org.openpersonalize.serving.campaign.CampaignService.UpdateCampaignResponse;
import org.openpersonalize.serving.campaign.DeploymentPlan;
import org.openpersonalize.serving.campaign.DeploymentPlanService;
import org.openpersonalize.serving.churn.ListChurnService;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Puts another version live, or an earlier one again, once somebody has read what that changes. */
@Controller
class GoLiveController {
  private static final String LIVE = "/console/groups/{group}/serving/campaigns/{campaign}/live";
  private static final String VIEW = "console/serving/live";

  private final Groups groups;
  private final Campaigns campaigns;
  private final Versions versions;
  private final DeploymentPlanService plans;
  private final ListChurnService churn;
  private final Forms forms;

  GoLiveController(
      Groups groups,
      Campaigns campaigns,
      Versions versions,
      DeploymentPlanService plans,
      ListChurnService churn,
      Forms forms) {
    this.groups = groups;
    this.campaigns = campaigns;
    this.versions = versions;
    this.plans = plans;
    this.churn = churn;
    this.forms = forms;
  }

  /**
   * Says what would change.
   *
   * @param lists whether to compare the lists, which has both models read; with scripts the page asks for it by itself
   */
  @GetMapping(LIVE)
  ModelAndView ask(
      @PathVariable String group,
      @PathVariable String campaign,
      @RequestParam String version,
      @RequestParam(defaultValue = "false") boolean lists,
      @RequestAttribute Page page) {
    Group ofPage = groups.named(group);
    CampaignView view = campaigns.named(ofPage, campaign);
    VersionRow to = versions.named(ofPage, version);
    DeploymentPlan plan = plans.plan(view.arn(), to.arn());
    ModelAndView answer = new ModelAndView(VIEW, model(ofPage, view, to, plan, page));
    answer.addObject("churn", lists ? churn.between(view.live().arn(), to.arn()) : null);
    return answer;
  }

  @PostMapping(LIVE)
  ModelAndView goLive(
      @PathVariable String group,
      @PathVariable String campaign,
      @RequestParam String version,
      @RequestAttribute Page page) {
    Group ofPage = groups.named(group);
    CampaignView view = campaigns.named(ofPage, campaign);
    VersionRow to = versions.named(ofPage, version);
    DeploymentPlan plan = plans.plan(view.arn(), to.arn());
    Submission<UpdateCampaignResponse> sent = forms.send(plan.request(), campaigns::update);
    return sent.isRefused()
        ? Forms.refused(VIEW, model(ofPage, view, to, plan, page), sent.errors())
        : SeeOther.to(ofPage.path("/serving/campaigns/" + view.name()));
  }

  private static Map<String, Object> model(
      Group group, CampaignView campaign, VersionRow to, DeploymentPlan plan, Page page) {
    Map<String, Object> model = new HashMap<>();
    model.put("group", group);
    model.put("campaign", campaign);
    model.put("from", campaign.live());
    model.put("to", to);
    model.put("plan", plan);
    model.put("comparison", campaign.comparison(group, to));
    model.put(
        "self", group.path("/serving/campaigns/" + campaign.name() + "/live?version=" + to.name()));
    model.put("command", page.command(plan.request()));
    return model;
  }
}
