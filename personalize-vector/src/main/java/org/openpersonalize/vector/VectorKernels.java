// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.vector;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.openpersonalize.core.kernel.Kernels;
import org.openpersonalize.core.kernel.Multiplier;
import org.openpersonalize.core.kernel.PlainKernels;
import org.openpersonalize.core.kernel.RightFactor;
import org.openpersonalize.core.kernel.RowBuffer;
import org.openpersonalize.core.kernel.Tile;

/** The kernels on the Vector API. */
public final class VectorKernels implements Kernels {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int DEPTH = 256;
  private static final int PANEL = 2 * LANES;
  private static final int COLUMNS = 512;
  private static final int ROWS = 256;

  private static final Kernels PLAIN = new PlainKernels(); // for what vectors of four cannot do

  /** Where a thread packs what it multiplies. To make such room anew, zeros, takes as long as a fourth of a small product. */
  private static final ThreadLocal<float[]> LEFT = ThreadLocal.withInitial(() -> new float[0]);

  private static final ThreadLocal<float[]> RIGHT = ThreadLocal.withInitial(() -> new float[0]);

  @Override
  public String name() {
    return "vector-" + SPECIES.vectorBitSize();
  }

  @Override
  public RowBuffer rowBuffer(int rank) {
    return new VectorRowBuffer(rank, false);
  }

  @Override
  public RowBuffer lastingRowBuffer(int rank) {
    return new VectorRowBuffer(rank, true);
  }

  /**
   * Both factors are copied into panels in the order in which the innermost loop reads them, a block at a time that fits
   * the second-level cache (Goto, van de Geijn: Anatomy of High-Performance Matrix Multiplication, TOMS 2008).
   */
  @Override
  public void addProduct(Tile c, float scale, Tile a, Tile b) {
    if (isPacked(b)) {
      addProductWithRows(c, scale, a, b);
      return;
    }
    int depthAtATime = Math.min(DEPTH, a.columns());
    int columnsAtATime = Math.min(COLUMNS, roundUp(c.columns(), PANEL));
    int rowsAtATime = Math.min(ROWS, roundUp(c.rows(), Micro.PANEL));
    float[] left = room(LEFT, rowsAtATime * depthAtATime);
    float[] right = room(RIGHT, columnsAtATime * depthAtATime);
    float[] edge = new float[Micro.ROWS * PANEL];
    for (int k = 0; k < a.columns(); k += depthAtATime) {
      int depth = Math.min(depthAtATime, a.columns() - k);
      for (int j = 0; j < c.columns(); j += columnsAtATime) {
        int columns = Math.min(columnsAtATime, c.columns() - j);
        packRight(b.part(k, j, depth, columns), right);
        for (int i = 0; i < c.rows(); i += rowsAtATime) {
          int rows = Math.min(rowsAtATime, c.rows() - i);
          packLeft(scale, a.part(i, k, rows, depth), left);
          addBlock(c.part(i, j, rows, columns), depth, left, right, edge);
        }
      }
    }
  }

  private static float[] room(ThreadLocal<float[]> kept, int length) {
    float[] room = kept.get();
    if (room.length < length) {
      room = new float[length];
      kept.set(room);
    }
    return room;
  }

  /** Rows of the right factor are read where they stand if they are whole vectors and lie close together. */
  private static boolean isPacked(Tile b) {
    return b.columnStride() == 1
        && b.columns() % LANES == 0
        && b.rows() <= DEPTH
        && b.rowStride() <= 1024;
  }

  private static void addProductWithRows(Tile c, float scale, Tile a, Tile b) {
    int depth = a.columns();
    float[] left = room(LEFT, roundUp(Math.min(ROWS, c.rows()), Micro.PANEL) * depth);
    float[] edge = new float[Micro.ROWS * b.columns()];
    for (int i = 0; i < c.rows(); i += ROWS) {
      int rows = Math.min(ROWS, c.rows() - i);
      packLeft(scale, a.part(i, 0, rows, depth), left);
      for (int row = 0; row < rows; row += Micro.ROWS) {
        int panel = panelStart(row, depth);
        if (row + Micro.ROWS <= rows) {
          addRows(depth, left, panel, b, c.values(), c.at(i + row, 0), c.rowStride());
        } else {
          Arrays.fill(edge, 0);
          addRows(depth, left, panel, b, edge, 0, b.columns());
          addEdge(edge, b.columns(), c, i + row, 0);
        }
      }
    }
  }

  private static void addRows(
      int depth, float[] left, int panel, Tile b, float[] c, int cStart, int cStride) {
    int j = 0;
    for (; j + PANEL <= b.columns(); j += PANEL) {
      Micro.addTwoVectors(
          depth,
          left,
          panel,
          Micro.PANEL,
          b.values(),
          b.start() + j,
          b.rowStride(),
          c,
          cStart + j,
          cStride);
    }
    if (j < b.columns()) {
      Micro.addOneVector(
          depth,
          left,
          panel,
          Micro.PANEL,
          b.values(),
          b.start() + j,
          b.rowStride(),
          c,
          cStart + j,
          cStride);
    }
  }

