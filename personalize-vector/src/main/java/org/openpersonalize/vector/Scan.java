// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Looks through values for what is great among them. */
final class Scan {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private Scan() {}

  /** As {@link VectorKernels#greatest}. */
  static float greatest(float[] values, int from, int to) {
    FloatVector greatest = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
    int n = from;
    for (; n + LANES <= to; n += LANES) {
      greatest = FloatVector.fromArray(SPECIES, values, n).max(greatest);
    }
    float most = greatest.reduceLanes(VectorOperators.MAX);
    for (; n < to; n++) {
      most = Math.max(most, values[n]);
    }
    return most;
  }

  /** As {@link VectorKernels#firstAbove}. */
  static int firstAbove(float[] values, int from, int to, float bound) {
    int n = from;
    for (; n + LANES <= to; n += LANES) {
      VectorMask<Float> above =
          FloatVector.fromArray(SPECIES, values, n).compare(VectorOperators.GT, bound);
      if (above.anyTrue()) {
        return n + above.firstTrue();
      }
    }
    while (n < to && values[n] <= bound) {
      n++;
    }
    return n;
  }

  /** As {@link VectorKernels#placesAbove}: few are, so that most vectors are passed by. */
  static int placesAbove(float[] values, int from, int to, float bound, int[] places) {
    int count = 0;
    int n = from;
    for (; n + LANES <= to; n += LANES) {
      if (FloatVector.fromArray(SPECIES, values, n)
          .compare(VectorOperators.GT, bound)
          .anyTrue()) {
        count = addAbove(values, n, n + LANES, bound, places, count);
      }
    }
    return addAbove(values, n, to, bound, places, count);
  }

  private static int addAbove(
      float[] values, int from, int to, float bound, int[] places, int count) {
    int next = count;
    for (int n = from; n < to; n++) {
      if (values[n] > bound) {
        places[next++] = n;
      }
    }
    return next;
  }
}
