// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.trial;

import java.util.Map;
import org.openpersonalize.console.form.FormErrors;
import org.openpersonalize.console.form.Forms;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.console.group.Groups;
import org.openpersonalize.console.page.SeeOther;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** What a user would get now, why, and what an event changes. */
@Controller
class TrialController {
  private static final String VIEW = "console/trial/try";

  private final Groups groups;
  private final Trials trials;
  private final Events events;

  TrialController(Groups groups, Trials trials, Events events) {
    this.groups = groups;
    this.trials = trials;
    this.events = events;
  }

  @GetMapping("/console/groups/{name}/try")
  ModelAndView show(
      @PathVariable String name, @RequestParam MultiValueMap<String, String> parameters) {
    Group group = groups.named(name);
    Trial trial = trials.of(group, TrialQuery.of(parameters), FormErrors.NONE);
    ModelAndView page = new ModelAndView(VIEW, Map.of("group", group, "trial", trial));
    page.addObject("errors", trial.errors());
    page.setStatus(trial.errors().any() ? HttpStatus.UNPROCESSABLE_CONTENT : HttpStatus.OK);
    return page;
  }

  /** Records that the user did something, and shows what they get now. */
  @PostMapping("/console/groups/{name}/try/event")
  ModelAndView send(
      @PathVariable String name,
      @RequestParam(defaultValue = "") String eventType,
      @RequestParam(defaultValue = "") String eventItem,
      @RequestParam MultiValueMap<String, String> parameters) {
    Group group = groups.named(name);
    TrialQuery query = TrialQuery.of(parameters);
    return answer(
        group, query, events.put(group, query.user(), eventType.strip(), eventItem.strip()));
  }

  /** Makes it possible to record what users do. */
  @PostMapping("/console/groups/{name}/try/tracker")
  ModelAndView openTracker(
      @PathVariable String name, @RequestParam MultiValueMap<String, String> parameters) {
    Group group = groups.named(name);
    return answer(group, TrialQuery.of(parameters), events.openTracker(group));
  }

  private ModelAndView answer(Group group, TrialQuery query, FormErrors errors) {
    if (!errors.any()) {
      return SeeOther.to(query.path(group));
    }
    Trial trial = trials.of(group, query, errors);
    return Forms.refused(VIEW, Map.of("group", group, "trial", trial), trial.errors());
  }
}
