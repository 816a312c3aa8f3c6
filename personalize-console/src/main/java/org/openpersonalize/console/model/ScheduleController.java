// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.model;

import java.util.Map;
import org.openpersonalize.console.form.Forms;
import org.openpersonalize.console.form.Submission;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.console.group.Groups;
import org.openpersonalize.console.page.SeeOther;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.store.catalog.Solution;
import org.openpersonalize.store.catalog.SolutionUpdateConfig;
import org.openpersonalize.training.solution.SolutionService;
import org.openpersonalize.training.solution.SolutionService.DescribeSolution;
import org.openpersonalize.training.solution.SolutionService.UpdateSolution;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Has a solution train more often, less often, or by hand alone. */
@Controller
@RequestMapping("/console/groups/{group}/models/{solution}/schedule")
class ScheduleController {
  private static final String VIEW = "console/models/schedule";

  private final Groups groups;
  private final SolutionService solutions;
  private final Forms forms;

  ScheduleController(Groups groups, SolutionService solutions, Forms forms) {
    this.groups = groups;
    this.solutions = solutions;
    this.forms = forms;
  }

  @GetMapping
  ModelAndView form(@PathVariable String group, @PathVariable String solution) {
    Group of = groups.named(group);
    Solution found = named(of, solution);
    return new ModelAndView(VIEW, model(of, found, Schedule.of(found)));
  }

  /** @throws org.openpersonalize.core.resource.PersonalizeException not found, in this group at least */
  private Solution named(Group group, String name) {
    Solution found = solutions
        .describe(new DescribeSolution(group.arn().sibling(ResourceType.SOLUTION, name)))
        .solution();
    if (!found.datasetGroupArn().equals(group.arn())) {
      throw found.arn().doesNotExist();
    }
    return found;
  }

  private static Map<String, Object> model(Group group, Solution solution, Schedule schedule) {
    return Map.of(
        "group", group,
        "solution", solution,
        "schedule", schedule,
        "update", request(solution, schedule));
  }

  private static UpdateSolution request(Solution solution, Schedule schedule) {
    return new UpdateSolution(
        solution.arn(),
        !schedule.isByHand(),
        null,
        schedule.isByHand() ? null : new SolutionUpdateConfig(schedule.config(), null));
  }

  @PostMapping
  ModelAndView change(
      @PathVariable String group,
      @PathVariable String solution,
      @RequestParam(defaultValue = "") String performAutoTraining) {
    Group of = groups.named(group);
    Solution found = named(of, solution);
    Schedule schedule = Schedule.filled(performAutoTraining);
    Submission<?> sent = forms.send(request(found, schedule), solutions::update);
    return sent.isRefused()
        ? Forms.refused(VIEW, model(of, found, schedule), sent.errors())
        : SeeOther.to(of.path("/models"));
  }
}
