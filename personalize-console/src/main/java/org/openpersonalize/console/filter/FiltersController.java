// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.filter;

import java.util.HashMap;
import java.util.Map;
import org.openpersonalize.console.form.FormErrors;
import org.openpersonalize.console.form.Forms;
import org.openpersonalize.console.form.Submission;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.console.group.Groups;
import org.openpersonalize.console.page.SeeOther;
import org.openpersonalize.serving.filter.FilterService;
import org.openpersonalize.serving.filter.FilterService.CreateFilter;
import org.openpersonalize.serving.filter.FilterService.CreateFilterResponse;
import org.openpersonalize.serving.filter.FilterShelf;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The filters of a dataset group, and one more. */
@Controller
@RequestMapping("/console/groups/{group}/filters")
class FiltersController {
  private static final String VIEW = "console/filter/filters";

  private final Groups groups;
  private final FilterShelf shelf;
  private final Expressions expressions;
  private final FilterService filters;
  private final Forms forms;

  FiltersController(
      Groups groups,
      FilterShelf shelf,
      Expressions expressions,
      FilterService filters,
      Forms forms) {
    this.groups = groups;
    this.shelf = shelf;
    this.expressions = expressions;
    this.filters = filters;
    this.forms = forms;
  }

  /** @param filterExpression which is checked, as what would be created */
  @GetMapping
  ModelAndView list(
      @PathVariable String group, @RequestParam(defaultValue = "") String filterExpression) {
    Group of = groups.named(group);
    ModelAndView page = new ModelAndView(
        VIEW,
        model(of, new CreateFilter("", of.arn(), FilterQuery.written(filterExpression), null)));
    page.addObject("errors", FormErrors.NONE);
    return page;
  }

  private Map<String, Object> model(Group group, CreateFilter draft) {
    Map<String, Object> model = new HashMap<>();
    model.put("group", group);
    model.put("filters", shelf.of(group.arn()));
    model.put("vocabulary", expressions.vocabulary(group));
    model.put("draft", draft);
    model.put("check", expressions.check(group, draft.filterExpression()));
    model.put("command", draft.name().isEmpty() ? named(draft, "NAME") : draft);
    return model;
  }

  private static CreateFilter named(CreateFilter draft, String name) {
    return new CreateFilter(name, draft.datasetGroupArn(), draft.filterExpression(), null);
  }

  @PostMapping
  ModelAndView create(
      @PathVariable String group,
      @RequestParam(defaultValue = "") String name,
      @RequestParam(defaultValue = "") String filterExpression) {
    Group of = groups.named(group);
    CreateFilter request =
        new CreateFilter(name.strip(), of.arn(), FilterQuery.written(filterExpression), null);
    Submission<CreateFilterResponse> answer = forms.send(request, filters::create);
    return answer.isRefused()
        ? Forms.refused(VIEW, model(of, request), Expressions.atTheField(answer.errors()))
        : SeeOther.to(of.path("/filters/" + answer.orThrow().filterArn().id()));
  }
}
