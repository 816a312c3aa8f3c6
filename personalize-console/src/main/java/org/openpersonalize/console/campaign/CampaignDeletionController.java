// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.campaign;

import java.util.Map;
import org.openpersonalize.console.form.FormErrors;
import org.openpersonalize.console.form.Forms;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.console.group.Groups;
import org.openpersonalize.console.page.Page;
import org.openpersonalize.console.page.SeeOther;
import org.openpersonalize.serving.campaign.CampaignService;
import org.openpersonalize.serving.campaign.CampaignService.DeleteCampaign;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.servlet.ModelAndView;

/** Deletes a campaign, once somebody has read that nobody is answered by it then. */
@Controller
class CampaignDeletionController {
  private static final String DELETE =
      "/console/groups/{group}/serving/campaigns/{campaign}/delete";
  private static final String VIEW = "console/serving/delete";

  private final Groups groups;
  private final Campaigns campaigns;
  private final CampaignService service;
  private final Forms forms;

  CampaignDeletionController(
      Groups groups, Campaigns campaigns, CampaignService service, Forms forms) {
    this.groups = groups;
    this.campaigns = campaigns;
    this.service = service;
    this.forms = forms;
  }

  @GetMapping(DELETE)
  ModelAndView ask(
      @PathVariable String group, @PathVariable String campaign, @RequestAttribute Page page) {
    Group ofPage = groups.named(group);
    return new ModelAndView(VIEW, model(ofPage, campaigns.named(ofPage, campaign), page));
  }

  @PostMapping(DELETE)
  ModelAndView delete(
      @PathVariable String group, @PathVariable String campaign, @RequestAttribute Page page) {
    Group ofPage = groups.named(group);
    CampaignView view = campaigns.named(ofPage, campaign);
    FormErrors errors = forms.tell(new DeleteCampaign(view.arn()), service::delete);
    return errors.any()
        ? Forms.refused(VIEW, model(ofPage, view, page), errors)
        : SeeOther.to(ofPage.path("/serving"));
  }

  private static Map<String, Object> model(Group group, CampaignView campaign, Page page) {
    return Map.of(
        "group", group,
        "campaign", campaign,
        "command", page.command(new DeleteCampaign(campaign.arn())));
  }
}
