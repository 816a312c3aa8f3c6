// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.vector;

import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The innermost loops of matrix products: eight rows by one or two vectors of columns are summed in registers, so that
 * each number loaded is used eight times, or two. Where there are 16 registers and not 32, it is four rows by two vectors and then the
 * other four.
 *
 * <p>They stay one method each: C2 boxes the sums if a helper called at the end of the loop is too long to inline, and is
 * four times slower then. For the same reason every call of a vector's method at the end of a loop is made on one whose
 * class C2 knows, one just loaded, and all vectors are of one species: with a second class in use, JDK 17 no longer
 * resolves calls on a loop's sum.
 */
final class Micro {
  /** Rows of a tile. */
  static final int ROWS = 8;

  /** Columns of a tile of two vectors. */
  static final int COLUMNS = 2 * FloatVector.SPECIES_PREFERRED.length();

  /** Rows of the left factor come in panels of so many, within which a tile begins anywhere. */
  static final int PANEL = Math.max(ROWS, FloatVector.SPECIES_PREFERRED.length());

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  /** Of x86 those whose vectors have 256 bits: 16 sums would leave no register for what they are summed of. */
  private static final boolean HAS_FEW_REGISTERS = SPECIES.vectorBitSize() <= 256
      && List.of("amd64", "x86_64").contains(System.getProperty("os.arch"));

  private Micro() {}

