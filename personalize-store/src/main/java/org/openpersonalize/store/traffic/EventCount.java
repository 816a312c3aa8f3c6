// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.traffic;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.openpersonalize.store.change.Feed;
import org.springframework.stereotype.Component;

/** Has the events counted that came in, every ten seconds; who reads counts the few that are left. */
@Component
public final class EventCount extends Feed {
  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final Duration FORGOTTEN = Duration.ofHours(1);

  private final EventArrivals arrivals;
  private final Clock clock;
  private Instant lastForgotten = Instant.MIN;

  EventCount(EventArrivals arrivals, Clock clock) {
    super("event-count");
    this.arrivals = arrivals;
    this.clock = clock;
  }

  @Override
  protected void listen() throws InterruptedException {
    Instant now = clock.instant();
    if (lastForgotten.isBefore(now.minus(FORGOTTEN))) {
      arrivals.forget(now);
      lastForgotten = now;
    }
    if (!arrivals.isBehind(now) || !arrivals.count(now)) {
      Thread.sleep(INTERVAL.toMillis());
    }
  }
}
