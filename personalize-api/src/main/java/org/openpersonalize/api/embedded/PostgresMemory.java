// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.embedded;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * How much memory the embedded Postgres takes for itself, beside a service on the same machine: a sixteenth for what all its
 * processes share and a thirty-second for building an index, as far as more is of use.
 *
 * @param megabytes of the machine, or of the container
 */
record PostgresMemory(long megabytes) {
  private static final long LEAST = 32;
  private static final long MOST_SHARED = 256;
  private static final long MOST_FOR_AN_INDEX = 128;

  static PostgresMemory ofThisMachine() {
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return new PostgresMemory(system.getTotalMemorySize() >> 20);
  }

  /** As Postgres reads it, such as {@code 64MB}. */
  String sharedBuffers() {
    return between(megabytes / 16, MOST_SHARED);
  }

  /** As Postgres reads it. */
  String maintenanceWorkMem() {
    return between(megabytes / 32, MOST_FOR_AN_INDEX);
  }

  private static String between(long wanted, long most) {
    return Math.max(LEAST, Math.min(most, wanted)) + "MB";
  }
}
