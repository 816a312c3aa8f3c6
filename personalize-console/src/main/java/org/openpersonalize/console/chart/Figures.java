// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.chart;

import java.time.Duration;
import java.util.Locale;

/** Numbers as pages show them, the same in every language. */
public final class Figures {
  private static final String UNITS = "KMGTPE";

  private Figures() {}

  /** Such as {@code 0.198}. */
  public static String metric(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  /** With its sign, such as {@code +0.011}. */
  public static String difference(double value) {
    return String.format(Locale.ROOT, "%+.3f", value);
  }

  /** Three figures that count, such as {@code 0.0123} or {@code 123}. */
  public static String loss(double value) {
    return value == 0 || Math.abs(value) >= 1_000
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(
            Locale.ROOT,
            "%." + Math.max(0, 2 - (int) Math.floor(Math.log10(Math.abs(value)))) + "f",
            value);
  }

  /** A latency in two figures that count, such as {@code 2.3 ms}, {@code 120 ms} or {@code 1.2 s}. */
  public static String latency(Duration latency) {
    double millis = latency.toNanos() / 1e6;
    if (millis >= 1_000) {
      return String.format(Locale.ROOT, "%.1f s", millis / 1_000);
    }
    return String.format(
        Locale.ROOT, millis < 1 ? "%.2f ms" : millis < 10 ? "%.1f ms" : "%.0f ms", millis);
  }

  /** Such as {@code 12} or {@code 1.2}. */
  public static String rate(double value) {
    return String.format(
        Locale.ROOT, value < 10 && value != Math.rint(value) ? "%.1f" : "%,.0f", value);
  }

  /** Such as {@code 397,884}. */
  public static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** Such as {@code 426 MiB}. */
  public static String size(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    int unit = (63 - Long.numberOfLeadingZeros(bytes)) / 10;
    double value = bytes / Math.pow(1024, unit);
    return String.format(
        Locale.ROOT, value < 10 ? "%.1f %siB" : "%.0f %siB", value, UNITS.charAt(unit - 1));
  }

  /** Seconds as somebody would say them, such as {@code 8 s}, {@code 4 min} or {@code 1.5 h}. */
  public static String seconds(double seconds) {
    if (seconds < 120) {
      return String.format(Locale.ROOT, seconds < 10 ? "%.1f s" : "%.0f s", seconds);
    }
    return seconds < 7_200
        ? String.format(Locale.ROOT, "%.0f min", seconds / 60)
        : String.format(Locale.ROOT, "%.1f h", seconds / 3_600);
  }
}
