// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.model;

import java.util.List;
import org.openpersonalize.console.cadence.Cadences;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.console.group.Groups;
import org.openpersonalize.console.page.Refusal;
import org.openpersonalize.store.activity.VersionTable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** A solution: all its versions, and how often to train it. */
@Controller
class SolutionController {
  private static final String NEWEST = "" + Integer.MAX_VALUE;

  private final Groups groups;
  private final Versions versions;
  private final Cadences cadences;

  SolutionController(Groups groups, Versions versions, Cadences cadences) {
    this.groups = groups;
    this.versions = versions;
    this.cadences = cadences;
  }

  /** @param before the number that the page begins behind */
  @GetMapping("/console/groups/{group}/models/{solution}/versions")
  String solution(
      @PathVariable String group,
      @PathVariable String solution,
      @RequestParam(defaultValue = NEWEST) int before,
      Model model) {
    Group ofPage = groups.named(group);
    List<VersionRow> rows = versions.of(ofPage, solution, before);
    if (rows.isEmpty()) {
      throw Refusal.NOT_FOUND.exception();
    }
    model.addAttribute("group", ofPage);
    model.addAttribute("solution", solution);
    model.addAttribute("versions", rows);
    model.addAttribute("cadence", cadences.of(ofPage, solution));
    model.addAttribute(
        "older",
        rows.size() < VersionTable.PAGE ? null : rows.get(rows.size() - 1).number());
    return "console/models/solution";
  }
}
