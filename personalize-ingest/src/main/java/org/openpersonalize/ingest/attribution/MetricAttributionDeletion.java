// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.attribution;

import java.time.Instant;
import org.openpersonalize.store.attribution.AttributionReports;
import org.openpersonalize.store.attribution.AttributionTable;
import org.openpersonalize.store.catalog.MetricAttribution;
import org.openpersonalize.store.catalog.MetricAttributionRepository;
import org.openpersonalize.store.job.DeletionJob;
import org.openpersonalize.store.job.JobType;
import org.springframework.stereotype.Component;

/** Deletes a metric attribution with all that was counted, of which it writes what is still to be written if that can be. */
@Component
class MetricAttributionDeletion extends DeletionJob<MetricAttribution> {
  private final AttributionTable table;
  private final AttributionReports reports;
  private final AttributionReporter reporter;
  private final Means means;

  MetricAttributionDeletion(
      MetricAttributionRepository attributions,
      AttributionTable table,
      AttributionReports reports,
      AttributionReporter reporter,
      Means means) {
    super(JobType.DELETE_METRIC_ATTRIBUTION, attributions, means);
    this.table = table;
    this.reports = reports;
    this.reporter = reporter;
    this.means = means;
  }

  @Override
  protected void clear(MetricAttribution attribution) {
    Instant now = means.resources().now();
    means.transaction().executeWithoutResult(status -> {
      table.countAll(attribution.arn(), now);
      reports.complete(attribution.arn(), now);
    });
    reporter.publish(now);
  }
}
