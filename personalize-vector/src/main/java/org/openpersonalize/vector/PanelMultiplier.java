// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.vector;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.openpersonalize.core.kernel.Multiplier;
import org.openpersonalize.core.kernel.Tile;

/**
 * Several rows: they are copied once into the panels that {@link Micro} reads, and of the right factor two vectors of columns at a
 * time, which stay in the first cache while all rows pass by.
 */
final class PanelMultiplier implements Multiplier {
  private static final int COLUMNS = 2 * FloatVector.SPECIES_PREFERRED.length();

  private final int depth;
  private final int rows;
  private final float[] left;
  private final float[] panel; // [depth, COLUMNS]
  private final float[] edge = new float[Micro.ROWS * COLUMNS];

  PanelMultiplier(Tile left) {
    this.depth = left.columns();
    this.rows = left.rows();
    this.left = new float[VectorKernels.roundUp(rows, Micro.PANEL) * depth];
    this.panel = new float[depth * COLUMNS];
    VectorKernels.packLeft(1, left, this.left);
  }

  @Override
  public void multiply(float[][] right, Tile product) {
    for (int row = 0; row < rows; row++) {
      int at = product.at(row, 0);
      Arrays.fill(product.values(), at, at + product.columns(), 0);
    }
    for (int column = 0; column < product.columns(); column += COLUMNS) {
      int columns = Math.min(COLUMNS, product.columns() - column);
      for (int k = 0; k < depth; k++) {
        System.arraycopy(right[k], column, panel, k * COLUMNS, columns);
      }
      for (int row = 0; row < rows; row += Micro.ROWS) {
        int from = VectorKernels.panelStart(row, depth);
        if (row + Micro.ROWS <= rows && columns == COLUMNS) {
          Micro.addTwoVectors(
              depth,
              left,
              from,
              Micro.PANEL,
              panel,
              0,
              COLUMNS,
              product.values(),
              product.at(row, column),
              product.rowStride());
        } else {
          Arrays.fill(edge, 0);
          Micro.addTwoVectors(depth, left, from, Micro.PANEL, panel, 0, COLUMNS, edge, 0, COLUMNS);
          copyEdge(row, column, columns, product);
        }
      }
    }
  }

  private void copyEdge(int row, int column, int columns, Tile product) {
    for (int r = row; r < Math.min(rows, row + Micro.ROWS); r++) {
      System.arraycopy(edge, (r - row) * COLUMNS, product.values(), product.at(r, column), columns);
    }
  }
}
