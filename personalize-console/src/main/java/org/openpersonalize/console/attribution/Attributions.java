// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.attribution;

import java.util.List;
import java.util.Optional;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.console.page.Refusal;
import org.openpersonalize.ingest.attribution.MetricAttributionService;
import org.openpersonalize.ingest.attribution.MetricAttributionService.DescribeMetricAttribution;
import org.openpersonalize.ingest.attribution.MetricAttributionService.ListMetricAttributionMetrics;
import org.openpersonalize.ingest.attribution.MetricAttributionService.ListMetricAttributions;
import org.openpersonalize.ingest.attribution.MetricAttributionService.MetricAttributionSummary;
import org.openpersonalize.store.attribution.MetricAttribute;
import org.openpersonalize.store.catalog.MetricAttribution;
import org.springframework.stereotype.Component;

/** Finds the metric attribution of a dataset group, of which that has one at most. */
@Component
class Attributions {
  private final MetricAttributionService service;

  Attributions(MetricAttributionService service) {
    this.service = service;
  }

  Optional<MetricAttribution> find(Group group) {
    return service
        .list(new ListMetricAttributions(group.arn(), null, null))
        .metricAttributions()
        .stream()
        .map(MetricAttributionSummary::metricAttributionArn)
        .map(arn -> service.describe(new DescribeMetricAttribution(arn)).metricAttribution())
        .findFirst();
  }

  /** @throws org.openpersonalize.console.page.RefusedException not found */
  MetricAttribution of(Group group) {
    return find(group).orElseThrow(Refusal.NOT_FOUND::exception);
  }

  List<MetricAttribute> metrics(MetricAttribution attribution) {
    return service
        .listMetrics(new ListMetricAttributionMetrics(attribution.arn(), null, null))
        .metrics();
  }

  /** What metrics can add up; empty where there is nothing to measure. */
  List<String> expressions(Group group) {
    return service.expressions(group.arn());
  }
}
