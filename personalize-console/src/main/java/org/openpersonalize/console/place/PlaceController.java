// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.place;

import java.util.List;
import java.util.Map;
import org.openpersonalize.console.group.Groups;
import org.openpersonalize.console.page.Refusal;
import org.openpersonalize.console.page.SeeOther;
import org.openpersonalize.core.resource.Arn;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Leads to the page of an ARN, a name or an id. */
@Controller
class PlaceController {
  private final Groups groups;
  private final Places places;

  PlaceController(Groups groups, Places places) {
    this.groups = groups;
    this.places = places;
  }

  @GetMapping("/console/go")
  ModelAndView go(@RequestParam String arn) {
    return SeeOther.to(places.of(Arn.parse(arn)).orElseThrow(Refusal.NOT_FOUND::exception));
  }

  /** Without a dataset group there are ARNs only. */
  @GetMapping("/console/find")
  ModelAndView find(@RequestParam(defaultValue = "") String q) {
    return isArn(q) ? go(q.strip()) : found(q.strip(), List.of());
  }

  /** What is looked for is shown at once if there is one such thing. */
  @GetMapping("/console/groups/{name}/find")
  ModelAndView find(@PathVariable String name, @RequestParam(defaultValue = "") String q) {
    if (isArn(q)) {
      return go(q.strip());
    }
    List<Place> found = q.isBlank() ? List.of() : places.named(groups.named(name), q.strip());
    return found.size() == 1 ? SeeOther.to(found.get(0).href()) : found(q.strip(), found);
  }

  private static boolean isArn(String wanted) {
    return wanted.strip().startsWith("arn:");
  }

  private static ModelAndView found(String wanted, List<Place> found) {
    return new ModelAndView("console/place/found", Map.of("wanted", wanted, "found", found));
  }
}
