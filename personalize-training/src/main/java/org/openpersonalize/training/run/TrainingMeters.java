// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.run;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.springframework.stereotype.Component;

/** The metrics of trainings: gauges of those under way, and what came of those that ended. */
@Component
class TrainingMeters {
  private final MeterRegistry metrics;

  TrainingMeters(MeterRegistry metrics) {
    this.metrics = metrics;
  }

  /** Shows a training until {@link #remove}. */
  List<Meter> of(Arn trainedArn, ReportedProgress reported, ForecastComparison comparison) {
    String id = trainedArn.id();
    return List.of(
        gauge(id, "progress", null, "Done so far, 0 to 1", reported::fraction),
        gauge(id, "loss", null, "What the training minimises", reported::loss),
        gauge(id, "ndcg", null, "NDCG at 10 of users that were held out", reported::ndcg),
        gauge(id, "remaining", "seconds", "Expected time to the end", reported::secondsLeft),
        gauge(
            id,
            "forecast",
            "seconds",
            "Expected at its start",
            () -> comparison.forecast().seconds()),
        gauge(
            id,
            "forecast.heap",
            "bytes",
            "Expected",
            () -> comparison.forecast().heapBytes()));
  }

  private Meter gauge(
      String id, String name, @Nullable String unit, String description, Supplier<Number> value) {
    return Gauge.builder("personalize.training." + name, value)
        .baseUnit(unit)
        .description(description)
        .tag("solutionVersion", id)
        .register(metrics);
  }

  void remove(List<Meter> gauges) {
    gauges.forEach(metrics::remove);
  }

  /** @param ratio what a training took, divided by what it was expected to take */
  void compared(double ratio) {
    DistributionSummary.builder("personalize.training.forecast.ratio")
        .description("What trainings took, divided by what they were expected to take")
        .register(metrics)
        .record(ratio);
  }

  void ended(String outcome, Duration elapsed) {
    Timer.builder("personalize.trainings")
        .description("Trainings, by outcome")
        .tag("outcome", outcome)
        .register(metrics)
        .record(elapsed);
  }
}
