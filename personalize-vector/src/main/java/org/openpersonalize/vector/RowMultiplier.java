// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.vector;

import java.util.Objects;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.openpersonalize.core.kernel.Multiplier;
import org.openpersonalize.core.kernel.Tile;

/** One row: eight vectors of columns are summed in registers while the rows of the right factor pass by. */
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
  public void multiply(float[][] right, Tile product) {
    for (float[] row : right) { // the launcher turns the checks of vectors' bounds off
      Objects.checkFromToIndex(0, product.columns(), row.length);
    }
    int column = 0;
    for (; column + COLUMNS <= product.columns(); column += COLUMNS) {
      sum(left, right, column, product.values(), product.at(0, column));
    }
    for (; column < product.columns(); column++) {
      float sum = 0;
      for (int k = 0; k < left.length; k++) {
        sum = Math.fma(left[k], right[k][column], sum);
      }
      product.values()[product.at(0, column)] = sum;
    }
  }

  private static void sum(float[] left, float[][] right, int column, float[] into, int at) {
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
      float[] row = right[k];
      c0 = x.fma(FloatVector.fromArray(SPECIES, row, column), c0);
      c1 = x.fma(FloatVector.fromArray(SPECIES, row, column + LANES), c1);
      c2 = x.fma(FloatVector.fromArray(SPECIES, row, column + 2 * LANES), c2);
      c3 = x.fma(FloatVector.fromArray(SPECIES, row, column + 3 * LANES), c3);
      c4 = x.fma(FloatVector.fromArray(SPECIES, row, column + 4 * LANES), c4);
      c5 = x.fma(FloatVector.fromArray(SPECIES, row, column + 5 * LANES), c5);
      c6 = x.fma(FloatVector.fromArray(SPECIES, row, column + 6 * LANES), c6);
      c7 = x.fma(FloatVector.fromArray(SPECIES, row, column + 7 * LANES), c7);
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
