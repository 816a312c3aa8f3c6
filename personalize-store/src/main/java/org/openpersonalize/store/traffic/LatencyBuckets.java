// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.traffic;

/**
 * Eight buckets to each doubling, from 66 µs to 69 s, one below and one above. The middle of a bucket is at most a sixteenth
 * (6.25 %) off whatever is in it; in the lowest one, 33 µs.
 */
public final class LatencyBuckets {
  /** How many there are. */
  public static final int COUNT;

  private static final int BITS = 3;
  private static final int LOWEST = 16; // 2^16 ns
  private static final int HIGHEST = 36;

  static {
    COUNT = ((HIGHEST - LOWEST) << BITS) + 2;
  }

  private LatencyBuckets() {}

  /** The bucket that a latency is counted in. */
  public static int of(long nanos) {
    if (nanos < 1L << LOWEST) {
      return 0;
    }
    int doublings = 63 - Long.numberOfLeadingZeros(nanos);
    if (doublings >= HIGHEST) {
      return COUNT - 1;
    }
    int eighth = (int) (nanos >>> (doublings - BITS)) & ((1 << BITS) - 1);
    return 1 + ((doublings - LOWEST) << BITS) + eighth;
  }

  /** The latency in nanoseconds that stands for all in a bucket. */
  static long middle(int bucket) {
    if (bucket == 0) {
      return 1L << (LOWEST - 1);
    }
    if (bucket == COUNT - 1) {
      return 1L << HIGHEST;
    }
    int doublings = LOWEST + ((bucket - 1) >> BITS);
    long eighth = (bucket - 1) & ((1 << BITS) - 1);
    return (2 * (eighth + (1 << BITS)) + 1) << (doublings - BITS - 1);
  }
}
