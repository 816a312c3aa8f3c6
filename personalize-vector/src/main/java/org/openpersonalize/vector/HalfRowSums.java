// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.openpersonalize.core.kernel.HalfFloats;

/** As {@link RowSums}, of half floats, which become floats in registers: half as much is read from memory. */
final class HalfRowSums {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> INTS =
      VectorSpecies.of(int.class, SPECIES.vectorShape());
  private static final int LANES = SPECIES.length();
  private static final VectorSpecies<Short> HALVES =
      VectorSpecies.of(short.class, VectorShape.forBitSize(Short.SIZE * LANES));
  private static final int TOGETHER = 4;

  private HalfRowSums() {}

  /** As {@link VectorKernels#addHalfRows}. */
  static void add(
      float[] sums, int length, short[] values, int[] starts, float[] scales, int count) {
    int n = 0;
    for (; n + TOGETHER <= count; n += TOGETHER) {
      addFour(sums, length, values, starts, scales, n);
    }
    for (; n < count; n++) {
      addOne(sums, length, values, starts[n], scales[n]);
    }
  }

  private static void addFour(
      float[] sums, int length, short[] values, int[] starts, float[] scales, int n) {
    int start0 = starts[n];
    int start1 = starts[n + 1];
    int start2 = starts[n + 2];
    int start3 = starts[n + 3];
    FloatVector scale0 = scale(scales[n]);
    FloatVector scale1 = scale(scales[n + 1]);
    FloatVector scale2 = scale(scales[n + 2]);
    FloatVector scale3 = scale(scales[n + 3]);
    int k = 0;
    for (; k + LANES <= length; k += LANES) {
      FloatVector.fromArray(SPECIES, sums, k)
          .add(unscaled(values, start0 + k).mul(scale0))
          .add(unscaled(values, start1 + k).mul(scale1))
          .add(unscaled(values, start2 + k).mul(scale2))
          .add(unscaled(values, start3 + k).mul(scale3))
          .intoArray(sums, k);
    }
    for (; k < length; k++) {
      sums[k] = sums[k]
          + HalfFloats.toFloat(values[start0 + k]) * scales[n]
          + HalfFloats.toFloat(values[start1 + k]) * scales[n + 1]
          + HalfFloats.toFloat(values[start2 + k]) * scales[n + 2]
          + HalfFloats.toFloat(values[start3 + k]) * scales[n + 3];
    }
  }

  private static void addOne(float[] sums, int length, short[] values, int start, float scale) {
    FloatVector scales = scale(scale);
    int k = 0;
    for (; k + LANES <= length; k += LANES) {
      FloatVector.fromArray(SPECIES, sums, k)
          .add(unscaled(values, start + k).mul(scales))
          .intoArray(sums, k);
    }
    for (; k < length; k++) {
      sums[k] += HalfFloats.toFloat(values[start + k]) * scale;
    }
  }

  private static FloatVector scale(float scale) {
    return FloatVector.broadcast(SPECIES, scale * HalfFloats.UNSCALED);
  }

  /** Half floats as floats of the same mantissa and exponent bits: {@link HalfFloats#UNSCALED} times too small. */
  private static FloatVector unscaled(short[] values, int at) {
    IntVector bits = (IntVector)
        ShortVector.fromArray(HALVES, values, at).convertShape(VectorOperators.S2I, INTS, 0);
    return bits.lanewise(VectorOperators.LSHL, HalfFloats.MANTISSA_SHIFT)
        .and(HalfFloats.SIGN_AND_VALUE)
        .reinterpretAsFloats();
  }
}
