// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.batch;

import java.io.IOException;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.console.group.Groups;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;

/** A batch job, how far it is, and the first lines that it has answered. */
@Controller
@RequestMapping("/console/groups/{group}/serving/batch/{kind:inference|segments}/{job}")
class BatchJobController {
  private static final String VIEW = "console/batch/job";

  private final Groups groups;
  private final BatchJobViews jobs;

  BatchJobController(Groups groups, BatchJobViews jobs) {
    this.groups = groups;
    this.jobs = jobs;
  }

  @GetMapping
  String show(
      @PathVariable String group, @PathVariable String kind, @PathVariable String job, Model model)
      throws IOException {
    add(groups.named(group), kind, job, model);
    return VIEW;
  }

  /** How far it is, which the page asks for as long as that changes. */
  @GetMapping("/state")
  String state(
      @PathVariable String group, @PathVariable String kind, @PathVariable String job, Model model)
      throws IOException {
    add(groups.named(group), kind, job, model);
    return VIEW + " :: state";
  }

  private void add(Group group, String kind, String job, Model model) throws IOException {
    boolean findsUsers = kind.equals("segments");
    model.addAttribute("group", group);
    model.addAttribute("findsUsers", findsUsers);
    model.addAttribute("path", group.path("/serving/batch/%s/%s".formatted(kind, job)));
    model.addAttribute("view", findsUsers ? jobs.segments(group, job) : jobs.inference(group, job));
  }
}
