// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.job;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Notices that a clock was set, or that the machine slept, and says so.
 *
 * <p>db-scheduler 16.12.0 waits for its next look at a queue until its clock shows a time: after the clock was set back by an hour
 * it would look for nothing that is due during an hour.
 */
final class ClockWatch implements AutoCloseable {
  private static final Duration EVERY = Duration.ofMillis(200);
  private static final Duration STEP = Duration.ofMillis(500);

  private final Clock clock;
  private final Runnable onStep;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(ClockWatch::daemon);
  private Instant last;
  private long lastNanos;

  /** @param onStep is run soon after each step of the clock, in either direction */
  ClockWatch(Clock clock, Runnable onStep) {
    this.clock = clock;
    this.onStep = onStep;
    this.last = clock.instant();
    this.lastNanos = System.nanoTime();
    watch.scheduleWithFixedDelay(
        this::look, EVERY.toNanos(), EVERY.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void look() {
    Instant now = clock.instant();
    long nanos = System.nanoTime();
    Duration step = Duration.between(last, now).minusNanos(nanos - lastNanos).abs();
    last = now;
    lastNanos = nanos;
    if (step.compareTo(STEP) > 0) {
      onStep.run();
    }
  }

  private static Thread daemon(Runnable look) {
    Thread thread = new Thread(look, "clock-watch");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    watch.shutdownNow();
  }
}
