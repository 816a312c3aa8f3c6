// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.group;

import org.openpersonalize.console.page.Section;
import org.openpersonalize.console.page.SeeOther;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.ModelAndView;

/** The page that all others of a dataset group are below leads to the first of them. */
@Controller
class GroupController {
  private final Groups groups;

  GroupController(Groups groups) {
    this.groups = groups;
  }

  @GetMapping("/console/groups/{group}")
  ModelAndView home(@PathVariable String group) {
    return SeeOther.to(Section.ofGroup().get(0).path(groups.named(group).path()));
  }
}
