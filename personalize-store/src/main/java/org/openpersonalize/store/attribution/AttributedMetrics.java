// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.attribution;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.store.attribution.MetricExpression.Sum;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The metrics of metric attributions, in the order in which they were added. */
@Component
public class AttributedMetrics {
  private final JdbcClient jdbc;

  public AttributedMetrics(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The metrics of an attribution. */
  public List<MetricAttribute> of(Arn attribution) {
    return numbered(attribution).stream().map(Numbered::told).toList();
  }

  /** @param number grows with each metric that is added anywhere */
  public record Numbered(int number, MetricAttribute told) {}

  /** The metrics of an attribution, or of all if it is null. */
  public List<Numbered> numbered(@Nullable Arn attribution) {
    return jdbc.sql("""
            SELECT metric_id, event_type, metric_name, expression FROM attributed_metric
            WHERE :arn::text IS NULL OR metric_attribution_arn = :arn::text ORDER BY metric_id
            """)
        .param("arn", attribution == null ? null : attribution.toString())
        .query((row, line) -> new Numbered(
            row.getInt(1),
            new MetricAttribute(row.getString(2), row.getString(3), row.getString(4))))
        .list();
  }

  /**
   * A metric and what it adds up.
   *
   * @param means with columns as their schemas spell them
   */
  public record Metric(MetricAttribute told, MetricExpression means) {}

  /** Adds metrics whose names the attribution does not have. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void add(Arn attribution, List<Metric> metrics) {
    metrics.forEach(metric -> add(attribution, metric));
  }

  private void add(Arn attribution, Metric metric) {
    Sum sum = metric.means() instanceof Sum of ? of : null;
    jdbc.sql("""
            INSERT INTO attributed_metric
              (metric_attribution_arn, metric_name, event_type, expression, math_function, column_of, column_name)
            VALUES (:arn, :name, :type, :expression, :function, :of, :column)
            """)
        .param("arn", attribution.toString())
        .param("name", metric.told().metricName())
        .param("type", metric.told().eventType())
        .param("expression", metric.told().expression())
        .param("function", metric.means().function())
        .param("of", sum == null ? null : sum.of().name())
        .param("column", sum == null ? null : sum.column())
        .update();
  }

  /** Does any metric of an attribution add up a column of its group's items? */
  public boolean anyOfItems(Arn attribution) {
    return jdbc.sql("""
            SELECT EXISTS (SELECT FROM attributed_metric WHERE metric_attribution_arn = :arn AND column_of = 'ITEMS')
            """)
        .param("arn", attribution.toString())
        .query(Boolean.class)
        .single();
  }

  /** Removes metrics with all that was counted for them. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void remove(Arn attribution, List<String> names) {
    jdbc.sql(
            "DELETE FROM attributed_metric WHERE metric_attribution_arn = :arn AND metric_name = ANY (:names)")
        .param("arn", attribution.toString())
        .param("names", names.toArray(String[]::new))
        .update();
  }
}
