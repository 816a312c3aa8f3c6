// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.traffic;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** How many answers took how long, by {@link LatencyBuckets}. Sums of them have the percentiles of all that went into them. */
public final class Latencies {
  public static final Latencies NONE = new Latencies(new long[LatencyBuckets.COUNT]);

  private static final int SEVEN_BITS = 0x7f;
  private static final int MORE = 0x80;

  private final long[] counts;

  private Latencies(long[] counts) {
    this.counts = counts;
  }

  /** @param counts by bucket */
  public static Latencies ofCounts(long[] counts) {
    return new Latencies(Arrays.copyOf(counts, LatencyBuckets.COUNT));
  }

  /** Each of these once. */
  public static Latencies of(LongStream nanos) {
    long[] counts = new long[LatencyBuckets.COUNT];
    nanos.forEach(latency -> counts[LatencyBuckets.of(latency)]++);
    return new Latencies(counts);
  }

  public Latencies plus(Latencies other) {
    return combined(other, 1);
  }

  /** What has come to the others since they were counted. */
  public Latencies minus(Latencies others) {
    return combined(others, -1);
  }

  private Latencies combined(Latencies other, int sign) {
    long[] sum = new long[counts.length];
    for (int bucket = 0; bucket < sum.length; bucket++) {
      sum[bucket] = counts[bucket] + sign * other.counts[bucket];
    }
    return new Latencies(sum);
  }

  /** How many answers. */
  public long count() {
    return Arrays.stream(counts).sum();
  }

  /**
   * The latency that a share of the answers did not exceed, within a sixteenth of it.
   *
   * @param share above 0, at most 1
   * @return null if there is no answer
   */
  public @Nullable Duration percentile(double share) {
    long rank = Math.max(1, (long) Math.ceil(share * count()));
    long passed = 0;
    for (int bucket = 0; bucket < counts.length; bucket++) {
      passed += counts[bucket];
      if (passed >= rank) {
        return Duration.ofNanos(LatencyBuckets.middle(bucket));
      }
    }
    return null;
  }

  /** Two bytes for a bucket that has some, as a rule. */
  byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int before = 0;
    for (int bucket = 0; bucket < counts.length; bucket++) {
      if (counts[bucket] > 0) {
        write(bucket - before, bytes);
        write(counts[bucket], bytes);
        before = bucket;
      }
    }
    return bytes.toByteArray();
  }

  private static void write(long number, ByteArrayOutputStream bytes) {
    long rest = number;
    while (rest > SEVEN_BITS) {
      bytes.write((int) (rest & SEVEN_BITS) | MORE);
      rest >>>= 7;
    }
    bytes.write((int) rest);
  }

  static Latencies read(byte[] bytes) {
    long[] counts = new long[LatencyBuckets.COUNT];
    int bucket = 0;
    boolean isCount = false;
    long number = 0;
    int shift = 0;
    for (byte next : bytes) {
      number |= (long) (next & SEVEN_BITS) << shift;
      shift += 7;
      if ((next & MORE) == 0) {
        if (isCount) {
          counts[bucket] = number;
        } else {
          bucket += (int) number;
        }
        isCount = !isCount;
        number = 0;
        shift = 0;
      }
    }
    return new Latencies(counts);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Latencies latencies && Arrays.equals(counts, latencies.counts);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(counts);
  }

  @Override
  public String toString() {
    return "%d answers, half of them within %s".formatted(count(), percentile(0.5));
  }
}
