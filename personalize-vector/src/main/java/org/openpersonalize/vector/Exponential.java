// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The exponential function, {@code 2ⁿ eʳ} with n = ⌊x / ln 2⌉, the power made of its bits and eʳ of the first terms of its series, which are
 * exact enough for |r| ≤ ½ ln 2.
 */
final class Exponential {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final float LEAST = -80;
  private static final float LOG2_E = 1.44269504f;
  private static final float LN2_HIGH =
      0.693359375f; // with few enough bits that n times it is exact
  private static final float LN2_LOW = -2.12194440e-4f;

  /** Adding it leaves the nearest whole number in the last bits of a float. */
  private static final float ROUNDING = 0x1.8p23f;

  private static final int MANTISSA_BITS = 23;
  private static final int BIAS = 127 << MANTISSA_BITS;

  private Exponential() {}

  /** As {@link VectorKernels#exponentiate}. */
  static float apply(float[] values, int from, int to, float shift) {
    FloatVector sums = FloatVector.zero(SPECIES);
    int n = from;
    for (; n + LANES <= to; n += LANES) {
      FloatVector y = of(FloatVector.fromArray(SPECIES, values, n).sub(shift));
      y.intoArray(values, n);
      sums = sums.add(y);
    }
    if (n < to) {
      VectorMask<Float> rest = SPECIES.indexInRange(n, to);
      FloatVector y = of(FloatVector.fromArray(SPECIES, values, n, rest).sub(shift));
      y.intoArray(values, n, rest);
      sums = sums.add(y, rest);
    }
    return sums.reduceLanes(VectorOperators.ADD);
  }

  /** As {@link VectorKernels#sumExponentials}. */
  static float sum(float[] values, int from, int to, float shift, float scale) {
    FloatVector sums = FloatVector.zero(SPECIES);
    int n = from;
    for (; n + LANES <= to; n += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, values, n).sub(shift).mul(scale);
      sums = of(x).add(sums);
    }
    if (n < to) {
      VectorMask<Float> rest = SPECIES.indexInRange(n, to);
      FloatVector x = FloatVector.fromArray(SPECIES, values, n, rest).sub(shift).mul(scale);
      sums = sums.add(of(x), rest);
    }
    return sums.reduceLanes(VectorOperators.ADD);
  }

  private static FloatVector of(FloatVector any) {
    FloatVector x = any.max(LEAST);
    FloatVector rounded = x.mul(LOG2_E).add(ROUNDING);
    FloatVector whole = rounded.sub(ROUNDING);
    FloatVector r = whole.fma(
        FloatVector.broadcast(SPECIES, -LN2_LOW),
        whole.fma(FloatVector.broadcast(SPECIES, -LN2_HIGH), x));
    FloatVector series = FloatVector.broadcast(SPECIES, 1 / 720f)
        .fma(r, FloatVector.broadcast(SPECIES, 1 / 120f))
        .fma(r, FloatVector.broadcast(SPECIES, 1 / 24f))
        .fma(r, FloatVector.broadcast(SPECIES, 1 / 6f))
        .fma(r, FloatVector.broadcast(SPECIES, 0.5f))
        .fma(r, FloatVector.broadcast(SPECIES, 1))
        .fma(r, FloatVector.broadcast(SPECIES, 1));
    IntVector power = rounded
        .reinterpretAsInts()
        .lanewise(VectorOperators.LSHL, MANTISSA_BITS)
        .add(BIAS);
    return series.mul(power.reinterpretAsFloats());
  }
}
