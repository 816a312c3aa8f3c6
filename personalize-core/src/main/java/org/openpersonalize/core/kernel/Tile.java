// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.kernel;

import java.util.Objects;

/**
 * A matrix within a flat array: element (r, c) is {@code values[start + r · rowStride + c · columnStride]}.
 *
 * <p>A view: the values are shared, not copied.
 */
public record Tile(
    float[] values, int start, int rows, int columns, int rowStride, int columnStride) {

  /** @throws IndexOutOfBoundsException if an element would lie outside the array */
  public Tile {
    if (rows > 0 && columns > 0) {
      long last = start + (rows - 1L) * rowStride + (columns - 1L) * columnStride;
      Objects.checkIndex(start, values.length);
      Objects.checkIndex(last, (long) values.length);
    }
  }

  /** A whole matrix, row after row. */
  public static Tile of(float[] values, int rows, int columns) {
    return new Tile(values, 0, rows, columns, columns, 1);
  }

  /** The same with rows and columns exchanged. */
  public Tile transposed() {
    return new Tile(values, start, columns, rows, columnStride, rowStride);
  }

  /** The part that begins at (row, column). */
  public Tile part(int row, int column, int partRows, int partColumns) {
    return new Tile(values, at(row, column), partRows, partColumns, rowStride, columnStride);
  }

  /** Where element (row, column) lies in {@link #values}. */
  public int at(int row, int column) {
    return start + row * rowStride + column * columnStride;
  }
}
