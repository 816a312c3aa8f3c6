// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.attribution;

import java.util.List;
import java.util.stream.IntStream;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.ingest.attribution.MetricAttributionService.CreateMetricAttribution;
import org.openpersonalize.ingest.attribution.MetricAttributionService.UpdateMetricAttribution;
import org.openpersonalize.store.attribution.MetricAttribute;
import org.openpersonalize.store.catalog.MetricAttribution;
import org.openpersonalize.store.catalog.MetricAttributionOutput;
import org.openpersonalize.store.catalog.S3DataConfig;

/**
 * What is filled in.
 *
 * @param metrics new ones, {@value #ROWS} of them, some empty
 * @param removed names of metrics that are to go
 * @param path a folder for reports, or empty for none
 */
record AttributionForm(
    String name, List<MetricAttribute> metrics, List<String> removed, String path) {
  private static final int ROWS = 3;

  static AttributionForm empty() {
    return of("metrics", List.of(), List.of(), List.of(), List.of(), "");
  }

  /** As it is, to be changed. */
  static AttributionForm of(MetricAttribution attribution) {
    S3DataConfig reports = attribution.metricsOutputConfig().s3DataDestination();
    return of(
        attribution.name(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        reports == null ? "" : reports.path());
  }

  static AttributionForm of(
      String name,
      List<String> metricNames,
      List<String> eventTypes,
      List<String> expressions,
      List<String> removed,
      String path) {
    return new AttributionForm(
        name.strip(),
        IntStream.range(0, ROWS)
            .mapToObj(
                n -> new MetricAttribute(at(eventTypes, n), at(metricNames, n), at(expressions, n)))
            .toList(),
        removed,
        path.strip());
  }

  private static String at(List<String> values, int n) {
    return n < values.size() ? values.get(n).strip() : "";
  }

  CreateMetricAttribution creation(Group group) {
    return new CreateMetricAttribution(name, group.arn(), added(), output(group));
  }

  UpdateMetricAttribution update(Group group, Arn attribution) {
    return new UpdateMetricAttribution(added(), removed, output(group), attribution);
  }

  /** Rows in which nothing is filled in are left out. */
  private List<MetricAttribute> added() {
    return metrics.stream()
        .filter(metric -> !metric.metricName().isEmpty() || !metric.eventType().isEmpty())
        .toList();
  }

  private MetricAttributionOutput output(Group group) {
    return new MetricAttributionOutput(
        path.isEmpty() ? null : new S3DataConfig(path, null), group.role());
  }
}
