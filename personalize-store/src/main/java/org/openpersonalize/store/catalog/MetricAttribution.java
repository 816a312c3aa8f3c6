// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;

/** Counts what comes of recommendations; its metrics are in {@link org.openpersonalize.store.attribution.AttributedMetrics}. */
@Entity
public class MetricAttribution extends FallibleResource {
  @Id
  private Arn metricAttributionArn;

  @Column(nullable = false)
  private String name;

  @Column(nullable = false)
  private Arn datasetGroupArn;

  @Column(nullable = false)
  @JdbcTypeCode(SqlTypes.JSON)
  private MetricAttributionOutput metricsOutputConfig;

  protected MetricAttribution() {}

  /** One that counts from now on. */
  public MetricAttribution(
      Arn metricAttributionArn,
      String name,
      Arn datasetGroupArn,
      MetricAttributionOutput metricsOutputConfig,
      Instant now) {
    super(Status.ACTIVE, now);
    this.metricAttributionArn = metricAttributionArn;
    this.name = name;
    this.datasetGroupArn = datasetGroupArn;
    this.metricsOutputConfig = metricsOutputConfig;
  }

  @Override
  public Arn arn() {
    return metricAttributionArn;
  }

  public String name() {
    return name;
  }

  public Arn datasetGroupArn() {
    return datasetGroupArn;
  }

  public MetricAttributionOutput metricsOutputConfig() {
    return metricsOutputConfig;
  }

  /** Takes note of a change of its metrics, and writes reports elsewhere from now on. */
  public void update(MetricAttributionOutput output, Instant now) {
    this.metricsOutputConfig = output;
    touch(now);
  }
}
