// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.openpersonalize.core.training.TrainingProgress;

/** Times the sweeps of a training. */
final class SweepClock implements TrainingProgress {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  /** Sweeps over which processor time is taken together, since it is counted in steps of ten milliseconds. */
  private static final int WINDOW = 8;

  /**
   * @param seconds on the clock
   * @param cpuSeconds of all threads; the fairer number on a busy machine
   * @param loss as the trainer reports it
   */
  record Sweep(double seconds, double cpuSeconds, double loss) {}

  private final List<Sweep> sweeps = new ArrayList<>();
  private long nanos = System.nanoTime();
  private long cpuNanos = SYSTEM.getProcessCpuTime();

  @Override
  public void report(double fraction, double loss, String stage) {
    long now = System.nanoTime();
    long cpuNow = SYSTEM.getProcessCpuTime();
    sweeps.add(new Sweep((now - nanos) / 1e9, (cpuNow - cpuNanos) / 1e9, loss));
    nanos = now;
    cpuNanos = cpuNow;
  }

  @Override
  public boolean isCancelled() {
    return false;
  }

  double bestSeconds() {
    return sweeps.stream().mapToDouble(Sweep::seconds).min().orElse(Double.NaN);
  }

  /** The mean of the best eight sweeps in a row, or of all if there were fewer. */
  double bestCpuSeconds() {
    int window = Math.min(WINDOW, sweeps.size());
    double best = Double.POSITIVE_INFINITY;
    for (int first = 0; first + window <= sweeps.size(); first++) {
      best = Math.min(
          best,
          sweeps.subList(first, first + window).stream()
              .mapToDouble(Sweep::cpuSeconds)
              .average()
              .orElse(Double.NaN));
    }
    return best;
  }

  double lastLoss() {
    return sweeps.get(sweeps.size() - 1).loss();
  }
}
