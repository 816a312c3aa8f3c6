// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.overview;

import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.openpersonalize.console.job.JobBoard;
import org.openpersonalize.console.job.JobRow;
import org.openpersonalize.console.page.ConsolePaths;
import org.openpersonalize.console.page.Reload;
import org.openpersonalize.console.page.SeeOther;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.ModelAndView;

/** The first page, and the part of it that moves. */
@Controller
class OverviewController {
  private final Overviews overviews;
  private final JobBoard jobs;

  OverviewController(Overviews overviews, JobBoard jobs) {
    this.overviews = overviews;
    this.jobs = jobs;
  }

  /** Who looks at the API's address in a browser means this. */
  @GetMapping("/")
  ModelAndView home() {
    return SeeOther.to(ConsolePaths.HOME);
  }

  @GetMapping(ConsolePaths.HOME)
  String overview(Model model) {
    Overview overview = overviews.now();
    model.addAttribute("overview", overview);
    model.addAttribute("running", overview.running());
    return "console/overview";
  }

  /** The running jobs alone, which the page asks for as long as there are any; then it has all of itself shown anew. */
  @GetMapping("/console/running")
  String running(Model model, HttpServletResponse response) {
    List<JobRow> running = jobs.running();
    if (running.isEmpty()) {
      Reload.of(response);
    }
    model.addAttribute("running", running);
    return "console/overview :: running";
  }
}
