// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.model;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openpersonalize.console.form.Forms;
import org.openpersonalize.console.form.Submission;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.console.group.Groups;
import org.openpersonalize.console.page.Page;
import org.openpersonalize.console.page.Refusal;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.recommendation.ServedRecipes;
import org.openpersonalize.store.activity.SolutionEntry;
import org.openpersonalize.store.activity.SolutionTable;
import org.openpersonalize.training.solution.SolutionService;
import org.openpersonalize.training.solution.SolutionService.CreateSolutionResponse;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Creates a solution and has its first version trained, with the forecast of that in view. */
@Controller
class TrainController {
  private static final String TRAIN = "/console/groups/{group}/models/train";
  private static final String VIEW = "console/models/train";

  private final Groups groups;
  private final SolutionTable solutions;
  private final SolutionService service;
  private final NewVersions newVersions;
  private final Outlooks outlooks;
  private final Forms forms;

  TrainController(
      Groups groups,
      SolutionTable solutions,
      SolutionService service,
      NewVersions newVersions,
      Outlooks outlooks,
      Forms forms) {
    this.groups = groups;
    this.solutions = solutions;
    this.service = service;
    this.newVersions = newVersions;
    this.outlooks = outlooks;
    this.forms = forms;
  }

  /** @param filled the recipe, the best one if none is named, and whatever is filled in beforehand */
  @GetMapping(TRAIN)
  ModelAndView form(@PathVariable String group, @RequestParam Map<String, String> filled) {
    Group ofPage = groups.named(group);
    Map<String, String> values = new HashMap<>(filled);
    values.computeIfAbsent("name", absent -> unusedName(ofPage, recipe(filled)));
    return new ModelAndView(VIEW, model(ofPage, new TrainForm(recipe(filled), values)));
  }

  /** The forecast of what is filled in: alone for a script, within the form without one. */
  @PostMapping(TRAIN + "/forecast")
  ModelAndView forecast(
      @PathVariable String group,
      @RequestParam Map<String, String> filled,
      @RequestHeader(name = "HX-Request", defaultValue = "false") boolean partly,
      @RequestAttribute Page page) {
    Group ofPage = groups.named(group);
    TrainForm form = new TrainForm(recipe(filled), filled);
    ModelAndView answer =
        new ModelAndView(partly ? "console/models/outlook :: outlook" : VIEW, model(ofPage, form));
    answer.addObject("outlook", outlooks.of(form.request(ofPage.arn()), page));
    return answer;
  }

  @PostMapping(TRAIN)
  ModelAndView train(@PathVariable String group, @RequestParam Map<String, String> filled) {
    Group ofPage = groups.named(group);
    TrainForm form = new TrainForm(recipe(filled), filled);
    Submission<CreateSolutionResponse> created =
        forms.send(form.request(ofPage.arn()), service::create);
    return created.isRefused()
        ? Forms.refused(VIEW, model(ofPage, form), form.placed(created.errors()))
        : newVersions.train(ofPage, created.orThrow().solutionArn());
  }

  private static Map<String, Object> model(Group group, TrainForm form) {
    Map<String, Object> model = new HashMap<>();
    model.put("group", group);
    model.put("form", form);
    return model;
  }

  private static Recipe recipe(Map<String, String> filled) {
    String name = filled.get("recipe");
    return ServedRecipes.all().stream()
        .filter(recipe -> name == null || recipe.name().equals(name))
        .findFirst()
        .orElseThrow(Refusal.NOT_FOUND::exception);
  }

  /** Such as {@code user-personalization-v2}, and with a number if that is taken. */
  private String unusedName(Group group, Recipe recipe) {
    String name = recipe.name().replaceFirst("^aws-", "");
    Set<String> taken =
        solutions.of(group.arn()).stream().map(SolutionEntry::name).collect(Collectors.toSet());
    return Stream.iterate(1, number -> number + 1)
        .map(number -> number == 1 ? name : name + "-" + number)
        .filter(free -> !taken.contains(free))
        .findFirst()
        .orElseThrow();
  }
}
