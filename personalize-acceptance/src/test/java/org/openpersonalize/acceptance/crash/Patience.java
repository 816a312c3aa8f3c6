// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance.crash;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkClientException;

/** How a client bears with a service that comes and goes. */
final class Patience {
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private Patience() {}

  /** Sends a request again until there is an answer; an error that the service answers with counts as one. */
  static <T> T insist(Supplier<T> call) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      try {
        return call.get();
      } catch (SdkClientException nobodyAnswers) {
        if (System.nanoTime() > deadline) {
          throw nobodyAnswers;
        }
        pause(Duration.ofMillis(100));
      }
    }
  }

  /** @throws AssertionError if it does not come true for minutes */
  static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("In vain awaited for %s: %s".formatted(LIMIT, what));
      }
      pause(Duration.ofMillis(50));
    }
  }

  static void pause(Duration pause) {
    try {
      TimeUnit.NANOSECONDS.sleep(pause.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }
}
