package org.openpersonalize.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.openpersonalize.core.kernel.Kernels;
import org.openpersonalize.core.kernel.RowBuffer;
import org.openpersonalize.core.kernel.Tile;

/** The kernels on the Vector API. */
public final class VectorKernels implements Kernels {
  private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
  private static final int LANES = Lanes.COUNT;
  private static final int DEPTH = 256;
  private static final int PANEL = 2 * LANES;
  private static final int COLUMNS = 512;
  private static final int ROWS = 256;

  @Override
  public String name() {
    return "vector-" + SPECIES.vectorBitSize();
  }

  @Override
  public RowBuffer rowBuffer(int rank) {
    return new VectorRowBuffer(rank);
  }

  /**
   * Both factors are copied into panels in the order in which the innermost loop reads them, a block at a time that fits
   * the second-level cache (Goto, van de Geijn: Anatomy of High-Performance Matrix Multiplication, TOMS 2008).
   */
  @Override
  public void addProduct(Tile c, float scale, Tile a, Tile b) {
    int depthAtATime = Math.min(DEPTH, a.columns());
    int columnsAtATime = Math.min(COLUMNS, roundUp(c.columns(), PANEL));
    int rowsAtATime = Math.min(ROWS, roundUp(c.rows(), Micro.ROWS));
    float[] left = new float[rowsAtATime * depthAtATime];
    float[] right = new float[columnsAtATime * depthAtATime];
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

  /** Panels of {@link Micro#ROWS} rows, column after column; rows behind the last are zero. */
  private static void packLeft(float scale, Tile a, float[] into) {
    int depth = a.columns();
    for (int panel = 0; panel < a.rows(); panel += Micro.ROWS) {
      for (int i = 0; i < Micro.ROWS; i++) {
        int to = panel * depth + i;
        if (panel + i < a.rows()) {
          int at = a.at(panel + i, 0);
          for (int k = 0; k < depth; k++) {
            into[to + Micro.ROWS * k] = scale * a.values()[at + k * a.columnStride()];
          }
        } else {
          for (int k = 0; k < depth; k++) {
            into[to + Micro.ROWS * k] = 0;
          }
        }
      }
    }
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
        if (i + Micro.ROWS <= c.rows() && j + PANEL <= c.columns()) {
          Micro.addTwoVectors(
              depth,
              left,
              i * depth,
              right,
              j * depth,
              PANEL,
              c.values(),
              c.at(i, j),
              c.rowStride());
        } else {
          java.util.Arrays.fill(edge, 0);
          Micro.addTwoVectors(depth, left, i * depth, right, j * depth, PANEL, edge, 0, PANEL);
          addEdge(edge, c, i, j);
        }
      }
    }
  }

  private static void addEdge(float[] edge, Tile c, int row, int column) {
    for (int i = row; i < Math.min(c.rows(), row + Micro.ROWS); i++) {
      for (int j = column; j < Math.min(c.columns(), column + PANEL); j++) {
        c.values()[c.at(i, j)] += edge[(i - row) * PANEL + j - column];
      }
    }
  }

  private static int roundUp(int value, int multiple) {
    return (value + multiple - 1) / multiple * multiple;
  }

  @Override
  public boolean decompose(float[] matrix, int n) {
    for (int k = 0; k < n; k++) {
      int row = k * n;
      // Rows of the panel that came before: this row minus what they contribute.
      int first = k / Micro.ROWS * Micro.ROWS;
      for (int l = first; l < k; l++) {
        subtractScaled(matrix, row + k, matrix[l * n + k], l * n + k, n - k);
      }
      float pivot = matrix[row + k];
      if (!(pivot > 0)) {
        return false;
      }
      scale(matrix, row + k, (float) (1 / Math.sqrt(pivot)), n - k);
      if (k + 1 == first + Micro.ROWS) {
        subtractPanel(matrix, n, first);
      }
    }
    return true;
  }

  private static void subtractScaled(float[] matrix, int to, float scale, int at, int length) {
    int j = 0;
    FloatVector s = FloatVector.broadcast(SPECIES, -scale);
    for (; j + LANES <= length; j += LANES) {
      s.fma(
              FloatVector.fromArray(SPECIES, matrix, at + j),
              FloatVector.fromArray(SPECIES, matrix, to + j))
          .intoArray(matrix, to + j);
    }
    for (; j < length; j++) {
      matrix[to + j] -= scale * matrix[at + j];
    }
  }

  private static void scale(float[] matrix, int at, float scale, int length) {
    int j = 0;
    for (; j + LANES <= length; j += LANES) {
      FloatVector.fromArray(SPECIES, matrix, at + j).mul(scale).intoArray(matrix, at + j);
    }
    for (; j < length; j++) {
      matrix[at + j] *= scale;
    }
  }

  /** Subtracts the outer products of the eight rows from {@code first} on from the rows below them. */
  private static void subtractPanel(float[] matrix, int n, int first) {
    int from = first + Micro.ROWS;
    for (int i = from; i < n; i++) {
      int r = first * n;
      FloatVector s0 = FloatVector.broadcast(SPECIES, -matrix[r + i]);
      FloatVector s1 = FloatVector.broadcast(SPECIES, -matrix[r + n + i]);
      FloatVector s2 = FloatVector.broadcast(SPECIES, -matrix[r + 2 * n + i]);
      FloatVector s3 = FloatVector.broadcast(SPECIES, -matrix[r + 3 * n + i]);
      FloatVector s4 = FloatVector.broadcast(SPECIES, -matrix[r + 4 * n + i]);
      FloatVector s5 = FloatVector.broadcast(SPECIES, -matrix[r + 5 * n + i]);
      FloatVector s6 = FloatVector.broadcast(SPECIES, -matrix[r + 6 * n + i]);
      FloatVector s7 = FloatVector.broadcast(SPECIES, -matrix[r + 7 * n + i]);
      int j = i;
      for (; j + LANES <= n; j += LANES) {
        FloatVector even = FloatVector.fromArray(SPECIES, matrix, i * n + j);
        FloatVector odd = s1.mul(FloatVector.fromArray(SPECIES, matrix, r + n + j));
        even = s0.fma(FloatVector.fromArray(SPECIES, matrix, r + j), even);
        even = s2.fma(FloatVector.fromArray(SPECIES, matrix, r + 2 * n + j), even);
        odd = s3.fma(FloatVector.fromArray(SPECIES, matrix, r + 3 * n + j), odd);
        even = s4.fma(FloatVector.fromArray(SPECIES, matrix, r + 4 * n + j), even);
        odd = s5.fma(FloatVector.fromArray(SPECIES, matrix, r + 5 * n + j), odd);
        even = s6.fma(FloatVector.fromArray(SPECIES, matrix, r + 6 * n + j), even);
        odd = s7.fma(FloatVector.fromArray(SPECIES, matrix, r + 7 * n + j), odd);
        even.add(odd).intoArray(matrix, i * n + j);
      }
      for (; j < n; j++) {
        float sum = matrix[i * n + j];
        for (int l = 0; l < Micro.ROWS; l++) {
          sum -= matrix[r + l * n + i] * matrix[r + l * n + j];
        }
        matrix[i * n + j] = sum;
      }
    }
  }

  @Override
  public void solve(float[] factor, int n, float[] x) {
    for (int k = 0; k < n; k++) { // Uᵀz = b, a column of Uᵀ being a row of U
      float z = x[k] / factor[k * n + k];
      x[k] = z;
      FloatVector s = FloatVector.broadcast(SPECIES, -z);
      int at = k * n;
      int j = k + 1;
      for (; j + LANES <= n; j += LANES) {
        s.fma(FloatVector.fromArray(SPECIES, factor, at + j), FloatVector.fromArray(SPECIES, x, j))
            .intoArray(x, j);
      }
      for (; j < n; j++) {
        x[j] -= z * factor[at + j];
      }
    }
    for (int k = n - 1; k >= 0; k--) { // Ux = z
      int at = k * n;
      FloatVector sums = FloatVector.zero(SPECIES);
      int j = k + 1;
      for (; j + LANES <= n; j += LANES) {
        sums = FloatVector.fromArray(SPECIES, factor, at + j)
            .fma(FloatVector.fromArray(SPECIES, x, j), sums);
      }
      float sum = x[k] - sums.reduceLanes(jdk.incubator.vector.VectorOperators.ADD);
      for (; j < n; j++) {
        sum -= factor[at + j] * x[j];
      }
      x[k] = sum / factor[at + k];
    }
  }
}
