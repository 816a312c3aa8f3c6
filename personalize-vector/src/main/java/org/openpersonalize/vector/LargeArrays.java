package org.openpersonalize.vector;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/**
 * Arrays whose vectors stand in one cache line each. A vector of 512 bits that reaches from one line into the next takes
 * two accesses, so loops that mostly load run a quarter slower, and Java aligns an array by 8 bytes only. But G1 gives an
 * array of at least half a region regions of its own and does not move it: it begins, with its header of 16 bytes, where
 * a region does. With another collector such arrays are as good as any.
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
    HotSpotDiagnosticMXBean machine =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    if (machine == null || !Boolean.parseBoolean(machine.getVMOption("UseG1GC").getValue())) {
      return 0;
    }
    long region = Long.parseLong(machine.getVMOption("G1HeapRegionSize").getValue());
    return (int) (region / 2 / Float.BYTES);
  }
}
