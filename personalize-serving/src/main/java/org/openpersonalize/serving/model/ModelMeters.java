// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.model;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.springframework.stereotype.Component;

/** What metrics tell of the models in memory. */
@Component
class ModelMeters {
  private final MeterRegistry metrics;
  private final Clock clock;

  ModelMeters(MeterRegistry metrics, Clock clock) {
    this.metrics = metrics;
    this.clock = clock;
  }

  /**
   * Meters of what an ARN answers with, until they are {@linkplain #remove removed}.
   *
   * @param deployment answers null while there is none
   */
  List<Meter> of(Arn arn, Supplier<@Nullable Deployment> deployment) {
    return List.of(
        gauge(
            "personalize.model.age",
            "seconds",
            "Since the model was published",
            arn,
            deployment,
            each -> Duration.between(each.publishedAt(), clock.instant()).toMillis() / 1e3),
        gauge(
            "personalize.model.size",
            "bytes",
            "Memory that the model takes",
            arn,
            deployment,
            each -> each.model().sizeInBytes()));
  }

  void remove(List<Meter> meters) {
    meters.forEach(metrics::remove);
  }

  private Meter gauge(
      String name,
      String unit,
      String description,
      Arn arn,
      Supplier<@Nullable Deployment> deployment,
      ToDoubleFunction<Deployment> value) {
    return Gauge.builder(name, deployment, each -> {
          Deployment now = each.get();
          return now == null ? Double.NaN : value.applyAsDouble(now);
        })
        .baseUnit(unit)
        .description(description)
        .tag(arn.typeName(), arn.id())
        .strongReference(true) // nobody else holds the supplier
        .register(metrics);
  }
}
