// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.traffic;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.store.traffic.Traffic;

/**
 * How much is asked.
 *
 * @param over the time in which it was
 * @param asked when the last request came; null if none did in a week
 */
public record Load(Traffic traffic, Duration over, @Nullable Instant asked) {
  private static final double MILLIS = 1_000;

  /** Requests, errors included, in a second. */
  public double perSecond() {
    return over.isZero() ? 0 : traffic.requests() * MILLIS / over.toMillis();
  }

  Load plus(Traffic more, Instant moment) {
    return new Load(
        traffic.plus(more), over, asked == null || moment.isAfter(asked) ? moment : asked);
  }
}
