// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.attribution;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.form.FormErrors;
import org.openpersonalize.console.form.Forms;
import org.openpersonalize.console.form.Submission;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.console.group.Groups;
import org.openpersonalize.console.page.SeeOther;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.ingest.attribution.MetricAttributionService;
import org.openpersonalize.ingest.attribution.MetricAttributionService.CreateMetricAttribution;
import org.openpersonalize.ingest.attribution.MetricAttributionService.CreateMetricAttributionResponse;
import org.openpersonalize.ingest.attribution.MetricAttributionService.DeleteMetricAttribution;
import org.openpersonalize.ingest.attribution.MetricAttributionService.DescribeMetricAttribution;
import org.openpersonalize.ingest.attribution.MetricAttributionService.ListMetricAttributionMetrics;
import org.openpersonalize.ingest.attribution.MetricAttributionService.ListMetricAttributions;
import org.openpersonalize.ingest.attribution.MetricAttributionService.MetricAttributionSummary;
import org.openpersonalize.store.attribution.AttributionTable;
import org.openpersonalize.store.attribution.MetricAttribute;
import org.openpersonalize.store.catalog.MetricAttribution;
import org.openpersonalize.store.catalog.MetricAttributionOutput;
import org.openpersonalize.store.catalog.S3DataConfig;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** What comes of recommendations. */
@Controller
@RequestMapping("/console/groups/{group}" + AttributionController.PATH)
class AttributionController {
  static final String PATH = "/measure/attribution";

  private static final String VIEW = "console/attribution/attribution";
  private static final int ROWS = 3;

  private final Groups groups;
  private final MetricAttributionService attributions;
  private final AttributionTable table;
  private final Forms forms;
  private final Clock clock;

  AttributionController(
      Groups groups,
      MetricAttributionService attributions,
      AttributionTable table,
      Forms forms,
      Clock clock) {
    this.groups = groups;
    this.attributions = attributions;
    this.table = table;
    this.forms = forms;
    this.clock = clock;
  }

  /**
   * What is filled in.
   *
   * @param metrics {@value #ROWS} of them, some empty
   * @param path a folder for reports, or empty for none
   */
  record Filled(String name, List<MetricAttribute> metrics, String path) {
    static Filled empty() {
      return of("metrics", List.of(), List.of(), List.of(), "");
    }

    static Filled of(
        String name,
        List<String> metricNames,
        List<String> eventTypes,
        List<String> expressions,
        String path) {
      return new Filled(
          name.strip(),
          IntStream.range(0, ROWS)
              .mapToObj(n ->
                  new MetricAttribute(at(eventTypes, n), at(metricNames, n), at(expressions, n)))
              .toList(),
          path.strip());
    }

    private static String at(List<String> values, int n) {
      return n < values.size() ? values.get(n).strip() : "";
    }

    /** Rows in which nothing is filled in are left out. */
    CreateMetricAttribution request(Group group) {
      String role =
          "arn:aws:iam::%s:role/metric-attribution".formatted(group.arn().account());
      return new CreateMetricAttribution(
          name,
          group.arn(),
          metrics.stream()
              .filter(metric ->
                  !metric.metricName().isEmpty() || !metric.eventType().isEmpty())
              .toList(),
          new MetricAttributionOutput(path.isEmpty() ? null : new S3DataConfig(path, null), role));
    }
  }

  @GetMapping
  ModelAndView show(@PathVariable String group, @RequestParam(defaultValue = "day") String range) {
    Group of = groups.named(group);
    Range shown = Range.of(range);
    MetricAttribution attribution = attribution(of);
    Map<String, Object> model =
        attribution == null ? form(of, Filled.empty()) : metrics(of, attribution, shown);
    ModelAndView page = new ModelAndView(VIEW, model);
    page.addObject("errors", FormErrors.NONE);
    return page;
  }

  private @Nullable MetricAttribution attribution(Group group) {
    return attributions
        .list(new ListMetricAttributions(group.arn(), null, null))
        .metricAttributions()
        .stream()
        .map(MetricAttributionSummary::metricAttributionArn)
        .map(arn -> attributions.describe(new DescribeMetricAttribution(arn)).metricAttribution())
        .findFirst()
        .orElse(null);
  }

  private Map<String, Object> metrics(Group group, MetricAttribution attribution, Range range) {
    Instant now = clock.instant();
    Arn arn = attribution.arn();
    List<MetricView> views =
        attributions
            .listMetrics(new ListMetricAttributionMetrics(arn, null, null))
            .metrics()
            .stream()
            .map(metric -> new MetricView(
                metric,
                table.values(arn, metric.metricName(), range.begin(now), range.step()),
                range,
                now))
            .toList();
    Map<String, Object> model = new HashMap<>();
    model.put("group", group);
    model.put("attribution", attribution);
    model.put("ranges", range.choices(group));
    model.put("metrics", views);
    model.put("deletion", new DeleteMetricAttribution(arn));
    return model;
  }

  private Map<String, Object> form(Group group, Filled filled) {
    Map<String, Object> model = new HashMap<>();
    model.put("group", group);
    model.put("filled", filled);
    model.put("expressions", attributions.expressions(group.arn()));
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
    Filled filled = Filled.of(name, metricName, eventType, expression, path);
    Submission<CreateMetricAttributionResponse> sent =
        forms.send(filled.request(of), attributions::create);
    return sent.isRefused()
        ? Forms.refused(VIEW, form(of, filled), sent.errors())
        : SeeOther.to(of.path(PATH));
  }
}
