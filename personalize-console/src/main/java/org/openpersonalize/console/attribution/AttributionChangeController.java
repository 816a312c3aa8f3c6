// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.attribution;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openpersonalize.console.form.FormErrors;
import org.openpersonalize.console.form.Forms;
import org.openpersonalize.console.form.Submission;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.console.group.Groups;
import org.openpersonalize.console.page.SeeOther;
import org.openpersonalize.ingest.attribution.MetricAttributionService;
import org.openpersonalize.store.catalog.MetricAttribution;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Adds and removes metrics, and says where reports go. */
@Controller
@RequestMapping("/console/groups/{group}" + AttributionController.PATH + "/change")
class AttributionChangeController {
  private static final String VIEW = "console/attribution/change";

  private final Groups groups;
  private final Attributions attributions;
  private final MetricAttributionService service;
  private final Forms forms;

  AttributionChangeController(
      Groups groups, Attributions attributions, MetricAttributionService service, Forms forms) {
    this.groups = groups;
    this.attributions = attributions;
    this.service = service;
    this.forms = forms;
  }

  @GetMapping
  ModelAndView form(@PathVariable String group) {
    Group of = groups.named(group);
    MetricAttribution attribution = attributions.of(of);
    return new ModelAndView(VIEW, model(of, attribution, AttributionForm.of(attribution)))
        .addObject("errors", FormErrors.NONE);
  }

  private Map<String, Object> model(
      Group group, MetricAttribution attribution, AttributionForm filled) {
    Map<String, Object> model = new HashMap<>();
    model.put("group", group);
    model.put("attribution", attribution);
    model.put("metrics", attributions.metrics(attribution));
    model.put("filled", filled);
    model.put("expressions", attributions.expressions(group));
    return model;
  }

  @PostMapping
  ModelAndView change(
      @PathVariable String group,
      @RequestParam MultiValueMap<String, String> filledIn,
      @RequestParam(defaultValue = "") String path) {
    Group of = groups.named(group);
    MetricAttribution attribution = attributions.of(of);
    AttributionForm filled = AttributionForm.of(
        attribution.name(),
        filledIn.getOrDefault("metricName", List.of()),
        filledIn.getOrDefault("eventType", List.of()),
        filledIn.getOrDefault("expression", List.of()),
        filledIn.getOrDefault("removeMetrics", List.of()),
        path);
    Submission<?> sent = forms.send(filled.update(of, attribution.arn()), service::update);
    return sent.isRefused()
        ? Forms.refused(VIEW, model(of, attribution, filled), sent.errors())
        : SeeOther.to(of.path(AttributionController.PATH));
  }
}
