package org.openpersonalize.vector;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.openpersonalize.core.kernel.RowBuffer;

/** The rows one behind the other in one array. */
final class VectorRowBuffer implements RowBuffer {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  /** Rows that are multiplied and then combined while they are in the first-level cache. */
  private static final int ROWS_IN_CACHE = 32;

  /** Rows whose outer products are summed at a time: at 128 factors they take 128 KB. */
  private static final int ROWS_OF_PANEL = 256;

  private final int rank;
  private final float[] lanes = new float[LANES];
  private final float[] scales = new float[ROWS_IN_CACHE];
  private float[] values = new float[0];
  private float[] panels = new float[0];
  private int size;

  VectorRowBuffer(int rank) {
    this.rank = rank;
  }

  @Override
  public void clear() {
    size = 0;
  }

  @Override
  public void add(float[] factors, int stride, int offset, int[] rows, int from, int to) {
    int needed = (size + to - from) * rank;
    if (values.length < needed) {
      values = Arrays.copyOf(values, Math.max(needed, 2 * values.length));
    }
    RowLoops.gather(factors, stride, offset, rows, from, to, values, size * rank, rank);
    size += to - from;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public void multiply(int first, int end, float[] x, int xAt, float[] products) {
    RowLoops.multiply(
        values, first * rank, rank, end - first, rank, x, xAt, products, first, lanes);
  }

  @Override
  public void addCombination(int first, int end, float[] weights, float[] sum, int sumAt) {
    RowLoops.combine(values, first * rank, rank, end - first, rank, weights, first, sum, sumAt);
  }

  @Override
  public double addResidual(
      int first,
      int end,
      float[] linear,
      float[] weights,
      float[] x,
      int xAt,
      float[] sum,
      int sumAt) {
    double linearPart = 0;
    for (int start = first; start < end; start += ROWS_IN_CACHE) {
      int count = Math.min(ROWS_IN_CACHE, end - start);
      RowLoops.multiply(values, start * rank, rank, count, rank, x, xAt, scales, 0, lanes);
      float part = 0;
      for (int r = 0; r < count; r++) {
        part += linear[start + r] * scales[r];
        scales[r] = linear[start + r] - weights[start + r] * scales[r];
      }
      linearPart += part;
      RowLoops.combine(values, start * rank, rank, count, rank, scales, 0, sum, sumAt);
    }
    return linearPart;
  }

  @Override
  public void addOuterProducts(int first, int end, float[] weights, float[] matrix) {
    for (int start = first; start < end; start += ROWS_OF_PANEL) {
      int rows = Math.min(ROWS_OF_PANEL, end - start);
      packWeighted(weights, start, rows);
      for (int i = 0; i < rank; i += Micro.ROWS) {
        int panel = i / Micro.PANEL * Micro.PANEL * rows + i % Micro.PANEL;
        int j = i / LANES * LANES;
        for (; j + 2 * LANES <= rank; j += 2 * LANES) {
          Micro.addTwoVectors(
              rows, panels, panel, values, start * rank + j, rank, matrix, i * rank + j, rank);
        }
        if (j < rank) {
          Micro.addOneVector(
              rows, panels, panel, values, start * rank + j, rank, matrix, i * rank + j, rank);
        }
      }
    }
  }

  /** Copies weighted rows into panels of {@link Micro#PANEL} factors each, one behind the other. */
  private void packWeighted(float[] weights, int start, int rows) {
    if (panels.length < rows * rank) {
      panels = new float[Math.min(ROWS_OF_PANEL, Math.max(rows, 64)) * rank];
    }
    for (int k = 0; k < rank; k += LANES) {
      int from = start * rank + k;
      int to = k / Micro.PANEL * Micro.PANEL * rows + k % Micro.PANEL;
      for (int r = 0; r < rows; r++) {
        FloatVector.fromArray(SPECIES, values, from).mul(weights[start + r]).intoArray(panels, to);
        from += rank;
        to += Micro.PANEL;
      }
    }
  }
}
