// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.model;

import java.util.List;
import java.util.Map;
import org.openpersonalize.console.form.FormErrors;
import org.openpersonalize.console.form.Forms;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.console.group.Groups;
import org.openpersonalize.console.page.Page;
import org.openpersonalize.console.page.Refusal;
import org.openpersonalize.console.page.SeeOther;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.store.activity.SolutionEntry;
import org.openpersonalize.store.activity.SolutionTable;
import org.openpersonalize.store.activity.VersionTable;
import org.openpersonalize.training.solution.SolutionService;
import org.openpersonalize.training.solution.SolutionService.DeleteSolution;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Deletes a solution with its versions, which the API deletes together, once somebody has typed its name. */
@Controller
class SolutionDeletionController {
  private static final String DELETE = "/console/groups/{group}/models/{solution}/delete";
  private static final String VIEW = "console/models/delete";

  private final Groups groups;
  private final SolutionTable solutions;
  private final VersionTable versions;
  private final SolutionService service;
  private final Forms forms;

  SolutionDeletionController(
      Groups groups,
      SolutionTable solutions,
      VersionTable versions,
      SolutionService service,
      Forms forms) {
    this.groups = groups;
    this.solutions = solutions;
    this.versions = versions;
    this.service = service;
    this.forms = forms;
  }

  @GetMapping(DELETE)
  ModelAndView ask(
      @PathVariable String group, @PathVariable String solution, @RequestAttribute Page page) {
    Group ofPage = groups.named(group);
    return new ModelAndView(VIEW, model(ofPage, find(ofPage, solution), page));
  }

  @PostMapping(DELETE)
  ModelAndView delete(
      @PathVariable String group,
      @PathVariable String solution,
      @RequestParam(defaultValue = "") String name,
      @RequestAttribute Page page) {
    Group ofPage = groups.named(group);
    SolutionEntry found = find(ofPage, solution);
    FormErrors errors = Forms.typed(name, solution);
    if (!errors.any()) {
      errors = forms.tell(new DeleteSolution(found.arn()), service::delete);
    }
    return errors.any()
        ? Forms.refused(VIEW, model(ofPage, found, page), errors)
        : SeeOther.to(ofPage.path("/models"));
  }

  private SolutionEntry find(Group group, String name) {
    return solutions.of(group.arn()).stream()
        .filter(solution -> solution.name().equals(name))
        .findFirst()
        .orElseThrow(Refusal.NOT_FOUND::exception);
  }

  private Map<String, Object> model(Group group, SolutionEntry solution, Page page) {
    List<String> live = versions.page(solution.arn(), Integer.MAX_VALUE).stream()
        .flatMap(version -> version.campaigns().stream())
        .map(Arn::id)
        .sorted()
        .toList();
    return Map.of(
        "group", group,
        "solution", solution,
        "live", live,
        "command", page.command(new DeleteSolution(solution.arn())));
  }
}
