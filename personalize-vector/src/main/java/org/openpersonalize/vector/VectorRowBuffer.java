package org.openpersonalize.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.openpersonalize.core.kernel.RowBuffer;

/** The rows one behind the other in one array. */
final class VectorRowBuffer implements RowBuffer {
  private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
  private static final int LANES = Lanes.COUNT;

  /** Rows whose outer products are summed at a time: at 128 factors they take half of a second-level cache. */
  private static final int ROWS_AT_A_TIME = 256;

  private final int rank;
  private final float[] scales = new float[4];
  private final float[] sums = new float[LANES];
  private float[] values = new float[0];
  private float[] panels = new float[0];
  private int size;

  VectorRowBuffer(int rank) {
    this.rank = rank;
  }

  @Override
  public void gather(float[] factors, int stride, int offset, int[] rows, int from, int to) {
    size = to - from;
    if (values.length < size * rank) {
      values = new float[Math.max(size * rank, 2 * values.length)];
    }
    for (int r = 0; r < size; r++) {
      System.arraycopy(factors, rows[from + r] * stride + offset, values, r * rank, rank);
    }
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public void multiply(float[] x, float[] products) {
    int r = 0;
    for (; r + 3 < size; r += 4) {
      multiplyFour(x, r * rank);
      products[r] = sums[0];
      products[r + 1] = sums[LANES / 2];
      products[r + 2] = sums[LANES / 4];
      products[r + 3] = sums[3 * LANES / 4];
    }
    for (; r < size; r++) {
      products[r] = multiplyOne(x, r * rank);
    }
  }

  @Override
  public void addCombination(float[] weights, int from, float[] sum) {
    int r = 0;
    for (; r + 3 < size; r += 4) {
      for (int i = 0; i < 4; i++) {
        scales[i] = weights[from + r + i];
      }
      addFour(r * rank, sum);
    }
    for (; r < size; r++) {
      addOne(weights[from + r], r * rank, sum);
    }
  }

  @Override
  public void addNormalProduct(
      float[] weights, int from, float constant, float sign, float[] x, float[] sum) {
    int r = 0;
    for (; r + 3 < size; r += 4) {
      multiplyFour(x, r * rank);
      scales[0] = weights[from + r] * (constant + sign * sums[0]);
      scales[1] = weights[from + r + 1] * (constant + sign * sums[LANES / 2]);
      scales[2] = weights[from + r + 2] * (constant + sign * sums[LANES / 4]);
      scales[3] = weights[from + r + 3] * (constant + sign * sums[3 * LANES / 4]);
      addFour(r * rank, sum);
    }
    for (; r < size; r++) {
      float scale = weights[from + r] * (constant + sign * multiplyOne(x, r * rank));
      addOne(scale, r * rank, sum);
    }
  }

  /** Leaves in {@link #sums} what {@link Lanes#sums} says of x and the four rows from {@code at} on. */
  private void multiplyFour(float[] x, int at) {
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    for (int k = 0; k < rank; k += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, k);
      s0 = v.fma(FloatVector.fromArray(SPECIES, values, at + k), s0);
      s1 = v.fma(FloatVector.fromArray(SPECIES, values, at + rank + k), s1);
      s2 = v.fma(FloatVector.fromArray(SPECIES, values, at + 2 * rank + k), s2);
      s3 = v.fma(FloatVector.fromArray(SPECIES, values, at + 3 * rank + k), s3);
    }
    Lanes.sums(s0, s1, s2, s3).intoArray(sums, 0);
  }

  private float multiplyOne(float[] x, int at) {
    FloatVector sum = FloatVector.zero(SPECIES);
    for (int k = 0; k < rank; k += LANES) {
      sum = FloatVector.fromArray(SPECIES, x, k)
          .fma(FloatVector.fromArray(SPECIES, values, at + k), sum);
    }
    FloatVector none = FloatVector.zero(SPECIES);
    Lanes.sums(sum, none, none, none).intoArray(sums, 0);
    return sums[0];
  }

  private void addFour(int at, float[] sum) {
    FloatVector w0 = FloatVector.broadcast(SPECIES, scales[0]);
    FloatVector w1 = FloatVector.broadcast(SPECIES, scales[1]);
    FloatVector w2 = FloatVector.broadcast(SPECIES, scales[2]);
    FloatVector w3 = FloatVector.broadcast(SPECIES, scales[3]);
    for (int k = 0; k < rank; k += LANES) {
      FloatVector s = FloatVector.fromArray(SPECIES, sum, k);
      s = w0.fma(FloatVector.fromArray(SPECIES, values, at + k), s);
      s = w1.fma(FloatVector.fromArray(SPECIES, values, at + rank + k), s);
      s = w2.fma(FloatVector.fromArray(SPECIES, values, at + 2 * rank + k), s);
      s = w3.fma(FloatVector.fromArray(SPECIES, values, at + 3 * rank + k), s);
      s.intoArray(sum, k);
    }
  }

  private void addOne(float scale, int at, float[] sum) {
    FloatVector w = FloatVector.broadcast(SPECIES, scale);
    for (int k = 0; k < rank; k += LANES) {
      w.fma(FloatVector.fromArray(SPECIES, values, at + k), FloatVector.fromArray(SPECIES, sum, k))
          .intoArray(sum, k);
    }
  }

  @Override
  public void addOuterProducts(float[] weights, int from, float[] matrix) {
    for (int first = 0; first < size; first += ROWS_AT_A_TIME) {
      int rows = Math.min(ROWS_AT_A_TIME, size - first);
      packWeighted(weights, from, first, rows);
      for (int i = 0; i < rank; i += Micro.ROWS) {
        int panel = i * rows;
        int j = i / LANES * LANES;
        for (; j + 2 * LANES <= rank; j += 2 * LANES) {
          Micro.addTwoVectors(
              rows, panels, panel, values, first * rank + j, rank, matrix, i * rank + j, rank);
        }
        if (j < rank) {
          Micro.addOneVector(
              rows, panels, panel, values, first * rank + j, rank, matrix, i * rank + j, rank);
        }
      }
    }
  }

  /** Copies weighted rows into panels of {@link Micro#ROWS} factors each, one behind the other. */
  private void packWeighted(float[] weights, int from, int first, int rows) {
    if (panels.length < rows * rank) {
      panels = new float[Math.min(ROWS_AT_A_TIME, Math.max(rows, 64)) * rank];
    }
    for (int r = 0; r < rows; r++) {
      float weight = weights[from + first + r];
      int at = (first + r) * rank;
      for (int k = 0; k < rank; k += Micro.ROWS) {
        FloatVector.fromArray(EIGHT, values, at + k)
            .mul(weight)
            .intoArray(panels, k * rows + r * Micro.ROWS);
      }
    }
  }

  private static final VectorSpecies<Float> EIGHT = FloatVector.SPECIES_256;
}
