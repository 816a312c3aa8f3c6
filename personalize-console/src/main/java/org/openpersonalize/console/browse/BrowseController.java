// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.browse;

import java.util.List;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.console.group.Groups;
import org.openpersonalize.console.history.HistoryRow;
import org.openpersonalize.console.page.Refusal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** Lists of users and items, and each of them. Ids are parameters of the address, for they may have any character. */
@Controller
class BrowseController {
  private final Groups groups;
  private final Browsing browsing;

  BrowseController(Groups groups, Browsing browsing) {
    this.groups = groups;
    this.browsing = browsing;
  }

  @GetMapping("/console/groups/{name}/users")
  String users(
      @PathVariable String name,
      @RequestParam(defaultValue = "") String from,
      @RequestParam(defaultValue = "") String after,
      Model model) {
    Group group = groups.named(name);
    return list("users", group, browsing.users(group, from.strip(), after), model);
  }

  @GetMapping("/console/groups/{name}/items")
  String items(
      @PathVariable String name,
      @RequestParam(defaultValue = "") String from,
      @RequestParam(defaultValue = "") String after,
      Model model) {
    Group group = groups.named(name);
    return list("items", group, browsing.items(group, from.strip(), after), model);
  }

  private static String list(String what, Group group, Listing listing, Model model) {
    model.addAttribute("what", what);
    model.addAttribute("group", group);
    model.addAttribute("listing", listing);
    return "console/browse/list";
  }

  @GetMapping("/console/groups/{name}/user")
  String user(@PathVariable String name, @RequestParam String id, Model model) {
    Group group = groups.named(name);
    Browsing.User user = browsing.user(group, id);
    if (user.isUnknown()) {
      throw Refusal.NOT_FOUND.exception();
    }
    List<HistoryRow> history = HistoryRow.all(user.history(), user.titles());
    model.addAttribute("group", group);
    model.addAttribute("user", user);
    model.addAttribute("history", history);
    return "console/browse/user";
  }

  @GetMapping("/console/groups/{name}/item")
  String item(@PathVariable String name, @RequestParam String id, Model model) {
    Group group = groups.named(name);
    model.addAttribute("group", group);
    model.addAttribute("item", browsing.item(group, id));
    return "console/browse/item";
  }
}
