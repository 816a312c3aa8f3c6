// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openpersonalize.console.form.FormErrors;
import org.openpersonalize.console.form.Forms;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.console.group.GroupSolutions;
import org.openpersonalize.console.group.Groups;
import org.openpersonalize.console.page.Refusal;
import org.openpersonalize.console.page.SeeOther;
import org.openpersonalize.store.catalog.Solution;
import org.openpersonalize.store.catalog.SolutionUpdateConfig;
import org.openpersonalize.training.solution.SolutionService;
import org.openpersonalize.training.solution.SolutionService.UpdateSolution;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Says which types of events a solution learns from, and how much each counts. */
@Controller
@RequestMapping("/console/groups/{group}/models/{solution}/events")
class EventsController {
  private static final String VIEW = "console/models/events";

  private final Groups groups;
  private final GroupSolutions solutions;
  private final SolutionService service;
  private final Forms forms;

  EventsController(Groups groups, GroupSolutions solutions, SolutionService service, Forms forms) {
    this.groups = groups;
    this.solutions = solutions;
    this.service = service;
    this.forms = forms;
  }

  @GetMapping
  ModelAndView form(@PathVariable String group, @PathVariable String solution) {
    Group of = groups.named(group);
    Solution found = weighing(of, solution);
    EventWeights weights = EventWeights.of(found);
    return new ModelAndView(VIEW, model(of, found, weights))
        .addObject("errors", FormErrors.NONE)
        .addObject("update", request(found, weights));
  }

  private Solution weighing(Group group, String name) {
    Solution found = solutions.named(group, name);
    if (!EventWeights.fit(found.recipeArn())) {
      throw Refusal.NOT_FOUND.exception();
    }
    return found;
  }

  private static Map<String, Object> model(Group group, Solution solution, EventWeights weights) {
    Map<String, Object> model = new HashMap<>();
    model.put("group", group);
    model.put("solution", solution);
    model.put("weights", weights);
    return model;
  }

  private static UpdateSolution request(Solution solution, EventWeights weights) {
    return new UpdateSolution(
        solution.arn(), null, null, new SolutionUpdateConfig(null, weights.config()));
  }

  @PostMapping
  ModelAndView change(
      @PathVariable String group,
      @PathVariable String solution,
      @RequestParam MultiValueMap<String, String> filledIn) {
    Group of = groups.named(group);
    Solution found = weighing(of, solution);
    EventWeights weights = EventWeights.filled(
        filledIn.getOrDefault("eventType", List.of()),
        filledIn.getOrDefault("eventValueThreshold", List.of()),
        filledIn.getOrDefault("weight", List.of()));
    FormErrors errors = weights.misread();
    if (!errors.any()) {
      errors = forms.send(request(found, weights), service::update).errors();
    }
    return errors.any()
        ? Forms.refused(VIEW, model(of, found, weights), errors)
        : SeeOther.to(of.path("/models"));
  }
}
