// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.cadence;

import jakarta.servlet.http.HttpServletResponse;
import java.util.HashMap;
import java.util.Map;
import org.openpersonalize.console.form.FormErrors;
import org.openpersonalize.console.form.Forms;
import org.openpersonalize.console.form.Submission;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.console.group.Groups;
import org.openpersonalize.console.page.Page;
import org.openpersonalize.console.page.Reload;
import org.openpersonalize.console.page.SeeOther;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.training.cadence.CadenceBacktestService;
import org.openpersonalize.training.cadence.CadenceBacktestService.ForecastCadenceBacktestResponse;
import org.openpersonalize.training.cadence.CadenceBacktestService.StartCadenceBacktestResponse;
import org.openpersonalize.training.cadence.CadenceBacktestService.StopCadenceBacktest;
import org.openpersonalize.training.cadence.CadenceBacktestService.StopCadenceBacktestResponse;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Has it tested how often a solution is to be trained; what came of it is on the solution's page. */
@Controller
@RequestMapping("/console/groups/{group}/models/{solution}/cadence")
class CadenceController {
  private static final String VIEW = "console/cadence/cadence";

  private final Groups groups;
  private final Cadences cadences;
  private final CadenceBacktestService backtests;
  private final Forms forms;

  CadenceController(
      Groups groups, Cadences cadences, CadenceBacktestService backtests, Forms forms) {
    this.groups = groups;
    this.cadences = cadences;
    this.backtests = backtests;
    this.forms = forms;
  }

  /** @param forecast whether to forecast it, which may take seconds; with scripts the page asks for it by itself */
  @GetMapping
  ModelAndView ask(
      @PathVariable String group,
      @PathVariable String solution,
      @RequestParam Map<String, String> parameters,
      @RequestParam(defaultValue = "false") boolean forecast,
      @RequestAttribute Page page) {
    Group ofPage = groups.named(group);
    Arn arn = cadences.solution(ofPage, solution);
    CadenceForm form = CadenceForm.of(parameters);
    ModelAndView answer = new ModelAndView(VIEW, model(ofPage, arn, form, page));
    answer.addObject("errors", FormErrors.NONE);
    if (forecast) {
      answer.addObject("outlook", outlook(arn, form));
    }
    return answer;
  }

  /** The forecast alone. */
  @GetMapping("/forecast")
  String forecast(
      @PathVariable String group,
      @PathVariable String solution,
      @RequestParam Map<String, String> parameters,
      Model model) {
    Arn arn = cadences.solution(groups.named(group), solution);
    model.addAttribute("outlook", outlook(arn, CadenceForm.of(parameters)));
    return "console/cadence/parts :: outlook";
  }

  /** How far it is, which the solution's page asks for as long as it is under way; then it has all of itself shown anew. */
  @GetMapping("/state")
  String state(
      @PathVariable String group,
      @PathVariable String solution,
      Model model,
      HttpServletResponse response) {
    Group ofPage = groups.named(group);
    CadenceView view = cadences.of(ofPage, solution);
    if (view == null || !view.isUnderWay()) {
      Reload.of(response);
    }
    model.addAttribute("group", ofPage);
    model.addAttribute("solution", solution);
    model.addAttribute("cadence", view);
    return "console/cadence/parts :: state";
  }

  @PostMapping
  ModelAndView start(
      @PathVariable String group,
      @PathVariable String solution,
      @RequestParam Map<String, String> parameters,
      @RequestAttribute Page page) {
    Group ofPage = groups.named(group);
    Arn arn = cadences.solution(ofPage, solution);
    CadenceForm form = CadenceForm.of(parameters);
    FormErrors errors = form.misread();
    if (!errors.any()) {
      Submission<StartCadenceBacktestResponse> sent = forms.send(form.start(arn), backtests::start);
      errors = sent.errors();
    }
    return errors.any()
        ? Forms.refused(VIEW, model(ofPage, arn, form, page), errors)
        : SeeOther.to(schedule(ofPage, arn));
  }

  @PostMapping("/stop")
  ModelAndView stop(
      @PathVariable String group, @PathVariable String solution, @RequestAttribute Page page) {
    Group ofPage = groups.named(group);
    Arn arn = cadences.solution(ofPage, solution);
    Submission<StopCadenceBacktestResponse> sent =
        forms.send(new StopCadenceBacktest(arn), backtests::stop);
    return sent.isRefused()
        ? Forms.refused(VIEW, model(ofPage, arn, CadenceForm.of(Map.of()), page), sent.errors())
        : SeeOther.to(schedule(ofPage, arn));
  }

  private static String schedule(Group group, Arn solution) {
    return group.path("/models/" + solution.id() + "/versions#schedule");
  }

  private Submission<ForecastCadenceBacktestResponse> outlook(Arn solution, CadenceForm form) {
    FormErrors misread = form.misread();
    return misread.any()
        ? new Submission<>(null, misread)
        : forms.send(form.forecast(solution), backtests::forecast);
  }

  private static Map<String, Object> model(Group group, Arn solution, CadenceForm form, Page page) {
    Map<String, Object> model = new HashMap<>();
    model.put("group", group);
    model.put("solution", solution.id());
    model.put("form", form);
    model.put("command", page.command(form.start(solution)));
    return model;
  }
}