  /**
   * {@code c[i][j] += Σ a[k][i] · b[k][j]} for 8 rows i and 2 · LANES columns j.
   *
   * @param a rows that begin at {@code aStart}, {@code aStride} apart; as b's and c's
   */
  static void addTwoVectors(
      int depth,
      float[] a,
      int aStart,
      int aStride,
      float[] b,
      int bStart,
      int bStride,
      float[] c,
      int cStart,
      int cStride) {
    if (HAS_FEW_REGISTERS) {
      addFourRows(depth, a, aStart, aStride, b, bStart, bStride, c, cStart, cStride);
      addFourRows(
          depth, a, aStart + 4, aStride, b, bStart, bStride, c, cStart + 4 * cStride, cStride);
      return;
    }
    FloatVector c00 = FloatVector.zero(SPECIES);
    FloatVector c01 = c00;
    FloatVector c10 = c00;
    FloatVector c11 = c00;
    FloatVector c20 = c00;
    FloatVector c21 = c00;
    FloatVector c30 = c00;
    FloatVector c31 = c00;
    FloatVector c40 = c00;
    FloatVector c41 = c00;
    FloatVector c50 = c00;
    FloatVector c51 = c00;
    FloatVector c60 = c00;
    FloatVector c61 = c00;
    FloatVector c70 = c00;
    FloatVector c71 = c00;
    int at = bStart;
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, at);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, at + LANES);
      at += bStride;
      int row = aStart + aStride * k;
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[row]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[row + 1]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[row + 2]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[row + 3]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      FloatVector a4 = FloatVector.broadcast(SPECIES, a[row + 4]);
      c40 = a4.fma(b0, c40);
      c41 = a4.fma(b1, c41);
      FloatVector a5 = FloatVector.broadcast(SPECIES, a[row + 5]);
      c50 = a5.fma(b0, c50);
      c51 = a5.fma(b1, c51);
      FloatVector a6 = FloatVector.broadcast(SPECIES, a[row + 6]);
      c60 = a6.fma(b0, c60);
      c61 = a6.fma(b1, c61);
      FloatVector a7 = FloatVector.broadcast(SPECIES, a[row + 7]);
      c70 = a7.fma(b0, c70);
      c71 = a7.fma(b1, c71);
    }
    int to = cStart;
    FloatVector.fromArray(SPECIES, c, to).add(c00).intoArray(c, to);
    FloatVector.fromArray(SPECIES, c, to + LANES).add(c01).intoArray(c, to + LANES);
    to += cStride;
    FloatVector.fromArray(SPECIES, c, to).add(c10).intoArray(c, to);
    FloatVector.fromArray(SPECIES, c, to + LANES).add(c11).intoArray(c, to + LANES);
    to += cStride;
    FloatVector.fromArray(SPECIES, c, to).add(c20).intoArray(c, to);
    FloatVector.fromArray(SPECIES, c, to + LANES).add(c21).intoArray(c, to + LANES);
    to += cStride;
    FloatVector.fromArray(SPECIES, c, to).add(c30).intoArray(c, to);
    FloatVector.fromArray(SPECIES, c, to + LANES).add(c31).intoArray(c, to + LANES);
    to += cStride;
    FloatVector.fromArray(SPECIES, c, to).add(c40).intoArray(c, to);
    FloatVector.fromArray(SPECIES, c, to + LANES).add(c41).intoArray(c, to + LANES);
    to += cStride;
    FloatVector.fromArray(SPECIES, c, to).add(c50).intoArray(c, to);
    FloatVector.fromArray(SPECIES, c, to + LANES).add(c51).intoArray(c, to + LANES);
    to += cStride;
    FloatVector.fromArray(SPECIES, c, to).add(c60).intoArray(c, to);
    FloatVector.fromArray(SPECIES, c, to + LANES).add(c61).intoArray(c, to + LANES);
    to += cStride;
    FloatVector.fromArray(SPECIES, c, to).add(c70).intoArray(c, to);
    FloatVector.fromArray(SPECIES, c, to + LANES).add(c71).intoArray(c, to + LANES);
  }

  /** The first four rows of {@link #addTwoVectors}, for processors with 16 registers. */
  private static void addFourRows(
      int depth,
      float[] a,
      int aStart,
      int aStride,
      float[] b,
      int bStart,
      int bStride,
      float[] c,
      int cStart,
      int cStride) {
    FloatVector c00 = FloatVector.zero(SPECIES);
    FloatVector c01 = c00;
    FloatVector c10 = c00;
    FloatVector c11 = c00;
    FloatVector c20 = c00;
    FloatVector c21 = c00;
    FloatVector c30 = c00;
    FloatVector c31 = c00;
    int at = bStart;
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, at);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, at + LANES);
      at += bStride;
      int row = aStart + aStride * k;
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[row]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[row + 1]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[row + 2]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[row + 3]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
    }
    int to = cStart;
    FloatVector.fromArray(SPECIES, c, to).add(c00).intoArray(c, to);
    FloatVector.fromArray(SPECIES, c, to + LANES).add(c01).intoArray(c, to + LANES);
    to += cStride;
    FloatVector.fromArray(SPECIES, c, to).add(c10).intoArray(c, to);
    FloatVector.fromArray(SPECIES, c, to + LANES).add(c11).intoArray(c, to + LANES);
    to += cStride;
    FloatVector.fromArray(SPECIES, c, to).add(c20).intoArray(c, to);
    FloatVector.fromArray(SPECIES, c, to + LANES).add(c21).intoArray(c, to + LANES);
    to += cStride;
    FloatVector.fromArray(SPECIES, c, to).add(c30).intoArray(c, to);
    FloatVector.fromArray(SPECIES, c, to + LANES).add(c31).intoArray(c, to + LANES);
  }

  /** As {@link #addTwoVectors}, {@code c[i][j] = Σ a[k][i] · b[k][j]}: what c holds is not looked at. */
  static void setTwoVectors(
      int depth,
      float[] a,
      int aStart,
      int aStride,
      float[] b,
      int bStart,
      int bStride,
      float[] c,
      int cStart,
      int cStride) {
    if (HAS_FEW_REGISTERS) {
      setFourRows(depth, a, aStart, aStride, b, bStart, bStride, c, cStart, cStride);
      setFourRows(
          depth, a, aStart + 4, aStride, b, bStart, bStride, c, cStart + 4 * cStride, cStride);
      return;
    }
    FloatVector c00 = FloatVector.zero(SPECIES);
    FloatVector c01 = c00;
    FloatVector c10 = c00;
    FloatVector c11 = c00;
    FloatVector c20 = c00;
    FloatVector c21 = c00;
    FloatVector c30 = c00;
    FloatVector c31 = c00;
    FloatVector c40 = c00;
    FloatVector c41 = c00;
    FloatVector c50 = c00;
    FloatVector c51 = c00;
    FloatVector c60 = c00;
    FloatVector c61 = c00;
    FloatVector c70 = c00;
    FloatVector c71 = c00;
    int at = bStart;
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, at);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, at + LANES);
      at += bStride;
      int row = aStart + aStride * k;
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[row]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[row + 1]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[row + 2]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[row + 3]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      FloatVector a4 = FloatVector.broadcast(SPECIES, a[row + 4]);
      c40 = a4.fma(b0, c40);
      c41 = a4.fma(b1, c41);
      FloatVector a5 = FloatVector.broadcast(SPECIES, a[row + 5]);
      c50 = a5.fma(b0, c50);
      c51 = a5.fma(b1, c51);
      FloatVector a6 = FloatVector.broadcast(SPECIES, a[row + 6]);
      c60 = a6.fma(b0, c60);
      c61 = a6.fma(b1, c61);
      FloatVector a7 = FloatVector.broadcast(SPECIES, a[row + 7]);
      c70 = a7.fma(b0, c70);
      c71 = a7.fma(b1, c71);
    }
    int to = cStart;
    c00.intoArray(c, to);
    c01.intoArray(c, to + LANES);
    to += cStride;
    c10.intoArray(c, to);
    c11.intoArray(c, to + LANES);
    to += cStride;
    c20.intoArray(c, to);
    c21.intoArray(c, to + LANES);
    to += cStride;
    c30.intoArray(c, to);
    c31.intoArray(c, to + LANES);
    to += cStride;
    c40.intoArray(c, to);
    c41.intoArray(c, to + LANES);
    to += cStride;
    c50.intoArray(c, to);
    c51.intoArray(c, to + LANES);
    to += cStride;
    c60.intoArray(c, to);
    c61.intoArray(c, to + LANES);
    to += cStride;
    c70.intoArray(c, to);
    c71.intoArray(c, to + LANES);
  }

  /** The first four rows of {@link #setTwoVectors}, for processors with 16 registers. */
  private static void setFourRows(
      int depth,
      float[] a,
      int aStart,
      int aStride,
      float[] b,
      int bStart,
      int bStride,
      float[] c,
      int cStart,
      int cStride) {
    FloatVector c00 = FloatVector.zero(SPECIES);
    FloatVector c01 = c00;
    FloatVector c10 = c00;
    FloatVector c11 = c00;
    FloatVector c20 = c00;
    FloatVector c21 = c00;
    FloatVector c30 = c00;
    FloatVector c31 = c00;
    int at = bStart;
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, at);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, at + LANES);
      at += bStride;
      int row = aStart + aStride * k;
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[row]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[row + 1]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[row + 2]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[row + 3]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
    }
    int to = cStart;
    c00.intoArray(c, to);
    c01.intoArray(c, to + LANES);
    to += cStride;
    c10.intoArray(c, to);
    c11.intoArray(c, to + LANES);
    to += cStride;
    c20.intoArray(c, to);
    c21.intoArray(c, to + LANES);
    to += cStride;
    c30.intoArray(c, to);
    c31.intoArray(c, to + LANES);
  }

  /** As {@link #addTwoVectors}, for LANES columns. */
  static void addOneVector(
      int depth,
      float[] a,
      int aStart,
      int aStride,
      float[] b,
      int bStart,
      int bStride,
      float[] c,
      int cStart,
      int cStride) {
    FloatVector c0 = FloatVector.zero(SPECIES);
    FloatVector c1 = c0;
    FloatVector c2 = c0;
    FloatVector c3 = c0;
    FloatVector c4 = c0;
    FloatVector c5 = c0;
    FloatVector c6 = c0;
    FloatVector c7 = c0;
    int at = bStart;
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, at);
      at += bStride;
      int row = aStart + aStride * k;
      c0 = FloatVector.broadcast(SPECIES, a[row]).fma(b0, c0);
      c1 = FloatVector.broadcast(SPECIES, a[row + 1]).fma(b0, c1);
      c2 = FloatVector.broadcast(SPECIES, a[row + 2]).fma(b0, c2);
      c3 = FloatVector.broadcast(SPECIES, a[row + 3]).fma(b0, c3);
      c4 = FloatVector.broadcast(SPECIES, a[row + 4]).fma(b0, c4);
      c5 = FloatVector.broadcast(SPECIES, a[row + 5]).fma(b0, c5);
      c6 = FloatVector.broadcast(SPECIES, a[row + 6]).fma(b0, c6);
      c7 = FloatVector.broadcast(SPECIES, a[row + 7]).fma(b0, c7);
    }
    int to = cStart;
    FloatVector.fromArray(SPECIES, c, to).add(c0).intoArray(c, to);
    to += cStride;
    FloatVector.fromArray(SPECIES, c, to).add(c1).intoArray(c, to);
    to += cStride;
    FloatVector.fromArray(SPECIES, c, to).add(c2).intoArray(c, to);
    to += cStride;
    FloatVector.fromArray(SPECIES, c, to).add(c3).intoArray(c, to);
    to += cStride;
    FloatVector.fromArray(SPECIES, c, to).add(c4).intoArray(c, to);
    to += cStride;
    FloatVector.fromArray(SPECIES, c, to).add(c5).intoArray(c, to);
    to += cStride;
    FloatVector.fromArray(SPECIES, c, to).add(c6).intoArray(c, to);
    to += cStride;
    FloatVector.fromArray(SPECIES, c, to).add(c7).intoArray(c, to);
  }
}
