// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.kernel;

/**
 * Floats of 16 bits (binary16 of IEEE 754-2019: a sign, 5 bits of exponent, 10 of mantissa), by which a number of a magnitude
 * between {@link #LEAST} and 65,504 changes by at most 1/2,048 of itself; without its infinities, its NaN and the numbers below
 * {@link #LEAST}, which are zero.
 */
public final class HalfFloats {
  /** The smallest normal number, 2⁻¹⁴. */
  public static final float LEAST = 0x1p-14f;

  /** By how many bits the parts of a half float stand further right than those of a float. */
  public static final int MANTISSA_SHIFT = 13;

  /** What is left of the shifted bits of a half float whose sign was extended. */
  public static final int SIGN_AND_VALUE = 0x8fffffff;

  /** 2¹¹², by how much too small is what the shifted bits say, since the exponents' biases differ. */
  public static final float UNSCALED = 0x1p112f;

  private HalfFloats() {}

  /**
   * The nearest, ties to even.
   *
   * @param value of a magnitude below 65,520
   */
  public static short of(float value) {
    if (Math.abs(value) < LEAST) {
      return 0;
    }
    int bits = Float.floatToRawIntBits(value / UNSCALED);
    int rounded = bits + 0xfff + (bits >>> MANTISSA_SHIFT & 1);
    return (short) (rounded >>> MANTISSA_SHIFT & 0x7fff | bits >>> 16 & 0x8000);
  }

  /** The same number, exactly. */
  public static float toFloat(short half) {
    return Float.intBitsToFloat(half << MANTISSA_SHIFT & SIGN_AND_VALUE) * UNSCALED;
  }
}
