// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.job;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.store.activity.Place;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** All jobs, or those of one status. */
@Controller
class JobsController {
  private final JobBoard jobs;

  JobsController(JobBoard jobs) {
    this.jobs = jobs;
  }

  @GetMapping("/console/jobs")
  String jobs(
      @RequestParam(defaultValue = "all") String status,
      @RequestParam(required = false) @Nullable String after,
      Model model) {
    Selection selection = Selection.of(status);
    model.addAttribute("selection", selection);
    model.addAttribute("selections", List.of(Selection.values()));
    model.addAttribute(
        "jobs", jobs.page(selection, after == null ? Place.NEWEST : Place.parse(after)));
    return "console/jobs";
  }
}
