// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.traffic;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.openpersonalize.store.traffic.Latencies;
import org.openpersonalize.store.traffic.LatencyBuckets;
import org.openpersonalize.store.traffic.Traffic;

/**
 * All that one campaign was asked since this process began. It only grows, so that who counts waits for nobody and who reads takes
 * differences.
 */
final class Tally {
  private static final int SERVER_ERROR = 500;
  private static final int CLIENT_ERROR = 400;

  private final AtomicLongArray latencies = new AtomicLongArray(LatencyBuckets.COUNT);
  private final AtomicLong clientErrors = new AtomicLong();
  private final AtomicLong serverErrors = new AtomicLong();
  private final AtomicLong asked = new AtomicLong();

  void count(int status, long nanos, long epochMillis) {
    if (status >= SERVER_ERROR) {
      serverErrors.getAndIncrement();
    } else if (status >= CLIENT_ERROR) {
      clientErrors.getAndIncrement();
    } else {
      latencies.getAndIncrement(LatencyBuckets.of(nanos));
    }
    asked.setOpaque(epochMillis);
  }

  Traffic total() {
    long[] counts = new long[LatencyBuckets.COUNT];
    for (int bucket = 0; bucket < counts.length; bucket++) {
      counts[bucket] = latencies.get(bucket);
    }
    return new Traffic(Latencies.ofCounts(counts), clientErrors.get(), serverErrors.get());
  }

  /** When it was asked last, in milliseconds of the epoch. */
  long asked() {
    return asked.getOpaque();
  }
}
