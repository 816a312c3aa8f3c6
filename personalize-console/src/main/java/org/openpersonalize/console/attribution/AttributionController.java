// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.attribution;

import java.time.Clock;
import java.time.Instant;
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
import org.openpersonalize.store.attribution.AttributionTable;
import org.openpersonalize.store.catalog.MetricAttribution;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** What comes of recommendations; or a form that has it measured from now on. */
@Controller
@RequestMapping("/console/groups/{group}" + AttributionController.PATH)
class AttributionController {
  static final String PATH = "/measure/attribution";

  private static final String VIEW = "console/attribution/attribution";

  private final Groups groups;
  private final Attributions attributions;
  private final MetricAttributionService service;
  private final AttributionTable table;
  private final Forms forms;
  private final Clock clock;

  AttributionController(
      Groups groups,
      Attributions attributions,
      MetricAttributionService service,
      AttributionTable table,
      Forms forms,
      Clock clock) {
    this.groups = groups;
    this.attributions = attributions;
    this.service = service;
    this.table = table;
    this.forms = forms;
    this.clock = clock;
  }

  @GetMapping
  ModelAndView show(@PathVariable String group, @RequestParam(defaultValue = "day") String range) {
    Group of = groups.named(group);
    Range shown = Range.of(range);
    ModelAndView page = new ModelAndView(
        VIEW,
        attributions
            .find(of)
            .map(attribution -> metrics(of, attribution, shown))
            .orElseGet(() -> form(of, AttributionForm.empty())));
    page.addObject("errors", FormErrors.NONE);
    return page;
  }

  private Map<String, Object> metrics(Group group, MetricAttribution attribution, Range range) {
    Instant now = clock.instant();
    List<MetricView> views = attributions.metrics(attribution).stream()
        .map(metric -> new MetricView(
            metric,
            table.values(attribution.arn(), metric.metricName(), range.begin(now), range.step()),
            range,
            now))
        .toList();
    Map<String, Object> model = new HashMap<>();
    model.put("group", group);
    model.put("attribution", attribution);
    model.put("ranges", range.choices(group));
    model.put("metrics", views);
    return model;
  }

  private Map<String, Object> form(Group group, AttributionForm filled) {
    Map<String, Object> model = new HashMap<>();
    model.put("group", group);
    model.put("filled", filled);
    model.put("expressions", attributions.expressions(group));
    return model;
  }

  @PostMapping
  ModelAndView create(
      @PathVariable String group,
      @RequestParam(defaultValue = "") String name,
      @RequestParam List<String> metricName,
      @RequestParam List<String> eventType,
      @RequestParam List<String> expression,
      @RequestParam(defaultValue = "") String path) {
    Group of = groups.named(group);
    AttributionForm filled =
        AttributionForm.of(name, metricName, eventType, expression, List.of(), path);
    Submission<?> sent = forms.send(filled.creation(of), service::create);
    return sent.isRefused()
        ? Forms.refused(VIEW, form(of, filled), sent.errors())
        : SeeOther.to(of.path(PATH));
  }
}
