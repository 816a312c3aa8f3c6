// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.data;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.data.GroupInsights.Sight;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.console.group.Groups;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** The datasets of a group, and what they are worth. */
@Controller
class DataController {
  private final Groups groups;
  private final DatasetRows datasets;
  private final GroupInsights insights;

  DataController(Groups groups, DatasetRows datasets, GroupInsights insights) {
    this.groups = groups;
    this.datasets = datasets;
    this.insights = insights;
  }

  /** @param look to look at the data now, which without a script is a link */
  @GetMapping("/console/groups/{group}/data")
  String data(
      @PathVariable String group,
      @RequestParam(required = false) @Nullable String look,
      Model model) {
    Group found = groups.named(group);
    model.addAttribute("group", found);
    List<DatasetRow> rows = datasets.of(found);
    @Nullable Sight sight = look == null ? insights.last(found.arn()) : insights.look(found.arn());
    model.addAttribute("datasets", rows);
    model.addAttribute("sight", sight);
    model.addAttribute("outdated", sight == null || sight.isOutdated(DatasetRows.there(rows)));
    return "console/data/data";
  }

  /** What the data is worth alone, which the page asks for behind itself. */
  @GetMapping("/console/groups/{group}/data/insights")
  String insights(@PathVariable String group, Model model) {
    Group found = groups.named(group);
    model.addAttribute("group", found);
    model.addAttribute("sight", insights.look(found.arn()));
    model.addAttribute("outdated", false);
    return "console/data/insights :: insights";
  }
}
