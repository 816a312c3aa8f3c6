// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.test.context.event.annotation.AfterTestMethod;

/** Real time, until a test moves it ahead: then so much later, and it goes on ticking. Each test begins with real time. */
public final class SettableClock extends Clock {
  private final Clock real;
  private final AtomicReference<Duration> ahead;

  public SettableClock() {
    this(Clock.systemUTC(), new AtomicReference<>(Duration.ZERO));
  }

  private SettableClock(Clock real, AtomicReference<Duration> ahead) {
    this.real = real;
    this.ahead = ahead;
  }

  /** Lets time pass. */
  public void advance(Duration time) {
    ahead.accumulateAndGet(time, Duration::plus);
  }

  @AfterTestMethod
  void reset() {
    ahead.set(Duration.ZERO);
  }

  @Override
  public Instant instant() {
    return real.instant().plus(ahead.get());
  }

  @Override
  public ZoneId getZone() {
    return real.getZone();
  }

  /** The same time in another zone: it moves with this one. */
  @Override
  public Clock withZone(ZoneId zone) {
    return new SettableClock(real.withZone(zone), ahead);
  }
}
