// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Sums of rows that lie anywhere in an array; four at a time, so that the sums are loaded and stored a fourth as often. */
final class RowSums {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int TOGETHER = 4;

  private RowSums() {}

  /** As {@link VectorKernels#addRows}. */
  static void add(
      float[] sums, int length, float[] values, int[] starts, float[] scales, int count) {
    int n = 0;
    for (; n + TOGETHER <= count; n += TOGETHER) {
      addFour(sums, length, values, starts, scales, n);
    }
    for (; n < count; n++) {
      addOne(sums, length, values, starts[n], scales[n]);
    }
  }

  /** Multiplied and added, not fused, and in the order of the rows: the bits of a plain loop. */
  private static void addFour(
      float[] sums, int length, float[] values, int[] starts, float[] scales, int n) {
    int start0 = starts[n];
    int start1 = starts[n + 1];
    int start2 = starts[n + 2];
    int start3 = starts[n + 3];
    FloatVector scale0 = FloatVector.broadcast(SPECIES, scales[n]);
    FloatVector scale1 = FloatVector.broadcast(SPECIES, scales[n + 1]);
    FloatVector scale2 = FloatVector.broadcast(SPECIES, scales[n + 2]);
    FloatVector scale3 = FloatVector.broadcast(SPECIES, scales[n + 3]);
    int k = 0;
    for (; k + LANES <= length; k += LANES) {
      FloatVector.fromArray(SPECIES, sums, k)
          .add(FloatVector.fromArray(SPECIES, values, start0 + k).mul(scale0))
          .add(FloatVector.fromArray(SPECIES, values, start1 + k).mul(scale1))
          .add(FloatVector.fromArray(SPECIES, values, start2 + k).mul(scale2))
          .add(FloatVector.fromArray(SPECIES, values, start3 + k).mul(scale3))
          .intoArray(sums, k);
    }
    for (; k < length; k++) {
      sums[k] = sums[k]
          + values[start0 + k] * scales[n]
          + values[start1 + k] * scales[n + 1]
          + values[start2 + k] * scales[n + 2]
          + values[start3 + k] * scales[n + 3];
    }
  }

  private static void addOne(float[] sums, int length, float[] values, int start, float scale) {
    FloatVector scales = FloatVector.broadcast(SPECIES, scale);
    int k = 0;
    for (; k + LANES <= length; k += LANES) {
      FloatVector.fromArray(SPECIES, sums, k)
          .add(FloatVector.fromArray(SPECIES, values, start + k).mul(scales))
          .intoArray(sums, k);
    }
    for (; k < length; k++) {
      sums[k] += values[start + k] * scale;
    }
  }
}
