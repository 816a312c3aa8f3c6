// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.vector;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/**
 * Arrays whose vectors stand in one cache line each, for what is used again and again. A vector of 512 bits that reaches from one line into the next takes
 * two accesses, so loops that mostly load run a quarter slower, and Java aligns an array by 8 bytes only. But G1 gives an
 * array of at least half a region regions of its own and does not move it: it begins, with a header that usually has 16
 * bytes, where a region does. With another collector or header such arrays are as good as any.
 */
final class LargeArrays {
  /** Where the second cache line of such an array begins. */
  static final int SECOND_LINE = (64 - 16) / Float.BYTES;

  private static final int LEAST_LENGTH = leastLength();

  private LargeArrays() {}

  /** An array of at least so many floats behind {@link #SECOND_LINE}. */
  static float[] of(int length) {
    return new float[Math.max(length + SECOND_LINE, LEAST_LENGTH)];
  }

  private static int leastLength() {
    try {
      HotSpotDiagnosticMXBean machine =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      boolean usesG1 =
          machine != null && Boolean.parseBoolean(machine.getVMOption("UseG1GC").getValue());
      return usesG1
          ? Integer.parseInt(machine.getVMOption("G1HeapRegionSize").getValue()) / 2 / Float.BYTES
          : 0;
    } catch (IllegalArgumentException | LinkageError e) { // another virtual machine
      return 0;
    }
  }
}
