// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.command;

/** Counts from when it is made. */
final class Stopwatch {
  private final long start = System.nanoTime();

  double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }
}
