// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.attribution;

import java.util.Map;
import org.openpersonalize.console.form.FormErrors;
import org.openpersonalize.console.form.Forms;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.console.group.Groups;
import org.openpersonalize.console.page.SeeOther;
import org.openpersonalize.ingest.attribution.MetricAttributionService;
import org.openpersonalize.ingest.attribution.MetricAttributionService.DeleteMetricAttribution;
import org.openpersonalize.store.catalog.MetricAttribution;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Deletes a metric attribution with all that was counted, once somebody has typed its name. */
@Controller
@RequestMapping("/console/groups/{group}" + AttributionController.PATH + "/delete")
class AttributionDeletionController {
  private static final String VIEW = "console/attribution/delete";

  private final Groups groups;
  private final Attributions attributions;
  private final MetricAttributionService service;
  private final Forms forms;

  AttributionDeletionController(
      Groups groups, Attributions attributions, MetricAttributionService service, Forms forms) {
    this.groups = groups;
    this.attributions = attributions;
    this.service = service;
    this.forms = forms;
  }

  @GetMapping
  ModelAndView ask(@PathVariable String group) {
    Group of = groups.named(group);
    return new ModelAndView(VIEW, model(of, attributions.of(of)));
  }

  @PostMapping
  ModelAndView delete(@PathVariable String group, @RequestParam(defaultValue = "") String name) {
    Group of = groups.named(group);
    MetricAttribution attribution = attributions.of(of);
    FormErrors errors = Forms.typed(name, attribution.name());
    if (!errors.any()) {
      errors = forms.tell(new DeleteMetricAttribution(attribution.arn()), service::delete);
    }
    return errors.any()
        ? Forms.refused(VIEW, model(of, attribution), errors)
        : SeeOther.to(of.path(AttributionController.PATH));
  }

  private static Map<String, Object> model(Group group, MetricAttribution attribution) {
    return Map.of(
        "group", group,
        "attribution", attribution,
        "deletion", new DeleteMetricAttribution(attribution.arn()));
  }
}
