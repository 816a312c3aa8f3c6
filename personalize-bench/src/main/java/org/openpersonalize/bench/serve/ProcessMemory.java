// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.bench.serve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a process of this machine has in memory, as Linux tells it: its proportional set size, in which a page that
 * several processes share is divided among them. The embedded Postgres is another process, and not in it.
 */
record ProcessMemory(ProcessHandle process) {
  /** @throws IllegalArgumentException if there is no such process */
  static ProcessMemory of(long pid) {
    return new ProcessMemory(ProcessHandle.of(pid)
        .orElseThrow(() -> new IllegalArgumentException("There is no process " + pid)));
  }

  double megabytes() throws IOException {
    Path rollup = Path.of("/proc", Long.toString(process.pid()), "smaps_rollup");
    try (Stream<String> lines = Files.lines(rollup)) {
      return lines
          .filter(line -> line.startsWith("Pss:"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
          .sum();
    }
  }
}
