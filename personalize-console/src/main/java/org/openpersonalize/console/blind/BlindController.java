// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.blind;

import java.util.Map;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.console.group.Groups;
import org.openpersonalize.console.page.Page;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Items that nobody sees: the page, and the parts of it that are looked for when it is there. */
@Controller
@RequestMapping("/console/groups/{name}/blind")
class BlindController {
  private final Groups groups;
  private final BlindPages pages;

  BlindController(Groups groups, BlindPages pages) {
    this.groups = groups;
    this.pages = pages;
  }

  /** @param look whether to look, which may take seconds; with scripts the page has it done by itself */
  @GetMapping
  String page(
      @PathVariable String name,
      @RequestParam Map<String, String> parameters,
      @RequestParam(defaultValue = "false") boolean look,
      @RequestAttribute Page page,
      Model model) {
    Group group = groups.named(name);
    BlindPage blind = pages.of(group, BlindQuery.of(parameters), look);
    add(group, blind, model);
    if (!blind.campaigns().isEmpty()) {
      model.addAttribute("command", page.command(blind.query().request(group, 100)));
    }
    return "console/blind/blind";
  }

  /** All that was found. */
  @GetMapping("/report")
  String report(
      @PathVariable String name, @RequestParam Map<String, String> parameters, Model model) {
    Group group = groups.named(name);
    add(group, pages.of(group, BlindQuery.of(parameters), true), model);
    return "console/blind/report :: report";
  }

  /** How many items it is. */
  @GetMapping("/count")
  String count(
      @PathVariable String name, @RequestParam Map<String, String> parameters, Model model) {
    Group group = groups.named(name);
    add(group, pages.of(group, BlindQuery.of(parameters), true), model);
    return "console/blind/count :: count";
  }

  private static void add(Group group, BlindPage blind, Model model) {
    model.addAttribute("group", group);
    model.addAttribute("blind", blind);
  }
}