  /** Panels of {@link Micro#PANEL} rows, column after column; rows behind the last are zero. */
  static void packLeft(float scale, Tile a, float[] into) {
    int depth = a.columns();
    for (int row = 0; row < a.rows(); row += Micro.PANEL) {
      int rows = Math.min(Micro.PANEL, a.rows() - row);
      if (rows < Micro.PANEL) {
        Arrays.fill(into, row * depth, (row + Micro.PANEL) * depth, 0);
      }
      if (a.rowStride() == 1) { // as of a transposed matrix: its columns are read as they stand
        for (int k = 0; k < depth; k++) {
          int at = a.at(row, k);
          int to = row * depth + k * Micro.PANEL;
          for (int i = 0; i < rows; i++) {
            into[to + i] = scale * a.values()[at + i];
          }
        }
      } else {
        for (int i = 0; i < rows; i++) {
          int at = a.at(row + i, 0);
          int to = row * depth + i;
          for (int k = 0; k < depth; k++) {
            into[to + Micro.PANEL * k] = scale * a.values()[at + k * a.columnStride()];
          }
        }
      }
    }
  }

  /** Where a row begins in what {@link #packLeft} made. */
  static int panelStart(int row, int depth) {
    return row / Micro.PANEL * Micro.PANEL * depth + row % Micro.PANEL;
  }

  /** Panels of {@link #PANEL} columns, row after row; columns behind the last are zero. */
  private static void packRight(Tile b, float[] into) {
    int depth = b.rows();
    for (int panel = 0; panel < b.columns(); panel += PANEL) {
      int columns = Math.min(PANEL, b.columns() - panel);
      for (int k = 0; k < depth; k++) {
        int to = panel * depth + k * PANEL;
        int at = b.at(k, panel);
        if (b.columnStride() == 1 && columns == PANEL) {
          System.arraycopy(b.values(), at, into, to, PANEL);
        } else {
          for (int j = 0; j < PANEL; j++) {
            into[to + j] = j < columns ? b.values()[at + j * b.columnStride()] : 0;
          }
        }
      }
    }
  }

  private static void addBlock(Tile c, int depth, float[] left, float[] right, float[] edge) {
    for (int j = 0; j < c.columns(); j += PANEL) {
      for (int i = 0; i < c.rows(); i += Micro.ROWS) {
        int panel = panelStart(i, depth);
        if (i + Micro.ROWS <= c.rows() && j + PANEL <= c.columns()) {
          Micro.addTwoVectors(
              depth,
              left,
              panel,
              Micro.PANEL,
              right,
              j * depth,
              PANEL,
              c.values(),
              c.at(i, j),
              c.rowStride());
        } else {
          Arrays.fill(edge, 0);
          Micro.addTwoVectors(
              depth, left, panel, Micro.PANEL, right, j * depth, PANEL, edge, 0, PANEL);
          addEdge(edge, PANEL, c, i, j);
        }
      }
    }
  }

  /** Adds as much of a tile as lies within c, from (row, column) on. */
  private static void addEdge(float[] edge, int width, Tile c, int row, int column) {
    for (int i = row; i < Math.min(c.rows(), row + Micro.ROWS); i++) {
      for (int j = column; j < Math.min(c.columns(), column + width); j++) {
        c.values()[c.at(i, j)] += edge[(i - row) * width + j - column];
      }
    }
  }

  static int roundUp(int value, int multiple) {
    return (value + multiple - 1) / multiple * multiple;
  }

  @Override
  public Multiplier multiplier(Tile left) {
    return left.rows() == 1 ? new RowMultiplier(left) : new PanelMultiplier(left);
  }

  @Override
  public RightFactor rightFactor(int rows, int columns) {
    return new VectorRightFactor(rows, columns);
  }

  @Override
  public boolean multipliesBytes() {
    return ByteProducts.HAS_VECTORS;
  }

  @Override
  public void multiplyBytes(float[] left, byte[] right, float[] products, int columns) {
    if (ByteProducts.HAS_VECTORS) {
      ByteProducts.multiply(left, right, products, columns);
    } else {
      PLAIN.multiplyBytes(left, right, products, columns);
    }
  }

  @Override
  public float greatest(float[] values, int from, int to) {
    return Scan.greatest(values, from, to);
  }

  @Override
  public int firstAbove(float[] values, int from, int to, float bound) {
    return Scan.firstAbove(values, from, to, bound);
  }

  @Override
  public int placesAbove(float[] values, int from, int to, float bound, int[] places) {
    return Scan.placesAbove(values, from, to, bound, places);
  }

  @Override
  public float sumExponentials(float[] values, int from, int to, float shift, float scale) {
    return Exponential.sum(values, from, to, shift, scale);
  }

  @Override
  public float exponentiate(float[] values, int from, int to, float shift) {
    return Exponential.apply(values, from, to, shift);
  }

  @Override
  public void addRows(
      float[] sums, int length, float[] values, int[] starts, float[] scales, int count) {
    RowSums.add(sums, length, values, starts, scales, count);
  }

  @Override
  public void addHalfRows(
      float[] sums, int length, short[] values, int[] starts, float[] scales, int count) {
    HalfRowSums.add(sums, length, values, starts, scales, count);
  }

  @Override
  public boolean solve(float[] matrices, int n, int count, float[] x) {
    return VectorCholesky.solve(matrices, n, count, x);
  }
}
