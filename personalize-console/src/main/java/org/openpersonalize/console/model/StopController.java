// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.model;

import java.util.HashMap;
import java.util.Map;
import org.openpersonalize.console.form.FormErrors;
import org.openpersonalize.console.form.Forms;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.console.group.Groups;
import org.openpersonalize.console.page.Page;
import org.openpersonalize.console.page.SeeOther;
import org.openpersonalize.training.solution.SolutionVersionService;
import org.openpersonalize.training.solution.SolutionVersionService.StopSolutionVersionCreation;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.servlet.ModelAndView;

/** Calls a training off, once somebody has read what is lost by it. */
@Controller
class StopController {
  private static final String STOP =
      "/console/groups/{group}/models/{solution}/{number:\\d{1,9}}/stop";
  private static final String VIEW = "console/models/stop";

  private final Groups groups;
  private final Versions versions;
  private final Trainings trainings;
  private final SolutionVersionService service;
  private final Forms forms;

  StopController(
      Groups groups,
      Versions versions,
      Trainings trainings,
      SolutionVersionService service,
      Forms forms) {
    this.groups = groups;
    this.versions = versions;
    this.trainings = trainings;
    this.service = service;
    this.forms = forms;
  }

  @GetMapping(STOP)
  ModelAndView ask(
      @PathVariable String group,
      @PathVariable String solution,
      @PathVariable int number,
      @RequestAttribute Page page) {
    Group ofPage = groups.named(group);
    VersionRow version = versions.named(ofPage, new VersionName(solution, number));
    return new ModelAndView(VIEW, model(ofPage, version, page));
  }

  @PostMapping(STOP)
  ModelAndView stop(
      @PathVariable String group,
      @PathVariable String solution,
      @PathVariable int number,
      @RequestAttribute Page page) {
    Group ofPage = groups.named(group);
    VersionRow version = versions.named(ofPage, new VersionName(solution, number));
    FormErrors errors = forms.tell(new StopSolutionVersionCreation(version.arn()), service::stop);
    return errors.any()
        ? Forms.refused(VIEW, model(ofPage, version, page), errors)
        : SeeOther.to(version.name().path(ofPage));
  }

  private Map<String, Object> model(Group group, VersionRow version, Page page) {
    Map<String, Object> model = new HashMap<>();
    model.put("group", group);
    model.put("version", version);
    model.put("progress", trainings.progress(version.arn()));
    model.put("command", page.command(new StopSolutionVersionCreation(version.arn())));
    return model;
  }
}
