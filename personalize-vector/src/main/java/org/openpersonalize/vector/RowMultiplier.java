// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.openpersonalize.core.kernel.Multiplier;
import org.openpersonalize.core.kernel.RightFactor;
import org.openpersonalize.core.kernel.Tile;

/** One row: eight vectors of columns are summed in registers while the rows of their panels of the right factor pass by. */
final class RowMultiplier implements Multiplier {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int COLUMNS = 8 * LANES;

  private final float[] left;

  RowMultiplier(Tile left) {
    this.left = new float[left.columns()];
    for (int k = 0; k < this.left.length; k++) {
      this.left[k] = left.values()[left.at(0, k)];
    }
  }

  @Override
  public void multiply(RightFactor right, Tile product) {
    VectorRightFactor panels = (VectorRightFactor) right;
    float[] values = panels.checked(left.length, product.columns());
    int column = 0;
    for (; column + COLUMNS <= product.columns(); column += COLUMNS) {
      sum(left, values, panels, column, product.values(), product.at(0, column));
    }
    for (; column < product.columns(); column++) {
      product.values()[product.at(0, column)] = panels.product(left, column);
    }
  }

  private static void sum(
      float[] left, float[] right, VectorRightFactor panels, int column, float[] into, int at) {
    int from0 = panels.at(column);
    int from1 = panels.at(column + LANES);
    int from2 = panels.at(column + 2 * LANES);
    int from3 = panels.at(column + 3 * LANES);
    int from4 = panels.at(column + 4 * LANES);
    int from5 = panels.at(column + 5 * LANES);
    int from6 = panels.at(column + 6 * LANES);
    int from7 = panels.at(column + 7 * LANES);
    FloatVector c0 = FloatVector.zero(SPECIES);
    FloatVector c1 = c0;
    FloatVector c2 = c0;
    FloatVector c3 = c0;
    FloatVector c4 = c0;
    FloatVector c5 = c0;
    FloatVector c6 = c0;
    FloatVector c7 = c0;
    for (int k = 0; k < left.length; k++) {
      FloatVector x = FloatVector.broadcast(SPECIES, left[k]);
      int row = k * VectorRightFactor.WIDTH;
      c0 = x.fma(FloatVector.fromArray(SPECIES, right, from0 + row), c0);
      c1 = x.fma(FloatVector.fromArray(SPECIES, right, from1 + row), c1);
      c2 = x.fma(FloatVector.fromArray(SPECIES, right, from2 + row), c2);
      c3 = x.fma(FloatVector.fromArray(SPECIES, right, from3 + row), c3);
      c4 = x.fma(FloatVector.fromArray(SPECIES, right, from4 + row), c4);
      c5 = x.fma(FloatVector.fromArray(SPECIES, right, from5 + row), c5);
      c6 = x.fma(FloatVector.fromArray(SPECIES, right, from6 + row), c6);
      c7 = x.fma(FloatVector.fromArray(SPECIES, right, from7 + row), c7);
    }
    c0.intoArray(into, at);
    c1.intoArray(into, at + LANES);
    c2.intoArray(into, at + 2 * LANES);
    c3.intoArray(into, at + 3 * LANES);
    c4.intoArray(into, at + 4 * LANES);
    c5.intoArray(into, at + 5 * LANES);
    c6.intoArray(into, at + 6 * LANES);
    c7.intoArray(into, at + 7 * LANES);
  }
}
