// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.event;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.openpersonalize.core.schema.DatasetType;
import org.springframework.stereotype.Component;

/** Counts what is put, and what of it is not kept. */
@Component
class PutMeters {
  private final MeterRegistry metrics;
  private final Counter stored;
  private final Counter repeated;

  PutMeters(MeterRegistry metrics) {
    this.metrics = metrics;
    this.stored = metrics.counter("personalize.events", "outcome", "stored");
    this.repeated = metrics.counter("personalize.events", "outcome", "repeated");
  }

  /** @param again events that were there already */
  void stored(int added, int again) {
    stored.increment(added);
    repeated.increment(again);
  }

  /**
   * Counts what was sent and is not kept.
   *
   * @param unfit values that do not fit their column
   * @param dropped properties that the schema does not have
   */
  void notKept(DatasetType type, int unfit, int dropped) {
    metrics
        .counter("personalize.values.unfit", "type", type.name(), "door", "put")
        .increment(unfit);
    metrics.counter("personalize.properties.dropped", "type", type.name()).increment(dropped);
  }
}
