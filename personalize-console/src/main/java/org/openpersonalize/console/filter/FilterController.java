// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.filter;

import java.util.Map;
import org.openpersonalize.console.form.FormErrors;
import org.openpersonalize.console.form.Forms;
import org.openpersonalize.console.form.Submission;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.console.group.Groups;
import org.openpersonalize.console.page.SeeOther;
import org.openpersonalize.serving.filter.FilterService;
import org.openpersonalize.serving.filter.FilterService.DeleteFilter;
import org.openpersonalize.serving.filter.FilterService.ReplaceFilter;
import org.openpersonalize.serving.filter.FilterService.ReplaceFilterResponse;
import org.openpersonalize.store.catalog.Filter;
import org.openpersonalize.store.replay.RecordedRequestTable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** One filter: what it says, what another expression in its place would change, and its end. */
@Controller
@RequestMapping("/console/groups/{group}/filters/{name}")
class FilterController {
  private static final String VIEW = "console/filter/filter";

  private final Groups groups;
  private final FilterPages pages;
  private final Expressions expressions;
  private final FilterService filters;
  private final RecordedRequestTable recorded;
  private final Forms forms;

  FilterController(
      Groups groups,
      FilterPages pages,
      Expressions expressions,
      FilterService filters,
      RecordedRequestTable recorded,
      Forms forms) {
    this.groups = groups;
    this.pages = pages;
    this.expressions = expressions;
    this.filters = filters;
    this.recorded = recorded;
    this.forms = forms;
  }

  /** @param replaced was it just now? */
  @GetMapping
  ModelAndView show(
      @PathVariable String group,
      @PathVariable String name,
      @RequestParam Map<String, String> parameters,
      @RequestParam(defaultValue = "false") boolean replaced) {
    Group of = groups.named(group);
    ModelAndView page =
        new ModelAndView(VIEW, model(of, pages.of(of, name, FilterQuery.of(parameters))));
    page.addObject("errors", FormErrors.NONE);
    page.addObject("replaced", replaced);
    return page;
  }

  private Map<String, Object> model(Group group, FilterPage page) {
    return Map.of("group", group, "filter", page, "vocabulary", expressions.vocabulary(group));
  }

  @PostMapping("/replace")
  ModelAndView replace(
      @PathVariable String group,
      @PathVariable String name,
      @RequestParam Map<String, String> parameters) {
    Group of = groups.named(group);
    FilterQuery query = FilterQuery.of(parameters);
    FilterPage page = pages.of(of, name, query);
    Submission<ReplaceFilterResponse> answer = forms.send(
        new ReplaceFilter(page.filter().arn(), query.filterExpression()), filters::replace);
    return answer.isRefused()
        ? Forms.refused(VIEW, model(of, page), Expressions.atTheField(answer.errors()))
        : SeeOther.to(path(of, page.filter()) + "?replaced=true");
  }

  private static String path(Group group, Filter filter) {
    return group.path("/filters/" + filter.name());
  }

  /** Says what would be lost, and who asks for it now. */
  @GetMapping("/delete")
  ModelAndView confirm(@PathVariable String group, @PathVariable String name) {
    Group of = groups.named(group);
    return new ModelAndView("console/filter/delete", deletion(of, pages.filter(of, name)));
  }

  private Map<String, Object> deletion(Group group, Filter filter) {
    return Map.of(
        "group",
        group,
        "filter",
        filter,
        "command",
        new DeleteFilter(filter.arn()),
        "naming",
        recorded.naming(filter.arn()));
  }

  @PostMapping("/delete")
  ModelAndView delete(@PathVariable String group, @PathVariable String name) {
    Group of = groups.named(group);
    Filter filter = pages.filter(of, name);
    Submission<DeleteFilter> answer = forms.send(new DeleteFilter(filter.arn()), request -> {
      filters.delete(request);
      return request;
    });
    return answer.isRefused()
        ? Forms.refused("console/filter/delete", deletion(of, filter), answer.errors())
        : SeeOther.to(of.path("/filters"));
  }
}
