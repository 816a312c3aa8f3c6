// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.bench;

import java.util.Arrays;

/** How long something took, each time. */
final class Durations {
  private final long[] sorted;

  /** @param nanos at least one */
  Durations(long[] nanos) {
    sorted = nanos.clone();
    Arrays.sort(sorted);
  }

  int count() {
    return sorted.length;
  }

  long percentile(int percent) {
    return sorted[(int) ((sorted.length - 1L) * percent / 100)];
  }

  double mean() {
    return Arrays.stream(sorted).average().orElse(Double.NaN);
  }

  long max() {
    return sorted[sorted.length - 1];
  }

  /** Of the same percentile, to two decimals: how many times as long as others. */
  double ratio(int percent, Durations others) {
    return Math.round(100.0 * percentile(percent) / others.percentile(percent)) / 100.0;
  }

  /** Nanoseconds as milliseconds, to two decimals. */
  static double millis(double nanos) {
    return Math.round(nanos / 1e4) / 1e2;
  }
}
