// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.model;

import org.openpersonalize.console.group.Group;
import org.openpersonalize.console.group.Groups;
import org.openpersonalize.console.page.Page;
import org.openpersonalize.console.page.Refusal;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.store.catalog.Solution;
import org.openpersonalize.training.solution.SolutionService;
import org.openpersonalize.training.solution.SolutionService.CreateSolution;
import org.openpersonalize.training.solution.SolutionService.DescribeSolution;
import org.openpersonalize.training.solution.SolutionVersionService.CreateSolutionVersion;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Has another version of a solution trained, with the forecast of that in view. */
@Controller
class TrainVersionController {
  private static final String TRAIN = "/console/groups/{group}/models/{solution}/train";

  private final Groups groups;
  private final SolutionService solutions;
  private final NewVersions newVersions;
  private final Outlooks outlooks;

  TrainVersionController(
      Groups groups, SolutionService solutions, NewVersions newVersions, Outlooks outlooks) {
    this.groups = groups;
    this.solutions = solutions;
    this.newVersions = newVersions;
    this.outlooks = outlooks;
  }

  /** @param forecast whether to forecast it, which may take seconds; with scripts the page asks for it by itself */
  @GetMapping(TRAIN)
  ModelAndView ask(
      @PathVariable String group,
      @PathVariable String solution,
      @RequestParam(defaultValue = "false") boolean forecast,
      @RequestAttribute Page page) {
    Group ofPage = groups.named(group);
    Solution found = find(ofPage, solution);
    ModelAndView answer =
        new ModelAndView(NewVersions.VIEW, NewVersions.model(ofPage, found.arn()));
    answer.addObject("outlook", forecast ? outlooks.of(CreateSolution.like(found), page) : null);
    answer.addObject(
        "command", page.command(new CreateSolutionVersion(found.arn(), null, null, null)));
    return answer;
  }

  /** The forecast alone. */
  @GetMapping(TRAIN + "/forecast")
  String forecast(
      @PathVariable String group,
      @PathVariable String solution,
      @RequestAttribute Page page,
      Model model) {
    Solution found = find(groups.named(group), solution);
    model.addAttribute("outlook", outlooks.of(CreateSolution.like(found), page));
    return "console/models/outlook :: forecast";
  }

  @PostMapping(TRAIN)
  ModelAndView train(@PathVariable String group, @PathVariable String solution) {
    Group ofPage = groups.named(group);
    return newVersions.train(ofPage, find(ofPage, solution).arn());
  }

  private Solution find(Group group, String name) {
    Solution solution = solutions
        .describe(new DescribeSolution(group.arn().sibling(ResourceType.SOLUTION, name)))
        .solution();
    if (!solution.datasetGroupArn().equals(group.arn())) {
      throw Refusal.NOT_FOUND.exception();
    }
    return solution;
  }
}
