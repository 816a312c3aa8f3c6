// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.vector;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.openpersonalize.core.kernel.Kernels;

/** Products of a row with columns of bytes, which become floats in registers: memory is read a fourth as much as for floats. */
final class ByteProducts {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  /** Are there vectors of bytes with as many lanes? Those of four are none. */
  static final boolean HAS_VECTORS = LANES >= 8;

  private static final VectorSpecies<Byte> BYTES =
      HAS_VECTORS ? species(LANES) : ByteVector.SPECIES_64;

  private ByteProducts() {}

  private static VectorSpecies<Byte> species(int lanes) {
    return VectorSpecies.of(byte.class, VectorShape.forBitSize(Byte.SIZE * lanes));
  }

  /** As {@link VectorKernels#multiplyBytes}. */
  static void multiply(float[] left, byte[] right, float[] products, int columns) {
    for (int column = 0; column < columns; column += 4 * LANES) {
      int panel = column / Kernels.BYTES_TOGETHER;
      int from = panel * left.length * Kernels.BYTES_TOGETHER + column % Kernels.BYTES_TOGETHER;
      multiplyFour(left, right, from, products, column);
    }
  }

  private static void multiplyFour(float[] left, byte[] right, int from, float[] products, int at) {
    FloatVector c0 = FloatVector.zero(SPECIES);
    FloatVector c1 = c0;
    FloatVector c2 = c0;
    FloatVector c3 = c0;
    int row = from;
    for (int k = 0; k < left.length; k++) {
      FloatVector x = FloatVector.broadcast(SPECIES, left[k]);
      c0 = x.fma(floats(right, row), c0);
      c1 = x.fma(floats(right, row + LANES), c1);
      c2 = x.fma(floats(right, row + 2 * LANES), c2);
      c3 = x.fma(floats(right, row + 3 * LANES), c3);
      row += Kernels.BYTES_TOGETHER;
    }
    c0.intoArray(products, at);
    c1.intoArray(products, at + LANES);
    c2.intoArray(products, at + 2 * LANES);
    c3.intoArray(products, at + 3 * LANES);
  }

  private static FloatVector floats(byte[] values, int at) {
    return (FloatVector)
        ByteVector.fromArray(BYTES, values, at).convertShape(VectorOperators.B2F, SPECIES, 0);
  }
}
