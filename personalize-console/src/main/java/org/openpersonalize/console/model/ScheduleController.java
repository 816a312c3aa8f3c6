// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.model;

import java.util.Map;
import org.openpersonalize.console.form.Forms;
import org.openpersonalize.console.form.Submission;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.console.group.GroupSolutions;
import org.openpersonalize.console.group.Groups;
import org.openpersonalize.console.page.SeeOther;
import org.openpersonalize.core.recipe.Recipe.Feature;
import org.openpersonalize.store.catalog.Solution;
import org.openpersonalize.store.catalog.SolutionUpdateConfig;
import org.openpersonalize.training.solution.SolutionService;
import org.openpersonalize.training.solution.SolutionService.UpdateSolution;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * Has a solution train more often, less often, or by hand alone, and take in new items between trainings where its recipe can.
 */
@Controller
@RequestMapping("/console/groups/{group}/models/{solution}/schedule")
class ScheduleController {
  private static final String VIEW = "console/models/schedule";

  private final Groups groups;
  private final GroupSolutions solutions;
  private final SolutionService service;
  private final Forms forms;

  ScheduleController(
      Groups groups, GroupSolutions solutions, SolutionService service, Forms forms) {
    this.groups = groups;
    this.solutions = solutions;
    this.service = service;
    this.forms = forms;
  }

  @GetMapping
  ModelAndView form(@PathVariable String group, @PathVariable String solution) {
    Group of = groups.named(group);
    Solution found = solutions.named(of, solution);
    boolean updates = Boolean.TRUE.equals(found.performIncrementalUpdate());
    return new ModelAndView(VIEW, model(of, found, Schedule.of(found), updates));
  }

  private static Map<String, Object> model(
      Group group, Solution solution, Schedule schedule, boolean updates) {
    return Map.of(
        "group", group,
        "solution", solution,
        "schedule", schedule,
        "canUpdate", canUpdate(solution),
        "updates", updates,
        "update", request(solution, schedule, updates));
  }

  private static boolean canUpdate(Solution solution) {
    return GroupSolutions.supports(solution.recipeArn(), Feature.INCREMENTAL_UPDATES);
  }

  private static UpdateSolution request(Solution solution, Schedule schedule, boolean updates) {
    return new UpdateSolution(
        solution.arn(),
        !schedule.isByHand(),
        canUpdate(solution) ? updates : null,
        schedule.isByHand() ? null : new SolutionUpdateConfig(schedule.config(), null));
  }

  @PostMapping
  ModelAndView change(
      @PathVariable String group,
      @PathVariable String solution,
      @RequestParam(defaultValue = "") String performAutoTraining,
      @RequestParam(defaultValue = "false") boolean performIncrementalUpdate) {
    Group of = groups.named(group);
    Solution found = solutions.named(of, solution);
    Schedule schedule = Schedule.filled(performAutoTraining);
    Submission<?> sent =
        forms.send(request(found, schedule, performIncrementalUpdate), service::update);
    return sent.isRefused()
        ? Forms.refused(VIEW, model(of, found, schedule, performIncrementalUpdate), sent.errors())
        : SeeOther.to(of.path("/models"));
  }
}
