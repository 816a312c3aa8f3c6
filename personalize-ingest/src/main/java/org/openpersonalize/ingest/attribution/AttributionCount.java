// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.attribution;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.store.attribution.AttributionTable;
import org.openpersonalize.store.attribution.AttributionTable.Total;
import org.openpersonalize.store.change.Feed;
import org.springframework.stereotype.Component;

/**
 * Has events counted that have come in, writes the reports that are complete and tells the totals, every two seconds. Every node
 * does it, and none twice what another has done; all tell the same totals.
 */
@Component
public final class AttributionCount extends Feed {
  private static final Duration INTERVAL = Duration.ofSeconds(2);
  private static final Duration FORGOTTEN = Duration.ofHours(1);

  private final AttributionTable table;
  private final AttributionReporter reporter;
  private final MultiGauge totals;
  private final Clock clock;
  private Instant lastForgotten = Instant.MIN;

  AttributionCount(
      AttributionTable table, AttributionReporter reporter, MeterRegistry metrics, Clock clock) {
    super("attribution-count");
    this.table = table;
    this.reporter = reporter;
    this.totals = MultiGauge.builder("personalize.attribution.value")
        .description(
            "What metrics of metric attributions have come to, by source; of the database, so the same on all nodes")
        .register(metrics);
    this.clock = clock;
  }

  @Override
  protected void listen() throws InterruptedException {
    Instant now = clock.instant();
    count(now);
    reporter.publish(now);
    tell();
    if (lastForgotten.isBefore(now.minus(FORGOTTEN))) {
      table.forget(now);
      lastForgotten = now;
    }
    Thread.sleep(INTERVAL.toMillis());
  }

  private void count(Instant now) {
    for (Arn attribution : table.due(now)) {
      while (table.count(attribution, now)) {
        // until nothing waits
      }
    }
  }

  private void tell() {
    totals.register(
        table.totals().stream()
            .map(total -> MultiGauge.Row.of(tags(total), total::value))
            .toList(),
        true);
  }

  private static Tags tags(Total total) {
    return Tags.of(
        "metric.attribution",
        total.attribution().id(),
        "metric",
        total.metricName(),
        "event.type",
        total.eventType(),
        "function",
        total.function(),
        "source",
        total.source());
  }
}
