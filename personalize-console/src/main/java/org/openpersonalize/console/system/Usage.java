// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.system;

import java.util.Locale;

/** How much of something is in use, in bytes. */
public record Usage(long used, long total) {
  private static final String UNITS = "KMGTPE";

  static Usage ofHeap() {
    Runtime runtime = Runtime.getRuntime();
    return new Usage(runtime.totalMemory() - runtime.freeMemory(), runtime.maxMemory());
  }

  /** 0 to 100. */
  public long percent() {
    return total == 0 ? 0 : Math.round(100.0 * used / total);
  }

  public String usedSize() {
    return size(used);
  }

  public String totalSize() {
    return size(total);
  }

  /** Such as {@code 1.5 GiB}. */
  static String size(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    int unit = (63 - Long.numberOfLeadingZeros(bytes)) / 10;
    return String.format(
        Locale.ROOT, "%.1f %siB", bytes / Math.pow(1024, unit), UNITS.charAt(unit - 1));
  }
}
