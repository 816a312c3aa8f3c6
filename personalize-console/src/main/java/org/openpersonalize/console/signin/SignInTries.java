// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.signin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;

/** Counts who tries to sign in, by address, on this gateway: ten tries in ten minutes. */
@Component
final class SignInTries {
  private static final int MOST = 10;
  private static final Duration WINDOW = Duration.ofMinutes(10);

  /** Whoever has more addresses than this is not kept away by counting. */
  private static final int ADDRESSES = 10_000;

  private final Cache<String, AtomicInteger> tries;

  SignInTries(Clock clock) {
    this.tries = Caffeine.newBuilder()
        .maximumSize(ADDRESSES)
        .expireAfterWrite(WINDOW)
        .ticker(() -> nanos(clock.instant()))
        .build();
  }

  private static long nanos(Instant instant) {
    return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
  }

  /** Counts a try; false if it is one too many. */
  boolean admit(String address) {
    return tries.get(address, first -> new AtomicInteger()).incrementAndGet() <= MOST;
  }

  /** Somebody at this address has the key. */
  void forget(String address) {
    tries.invalidate(address);
  }
}
