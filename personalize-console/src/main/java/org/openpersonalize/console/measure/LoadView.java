// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.measure;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.chart.Figures;
import org.openpersonalize.console.page.Past;
import org.openpersonalize.serving.traffic.Load;

/** How much something is asked now, and how fast it answers; {@code console/measure/load} shows it. */
public record LoadView(Load load, Instant now) {
  private static final String NONE = "–";

  /** Has anybody asked in the last minutes? */
  public boolean isAsked() {
    return load.traffic().requests() > 0;
  }

  public Rate rate() {
    return Rate.of(load.perSecond());
  }

  public String p50() {
    return latency(0.5);
  }

  public String p99() {
    return latency(0.99);
  }

  private String latency(double share) {
    Duration latency = load.traffic().latencies().percentile(share);
    return latency == null ? NONE : Figures.latency(latency);
  }

  public String errors() {
    return Figures.count(load.traffic().errors());
  }

  /** When somebody asked last; null if nobody did in a week. */
  public @Nullable Past last() {
    return load.asked() == null ? null : Past.of(load.asked(), now);
  }
}
