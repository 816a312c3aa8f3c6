package org.openpersonalize.vector;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.openpersonalize.core.kernel.RowBuffer;

/** The rows one behind the other in one array. */
final class VectorRowBuffer implements RowBuffer {
  private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
  private static final int LANES = Lanes.COUNT;

  /** A panel's row; half of a vector, or two, where vectors are not of eight lanes. */
  private static final VectorSpecies<Float> EIGHT = FloatVector.SPECIES_256;

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
  public void clear() {
    size = 0;
  }

  @Override
  public void add(float[] factors, int stride, int offset, int[] rows, int from, int to) {
    int needed = (size + to - from) * rank;
    if (values.length < needed) {
      values = Arrays.copyOf(values, Math.max(needed, 2 * values.length));
    }
    for (int entry = from; entry < to; entry++) {
      System.arraycopy(factors, rows[entry] * stride + offset, values, size++ * rank, rank);
    }
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public void multiply(int first, int end, float[] x, int xAt, float[] products) {
    int r = first;
    for (; r + 3 < end; r += 4) {
      multiplyFour(x, xAt, r * rank);
      products[r] = sums[0];
      products[r + 1] = sums[LANES / 2];
      products[r + 2] = sums[LANES / 4];
      products[r + 3] = sums[3 * LANES / 4];
    }
    for (; r < end; r++) {
      products[r] = multiplyOne(x, xAt, r * rank);
    }
  }

  @Override
  public void addCombination(int first, int end, float[] weights, float[] sum, int sumAt) {
    int r = first;
    for (; r + 3 < end; r += 4) {
      System.arraycopy(weights, r, scales, 0, 4);
      addFour(r * rank, sum, sumAt);
    }
    for (; r < end; r++) {
      addOne(weights[r], r * rank, sum, sumAt);
    }
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
    int r = first;
    for (; r + 3 < end; r += 4) {
      multiplyFour(x, xAt, r * rank);
      float p0 = sums[0];
      float p1 = sums[LANES / 2];
      float p2 = sums[LANES / 4];
      float p3 = sums[3 * LANES / 4];
      scales[0] = linear[r] - weights[r] * p0;
      scales[1] = linear[r + 1] - weights[r + 1] * p1;
      scales[2] = linear[r + 2] - weights[r + 2] * p2;
      scales[3] = linear[r + 3] - weights[r + 3] * p3;
      linearPart += linear[r] * p0 + linear[r + 1] * p1 + linear[r + 2] * p2 + linear[r + 3] * p3;
      addFour(r * rank, sum, sumAt);
    }
    for (; r < end; r++) {
      float product = multiplyOne(x, xAt, r * rank);
      linearPart += linear[r] * product;
      addOne(linear[r] - weights[r] * product, r * rank, sum, sumAt);
    }
    return linearPart;
  }

  /** Leaves in {@link #sums} what {@link Lanes#sums} says of x and the four rows from {@code at} on. */
  private void multiplyFour(float[] x, int xAt, int at) {
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    for (int k = 0; k < rank; k += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xAt + k);
      s0 = v.fma(FloatVector.fromArray(SPECIES, values, at + k), s0);
      s1 = v.fma(FloatVector.fromArray(SPECIES, values, at + rank + k), s1);
      s2 = v.fma(FloatVector.fromArray(SPECIES, values, at + 2 * rank + k), s2);
      s3 = v.fma(FloatVector.fromArray(SPECIES, values, at + 3 * rank + k), s3);
    }
    Lanes.sums(s0, s1, s2, s3).intoArray(sums, 0);
  }

  private float multiplyOne(float[] x, int xAt, int at) {
    FloatVector sum = FloatVector.zero(SPECIES);
    for (int k = 0; k < rank; k += LANES) {
      sum = FloatVector.fromArray(SPECIES, x, xAt + k)
          .fma(FloatVector.fromArray(SPECIES, values, at + k), sum);
    }
    FloatVector none = FloatVector.zero(SPECIES);
    Lanes.sums(sum, none, none, none).intoArray(sums, 0);
    return sums[0];
  }

  private void addFour(int at, float[] sum, int sumAt) {
    FloatVector w0 = FloatVector.broadcast(SPECIES, scales[0]);
    FloatVector w1 = FloatVector.broadcast(SPECIES, scales[1]);
    FloatVector w2 = FloatVector.broadcast(SPECIES, scales[2]);
    FloatVector w3 = FloatVector.broadcast(SPECIES, scales[3]);
    for (int k = 0; k < rank; k += LANES) {
      FloatVector s = FloatVector.fromArray(SPECIES, sum, sumAt + k);
      s = w0.fma(FloatVector.fromArray(SPECIES, values, at + k), s);
      s = w1.fma(FloatVector.fromArray(SPECIES, values, at + rank + k), s);
      s = w2.fma(FloatVector.fromArray(SPECIES, values, at + 2 * rank + k), s);
      s = w3.fma(FloatVector.fromArray(SPECIES, values, at + 3 * rank + k), s);
      s.intoArray(sum, sumAt + k);
    }
  }

  private void addOne(float scale, int at, float[] sum, int sumAt) {
    FloatVector w = FloatVector.broadcast(SPECIES, scale);
    for (int k = 0; k < rank; k += LANES) {
      w.fma(
              FloatVector.fromArray(SPECIES, values, at + k),
              FloatVector.fromArray(SPECIES, sum, sumAt + k))
          .intoArray(sum, sumAt + k);
    }
  }

  @Override
  public void addOuterProducts(int begin, int end, float[] weights, float[] matrix) {
    for (int first = begin; first < end; first += ROWS_AT_A_TIME) {
      int rows = Math.min(ROWS_AT_A_TIME, end - first);
      packWeighted(weights, first, rows);
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
  private void packWeighted(float[] weights, int first, int rows) {
    if (panels.length < rows * rank) {
      panels = new float[Math.min(ROWS_AT_A_TIME, Math.max(rows, 64)) * rank];
    }
    for (int r = 0; r < rows; r++) {
      float weight = weights[first + r];
      int at = (first + r) * rank;
      for (int k = 0; k < rank; k += Micro.ROWS) {
        FloatVector.fromArray(EIGHT, values, at + k)
            .mul(weight)
            .intoArray(panels, k * rows + r * Micro.ROWS);
      }
    }
  }
}
