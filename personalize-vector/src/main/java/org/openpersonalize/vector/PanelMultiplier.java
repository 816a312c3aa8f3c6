// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.vector;

import org.openpersonalize.core.kernel.Multiplier;
import org.openpersonalize.core.kernel.RightFactor;
import org.openpersonalize.core.kernel.Tile;

/**
 * Several rows: they are copied once into the panels that {@link Micro} reads, all of which pass by while one panel of the right factor
 * stays in the first cache.
 */
final class PanelMultiplier implements Multiplier {
  private static final int COLUMNS = Micro.COLUMNS;

  private final int depth;
  private final int rows;
  private final float[] left;
  private final float[] edge = new float[Micro.ROWS * COLUMNS];

  PanelMultiplier(Tile left) {
    this.depth = left.columns();
    this.rows = left.rows();
    this.left = new float[VectorKernels.roundUp(rows, Micro.PANEL) * depth];
    VectorKernels.packLeft(1, left, this.left);
  }

  @Override
  public void multiply(RightFactor right, Tile product) {
    VectorRightFactor panels = (VectorRightFactor) right;
    float[] values = panels.checked(depth, product.columns());
    for (int column = 0; column < product.columns(); column += COLUMNS) {
      int columns = Math.min(COLUMNS, product.columns() - column);
      int at = panels.at(column);
      for (int row = 0; row < rows; row += Micro.ROWS) {
        int from = VectorKernels.panelStart(row, depth);
        if (row + Micro.ROWS <= rows && columns == COLUMNS) {
          Micro.setTwoVectors(
              depth,
              left,
              from,
              Micro.PANEL,
              values,
              at,
              VectorRightFactor.WIDTH,
              product.values(),
              product.at(row, column),
              product.rowStride());
        } else {
          Micro.setTwoVectors(
              depth,
              left,
              from,
              Micro.PANEL,
              values,
              at,
              VectorRightFactor.WIDTH,
              edge,
              0,
              COLUMNS);
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
