// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The exponential function, {@code 2ⁿ 2ᶠ} with n the whole number next to x / ln 2 and f what is left of it: 2ᶠ is a polynomial, and n is
 * added to its exponent.
 */
final class Exponential {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int MOST_BITS = Float.floatToIntBits(80);
  private static final float LOG2_E = 1.44269504f;
  private static final float LOG2_E_LOW = 1.925963e-8f; // what LOG2_E is too small by

  /** Adding it leaves the nearest whole number in the last bits of a float. */
  private static final float ROUNDING = 0x1.8p23f;

  private static final int MANTISSA_BITS = 23;

  // 2ᶠ = 1 + C1 f + C2 f² + ... for |f| ≤ ½, as near as five terms come: by 9.2e-8 of itself
  // (Remez).
  private static final float C1 = 0.6931470036506653f;
  private static final float C2 = 0.24022242426872253f;
  private static final float C3 = 0.05550733581185341f;
  private static final float C4 = 0.009671513922512531f;
  private static final float C5 = 0.0013264728477224708f;

  private Exponential() {}

  /** As {@link VectorKernels#exponentiate}. */
  static float apply(float[] values, int from, int to, float shift) {
    FloatVector sums = FloatVector.zero(SPECIES);
    int n = from;
    for (; n + LANES <= to; n += LANES) {
      FloatVector y =
          of(FloatVector.broadcast(SPECIES, shift).sub(FloatVector.fromArray(SPECIES, values, n)));
      y.intoArray(values, n);
      sums = sums.add(y);
    }
    if (n < to) {
      VectorMask<Float> rest = SPECIES.indexInRange(n, to);
      FloatVector y = of(FloatVector.broadcast(SPECIES, shift)
          .sub(FloatVector.fromArray(SPECIES, values, n, rest)));
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
      FloatVector x = FloatVector.fromArray(SPECIES, values, n).sub(shift).mul(-scale);
      sums = of(x).add(sums);
    }
    if (n < to) {
      VectorMask<Float> rest = SPECIES.indexInRange(n, to);
      FloatVector x = FloatVector.fromArray(SPECIES, values, n, rest).sub(shift).mul(-scale);
      sums = sums.add(of(x), rest);
    }
    return sums.reduceLanes(VectorOperators.ADD);
  }

  /** e⁻ˣ; bits of positive numbers are in the order of the numbers, and those of negative ones are less. */
  private static FloatVector of(FloatVector any) {
    FloatVector x =
        any.reinterpretAsInts().lanewise(VectorOperators.MIN, MOST_BITS).reinterpretAsFloats();
    FloatVector minusLog2 = FloatVector.broadcast(SPECIES, -LOG2_E);
    FloatVector rounded = x.fma(minusLog2, FloatVector.broadcast(SPECIES, ROUNDING));
    FloatVector rest = x.fma(minusLog2, FloatVector.broadcast(SPECIES, ROUNDING).sub(rounded));
    rest = x.fma(FloatVector.broadcast(SPECIES, -LOG2_E_LOW), rest);
    FloatVector series = FloatVector.broadcast(SPECIES, C5)
        .fma(rest, FloatVector.broadcast(SPECIES, C4))
        .fma(rest, FloatVector.broadcast(SPECIES, C3))
        .fma(rest, FloatVector.broadcast(SPECIES, C2))
        .fma(rest, FloatVector.broadcast(SPECIES, C1))
        .fma(rest, FloatVector.broadcast(SPECIES, 1));
    IntVector power = rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, MANTISSA_BITS);
    return series.reinterpretAsInts().add(power).reinterpretAsFloats();
  }
}
