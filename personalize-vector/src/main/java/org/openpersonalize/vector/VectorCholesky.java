// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.vector;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Solves positive definite systems that fit the caches, one behind the other in one array, by the Cholesky decomposition
 * {@code UᵀU = A}; the order n is a multiple of {@link #PANEL}.
 *
 * <p>Rows are finished four at a time: their 4×4 block on the diagonal in scalars, since each of its pivots waits for the
 * root and the reciprocal of the one before, everything right of it in vectors. So that the processor has something to do
 * meanwhile, all systems take each of these steps one after the other. The forward substitution {@code Uᵀz = b} goes along as
 * if b were one more column.
 *
 * <p>Vectors begin where a multiple of their length does, so they reach below the diagonal: what stands there is read as
 * well, has no effect on the result, and is spoiled.
 */
final class VectorCholesky {
  /** Rows that are finished before the rows below hear of them. */
  private static final int PANEL = 16;

  private static final int FOUR = 4;
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private final float[] matrices; // [count · n · n]
  private final int n;
  private final int count;
  private final float[] right; // [count · n], what forward substitution has left of b
  private final float[] z; // [count · n]
  private final float[] inverses; // of the diagonals of U, [count · n]
  private final float[] negated;
  private final float[] sums = new float[FOUR];
  private final float[] lanes = new float[LANES];

  private VectorCholesky(float[] matrices, int n, int count, float[] right) {
    this.matrices = matrices;
    this.n = n;
    this.count = count;
    this.right = right;
    this.z = new float[count * n];
    this.inverses = new float[count * n];
    this.negated = new float[PANEL * n];
  }

  /** Overwrites {@code x}, which holds the right-hand sides; false if a matrix is not positive definite, or not finite. */
  static boolean solve(float[] matrices, int n, int count, float[] x) {
    if (n % PANEL != 0) { // the launcher turns the checks of vectors' bounds off
      throw new IllegalArgumentException("The order " + n + " is no multiple of " + PANEL);
    }
    VectorCholesky cholesky = new VectorCholesky(matrices, n, count, x.clone());
    if (!cholesky.decompose()) {
      return false;
    }
    Arrays.fill(x, 0);
    for (int k = n - FOUR; k >= 0; k -= FOUR) {
      for (int system = 0; system < count; system++) {
        cholesky.substituteBack(system, k, x);
      }
    }
    return true;
  }

  private boolean decompose() {
    for (int panel = 0; panel < n; panel += PANEL) {
      for (int k = panel; k < panel + PANEL; k += FOUR) {
        for (int system = 0; system < count; system++) {
          if (!finishFourRows(system, panel, k)) {
            return false;
          }
        }
      }
      for (int system = 0; system < count; system++) {
        subtractFromRowsBelow(system * n * n, panel);
      }
    }
    return true;
  }

  private boolean finishFourRows(int system, int panel, int k) {
    int matrix = system * n * n;
    if (k > panel) {
      subtractRowsAbove(matrices, matrix, n, panel, k);
    }
    return finishFourRows(matrices, matrix, n, k, inverses, right, z, system * n);
  }

  /** Subtracts from rows {@code [k, k + 4)} the outer products of the rows {@code [panel, k)}. */
  private static void subtractRowsAbove(float[] values, int matrix, int n, int panel, int k) {
    int to = matrix + k * n;
    for (int j = k / LANES * LANES; j < n; j += LANES) {
      FloatVector s0 = FloatVector.zero(SPECIES);
      FloatVector s1 = s0;
      FloatVector s2 = s0;
      FloatVector s3 = s0;
      for (int row = matrix + panel * n; row < to; row += n) {
        FloatVector u = FloatVector.fromArray(SPECIES, values, row + j);
        s0 = FloatVector.broadcast(SPECIES, values[row + k]).fma(u, s0);
        s1 = FloatVector.broadcast(SPECIES, values[row + k + 1]).fma(u, s1);
        s2 = FloatVector.broadcast(SPECIES, values[row + k + 2]).fma(u, s2);
        s3 = FloatVector.broadcast(SPECIES, values[row + k + 3]).fma(u, s3);
      }
      int at = to + j;
      FloatVector.fromArray(SPECIES, values, at).sub(s0).intoArray(values, at);
      at += n;
      FloatVector.fromArray(SPECIES, values, at).sub(s1).intoArray(values, at);
      at += n;
      FloatVector.fromArray(SPECIES, values, at).sub(s2).intoArray(values, at);
      at += n;
      FloatVector.fromArray(SPECIES, values, at).sub(s3).intoArray(values, at);
    }
  }

  /**
   * Turns rows {@code [k, k + 4)} into rows of U and finishes as much of z.
   *
   * @param at where the system begins in {@code inverses}, {@code right} and {@code z}
   * @return false if a pivot is not positive, or infinite
   */
  private static boolean finishFourRows(
      float[] values,
      int matrix,
      int n,
      int k,
      float[] inverses,
      float[] right,
      float[] z,
      int at) {
    int row0 = matrix + k * n;
    int row1 = row0 + n;
    int row2 = row1 + n;
    int row3 = row2 + n;
    float p0 = values[row0 + k];
    float i0 = reciprocalRoot(p0);
    float u01 = values[row0 + k + 1] * i0;
    float u02 = values[row0 + k + 2] * i0;
    float u03 = values[row0 + k + 3] * i0;
    float p1 = values[row1 + k + 1] - u01 * u01;
    float i1 = reciprocalRoot(p1);
    float u12 = (values[row1 + k + 2] - u01 * u02) * i1;
    float u13 = (values[row1 + k + 3] - u01 * u03) * i1;
    float p2 = values[row2 + k + 2] - u02 * u02 - u12 * u12;
    float i2 = reciprocalRoot(p2);
    float u23 = (values[row2 + k + 3] - u02 * u03 - u12 * u13) * i2;
    float p3 = values[row3 + k + 3] - u03 * u03 - u13 * u13 - u23 * u23;
    float i3 = reciprocalRoot(p3);
    if (!(isPivot(p0) && isPivot(p1) && isPivot(p2) && isPivot(p3))) {
      return false;
    }
    float z0 = right[at + k] * i0;
    float z1 = (right[at + k + 1] - u01 * z0) * i1;
    float z2 = (right[at + k + 2] - u02 * z0 - u12 * z1) * i2;
    float z3 = (right[at + k + 3] - u03 * z0 - u13 * z1 - u23 * z2) * i3;
    for (int j = k / LANES * LANES; j < n; j += LANES) {
      FloatVector v0 = FloatVector.fromArray(SPECIES, values, row0 + j).mul(i0);
      v0.intoArray(values, row0 + j);
      FloatVector v1 =
          FloatVector.fromArray(SPECIES, values, row1 + j).sub(v0.mul(u01)).mul(i1);
      v1.intoArray(values, row1 + j);
      FloatVector v2 = FloatVector.fromArray(SPECIES, values, row2 + j)
          .sub(v0.mul(u02).add(v1.mul(u12)))
          .mul(i2);
      v2.intoArray(values, row2 + j);
      FloatVector v3 = FloatVector.fromArray(SPECIES, values, row3 + j)
          .sub(v0.mul(u03).add(v1.mul(u13)).add(v2.mul(u23)))
          .mul(i3);
      v3.intoArray(values, row3 + j);
      FloatVector.fromArray(SPECIES, right, at + j)
          .sub(v0.mul(z0).add(v1.mul(z1)).add(v2.mul(z2).add(v3.mul(z3))))
          .intoArray(right, at + j);
    }
    inverses[at + k] = i0;
    inverses[at + k + 1] = i1;
    inverses[at + k + 2] = i2;
    inverses[at + k + 3] = i3;
    z[at + k] = z0;
    z[at + k + 1] = z1;
    z[at + k + 2] = z2;
    z[at + k + 3] = z3;
    return true;
  }

  private static boolean isPivot(float value) {
    return value > 0 && value < Float.POSITIVE_INFINITY;
  }

  private static float reciprocalRoot(float value) {
    return 1 / (float) Math.sqrt(value);
  }

  /** Subtracts the outer products of a finished panel from all rows below it. */
  private void subtractFromRowsBelow(int matrix, int panel) {
    int rows = matrix + panel * n;
    for (int row = 0; row < PANEL * n; row += n) {
      for (int j = (panel + PANEL) / LANES * LANES; j < n; j += LANES) {
        FloatVector.fromArray(SPECIES, matrices, rows + row + j).neg().intoArray(negated, row + j);
      }
    }
    for (int i = panel + PANEL; i < n; i += Micro.ROWS) {
      int to = matrix + i * n;
      int j = i / LANES * LANES;
      for (; j + 2 * LANES <= n; j += 2 * LANES) {
        Micro.addTwoVectors(PANEL, negated, i, n, matrices, rows + j, n, matrices, to + j, n);
      }
      if (j < n) {
        Micro.addOneVector(PANEL, negated, i, n, matrices, rows + j, n, matrices, to + j, n);
      }
    }
  }

  /** Solves rows {@code [k, k + 4)} of {@code Ux = z}; x is finished behind them and zero before. */
  private void substituteBack(int system, int k, float[] x) {
    int at = system * n;
    int row0 = system * n * n + k * n;
    int behind = (k + FOUR) / LANES * LANES;
    RowLoops.multiply(matrices, row0 + behind, n, FOUR, n - behind, x, at + behind, sums, 0, lanes);
    int row1 = row0 + n;
    int row2 = row1 + n;
    float x3 = (z[at + k + 3] - sums[3]) * inverses[at + k + 3];
    float x2 = (z[at + k + 2] - sums[2] - matrices[row2 + k + 3] * x3) * inverses[at + k + 2];
    float x1 = (z[at + k + 1] - sums[1] - matrices[row1 + k + 2] * x2 - matrices[row1 + k + 3] * x3)
        * inverses[at + k + 1];
    float x0 = (z[at + k]
            - sums[0]
            - matrices[row0 + k + 1] * x1
            - matrices[row0 + k + 2] * x2
            - matrices[row0 + k + 3] * x3)
        * inverses[at + k];
    x[at + k] = x0;
    x[at + k + 1] = x1;
    x[at + k + 2] = x2;
    x[at + k + 3] = x3;
  }
}
