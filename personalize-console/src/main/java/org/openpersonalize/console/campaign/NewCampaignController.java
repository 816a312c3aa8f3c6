// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.campaign;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openpersonalize.console.form.Forms;
import org.openpersonalize.console.form.Submission;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.console.group.Groups;
import org.openpersonalize.console.model.VersionRow;
import org.openpersonalize.console.model.Versions;
import org.openpersonalize.console.page.SeeOther;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.serving.campaign.CampaignService;
import org.openpersonalize.serving.campaign.CampaignService.CreateCampaign;
import org.openpersonalize.serving.campaign.CampaignService.CreateCampaignResponse;
import org.openpersonalize.store.catalog.CampaignConfig;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Puts a version live in a campaign of its own. */
@Controller
class NewCampaignController {
  private static final String NEW = "/console/groups/{group}/serving/new";
  private static final String VIEW = "console/serving/new";
  private static final int NEWEST = 5;

  private final Groups groups;
  private final Versions versions;
  private final CampaignService service;
  private final Forms forms;

  NewCampaignController(Groups groups, Versions versions, CampaignService service, Forms forms) {
    this.groups = groups;
    this.versions = versions;
    this.service = service;
    this.forms = forms;
  }

  /**
   * What is filled in.
   *
   * @param version as queries spell it; empty for the newest
   * @param follow whether the campaign takes each new version of the solution by itself
   */
  record Filled(String name, String version, boolean follow) {}

  @GetMapping(NEW)
  ModelAndView form(
      @PathVariable String group,
      @RequestParam(defaultValue = "") String name,
      @RequestParam(defaultValue = "") String version,
      @RequestParam(defaultValue = "false") boolean follow) {
    return new ModelAndView(VIEW, model(groups.named(group), new Filled(name, version, follow)));
  }

  @PostMapping(NEW)
  ModelAndView create(
      @PathVariable String group,
      @RequestParam(defaultValue = "") String name,
      @RequestParam String version,
      @RequestParam(defaultValue = "false") boolean follow) {
    Group ofPage = groups.named(group);
    Arn arn = versions.named(ofPage, version).arn();
    Submission<CreateCampaignResponse> sent = forms.send(
        new CreateCampaign(
            name,
            follow ? arn.parent().child(Arn.LATEST) : arn,
            null,
            follow ? new CampaignConfig(null, null, true, null) : null,
            null),
        service::create);
    return sent.isRefused()
        ? Forms.refused(VIEW, model(ofPage, new Filled(name, version, follow)), sent.errors())
        : SeeOther.to(ofPage.path("/serving/campaigns/" + name));
  }

  private Map<String, Object> model(Group group, Filled filled) {
    List<VersionRow> choice = versions.trained(group, NEWEST);
    Map<String, Object> model = new HashMap<>();
    model.put("group", group);
    model.put("filled", filled);
    model.put("choice", choice);
    return model;
  }
}
