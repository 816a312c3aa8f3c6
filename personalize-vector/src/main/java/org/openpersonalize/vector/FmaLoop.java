// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.vector;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** How fast one core multiplies and adds when it does nothing else: what kernels are measured against. */
public final class FmaLoop {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int CHAINS = 10;
  private static final int STEPS = 100_000;
  private static final int RUNS = 100;

  private FmaLoop() {}

  /** Floating-point operations a second of this thread's processor time, the best of a hundred short runs (20 ms). */
  public static double flopsPerSecond() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    double best = 0;
    float sum = 0;
    for (int run = 0; run < RUNS; run++) {
      long start = threads.getCurrentThreadCpuTime();
      sum += run();
      long nanos = threads.getCurrentThreadCpuTime() - start;
      best = Math.max(best, 2e9 * CHAINS * STEPS * SPECIES.length() / nanos);
    }
    return Float.isNaN(sum) ? Double.NaN : best; // the sum is used, so the loop is not left out
  }

  /** Ten chains side by side, since an addition takes four cycles and a core begins two in each. */
  private static float run() {
    FloatVector factor = FloatVector.broadcast(SPECIES, 0.999f);
    FloatVector term = FloatVector.broadcast(SPECIES, 0.001f);
    FloatVector s0 = factor;
    FloatVector s1 = factor;
    FloatVector s2 = factor;
    FloatVector s3 = factor;
    FloatVector s4 = factor;
    FloatVector s5 = factor;
    FloatVector s6 = factor;
    FloatVector s7 = factor;
    FloatVector s8 = factor;
    FloatVector s9 = factor;
    for (int step = 0; step < STEPS; step++) {
      s0 = s0.fma(factor, term);
      s1 = s1.fma(factor, term);
      s2 = s2.fma(factor, term);
      s3 = s3.fma(factor, term);
      s4 = s4.fma(factor, term);
      s5 = s5.fma(factor, term);
      s6 = s6.fma(factor, term);
      s7 = s7.fma(factor, term);
      s8 = s8.fma(factor, term);
      s9 = s9.fma(factor, term);
    }
    return term.add(s0)
        .add(s1.add(s2).add(s3))
        .add(s4.add(s5).add(s6))
        .add(s7.add(s8).add(s9))
        .reduceLanes(VectorOperators.ADD);
  }
}
