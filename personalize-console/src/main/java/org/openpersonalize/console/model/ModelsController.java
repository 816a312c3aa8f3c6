// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.model;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.console.group.Groups;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.store.activity.SolutionTable;
import org.openpersonalize.store.activity.VersionEntry;
import org.openpersonalize.store.activity.VersionTable;
import org.openpersonalize.training.outlook.TrainingOutlookService;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** The solutions of a group, and which recipes its data are enough for. */
@Controller
class ModelsController {
  private static final int NEWEST = 5;

  private final Groups groups;
  private final SolutionTable solutions;
  private final VersionTable versions;
  private final TrainingOutlookService outlooks;
  private final Clock clock;

  ModelsController(
      Groups groups,
      SolutionTable solutions,
      VersionTable versions,
      TrainingOutlookService outlooks,
      Clock clock) {
    this.groups = groups;
    this.solutions = solutions;
    this.versions = versions;
    this.outlooks = outlooks;
    this.clock = clock;
  }

  /** @param recipes whether to say which the data are enough for, which has them counted; with scripts the page asks by itself */
  @GetMapping("/console/groups/{group}/models")
  String models(
      @PathVariable String group,
      @RequestParam(defaultValue = "false") boolean recipes,
      Model model) {
    Group ofPage = groups.named(group);
    model.addAttribute("group", ofPage);
    model.addAttribute("solutions", views(ofPage));
    if (recipes) {
      addRecipes(ofPage, model);
    }
    return "console/models/list";
  }

  /** The recipes alone. */
  @GetMapping("/console/groups/{group}/models/recipes")
  String recipes(@PathVariable String group, Model model) {
    Group ofPage = groups.named(group);
    model.addAttribute("group", ofPage);
    addRecipes(ofPage, model);
    return "console/models/recipes :: recipes";
  }

  private void addRecipes(Group group, Model model) {
    try {
      model.addAttribute("recipes", outlooks.readiness(group.arn()));
    } catch (PersonalizeException refused) {
      model.addAttribute("recipes", List.of());
      model.addAttribute("refusal", refused.getMessage());
    }
  }

  private List<SolutionView> views(Group group) {
    Instant now = clock.instant();
    Map<Arn, List<VersionRow>> ofSolutions = versions.newest(group.arn(), NEWEST).stream()
        .collect(Collectors.groupingBy(
            VersionEntry::solutionArn,
            Collectors.mapping(version -> new VersionRow(version, now), Collectors.toList())));
    return solutions.of(group.arn()).stream()
        .map(solution -> new SolutionView(
            solution, ofSolutions.getOrDefault(solution.arn(), List.of()), group, now))
        .toList();
  }
}
