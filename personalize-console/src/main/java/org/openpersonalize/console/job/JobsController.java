// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.job;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.form.FormErrors;
import org.openpersonalize.console.form.Forms;
import org.openpersonalize.console.page.ConsolePaths;
import org.openpersonalize.console.page.SeeOther;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.store.activity.Place;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** All jobs, or those of one status. */
@Controller
class JobsController {
  private static final String VIEW = "console/jobs";

  private final JobBoard jobs;
  private final Repetition repetition;

  JobsController(JobBoard jobs, Repetition repetition) {
    this.jobs = jobs;
    this.repetition = repetition;
  }

  @GetMapping("/console/jobs")
  String jobs(
      @RequestParam(defaultValue = "all") String status,
      @RequestParam(required = false) @Nullable String after,
      Model model) {
    model.addAllAttributes(
        page(Selection.of(status), after == null ? Place.NEWEST : Place.parse(after)));
    return VIEW;
  }

  /** Asks for a job once more, and goes back to where one was. */
  @PostMapping("/console/jobs/again")
  ModelAndView again(
      @RequestParam String arn, @RequestParam(defaultValue = "/console/jobs") String back) {
    FormErrors errors = repetition.of(Arn.parse(arn));
    return errors.any()
        ? Forms.refused(VIEW, page(Selection.FAILED, Place.NEWEST), errors)
        : SeeOther.to(ConsolePaths.isPlace(back) ? back : ConsolePaths.HOME);
  }

  private Map<String, Object> page(Selection selection, Place after) {
    return Map.of(
        "selection", selection,
        "selections", List.of(Selection.values()),
        "jobs", jobs.page(selection, after));
  }
}
