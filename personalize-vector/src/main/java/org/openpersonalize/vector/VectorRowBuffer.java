// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.vector;

import jdk.incubator.vector.FloatVector;
import org.openpersonalize.core.kernel.RowBuffer;

/** The rows one behind the other in one array. */
final class VectorRowBuffer implements RowBuffer {
  private static final int LANES = FloatVector.SPECIES_PREFERRED.length();

  /** Rows that are multiplied and then combined while they are in the first-level cache. */
  private static final int ROWS_IN_CACHE = 64;

  /** Floats of the rows whose outer products are summed at a time, 32 KB: they stay in a first-level cache. */
  private static final int FLOATS_AT_A_TIME = 1 << 13;

  /** Rows whose outer products are summed at a time even if they take more. */
  private static final int ROWS_AT_A_TIME = 64;

  private final int rank;
  private final boolean lasting;
  private final float[] lanes = new float[LANES];
  private final float[] productsOfBlock = new float[ROWS_IN_CACHE];
  private float[] values = new float[0];
  private int start; // of the first row in values
  private int size;

  /** @param lasting is it worth to be one of the {@link LargeArrays}? */
  VectorRowBuffer(int rank, boolean lasting) {
    this.rank = rank;
    this.lasting = lasting;
  }

  @Override
  public void clear() {
    size = 0;
  }

  @Override
  public void add(
      float[] factors,
      int stride,
      int offset,
      int[] rows,
      int from,
      int to,
      float[] scales,
      int scalesAt) {
    ensureRoom((size + to - from) * rank);
    RowLoops.gather(
        factors, stride, offset, rows, from, to, scales, scalesAt, values, at(size), rank);
    size += to - from;
  }

  private void ensureRoom(int floats) {
    int room = values.length - start;
    if (room < floats) {
      int wanted = Math.max(floats, 2 * room);
      float[] larger = lasting ? LargeArrays.of(wanted) : new float[wanted];
      int newStart = lasting ? LargeArrays.SECOND_LINE : 0;
      System.arraycopy(values, start, larger, newStart, size * rank);
      values = larger;
      start = newStart;
    }
  }

  /** Where a row begins. */
  private int at(int row) {
    return start + row * rank;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public void multiply(int first, int end, float[] x, int xAt, float[] products) {
    RowLoops.multiply(values, at(first), rank, end - first, rank, x, xAt, products, first, lanes);
  }

  @Override
  public void addCombination(int first, int end, float[] weights, float[] sum, int sumAt) {
    RowLoops.combine(values, at(first), rank, end - first, rank, weights, first, sum, sumAt);
  }

  @Override
  public double addResidual(
      int first, int end, float[] right, float[] x, int xAt, float[] sum, int sumAt) {
    double rightPart = 0;
    for (int row = first; row < end; row += ROWS_IN_CACHE) {
      int count = Math.min(ROWS_IN_CACHE, end - row);
      RowLoops.multiply(values, at(row), rank, count, rank, x, xAt, productsOfBlock, 0, lanes);
      rightPart += dot(right, row, productsOfBlock, count);
      for (int r = 0; r < count; r++) {
        productsOfBlock[r] = right[row + r] - productsOfBlock[r];
      }
      RowLoops.combine(values, at(row), rank, count, rank, productsOfBlock, 0, sum, sumAt);
    }
    return rightPart;
  }

  @Override
  public void subtractProduct(int first, int end, float[] x, int xAt, float[] sum, int sumAt) {
    for (int row = first; row < end; row += ROWS_IN_CACHE) {
      int count = Math.min(ROWS_IN_CACHE, end - row);
      RowLoops.multiply(values, at(row), rank, count, rank, x, xAt, productsOfBlock, 0, lanes);
      for (int r = 0; r < count; r++) {
        productsOfBlock[r] = -productsOfBlock[r];
      }
      RowLoops.combine(values, at(row), rank, count, rank, productsOfBlock, 0, sum, sumAt);
    }
  }

  /** Four sums side by side: one alone waits for each addition to end before the next. */
  private static float dot(float[] a, int at, float[] b, int count) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int r = 0;
    for (; r + 3 < count; r += 4) {
      s0 += a[at + r] * b[r];
      s1 += a[at + r + 1] * b[r + 1];
      s2 += a[at + r + 2] * b[r + 2];
      s3 += a[at + r + 3] * b[r + 3];
    }
    for (; r < count; r++) {
      s0 += a[at + r] * b[r];
    }
    return (s0 + s1) + (s2 + s3);
  }

  @Override
  public void addOuterProducts(int first, int end, float[] matrix, int at) {
    int rowsAtATime = Math.max(ROWS_AT_A_TIME, FLOATS_AT_A_TIME / rank);
    for (int row = first; row < end; row += rowsAtATime) {
      int depth = Math.min(rowsAtATime, end - row);
      int rows = at(row);
      for (int i = 0; i < rank; i += Micro.ROWS) {
        int to = at + i * rank;
        int j = i / LANES * LANES;
        for (; j + 2 * LANES <= rank; j += 2 * LANES) {
          Micro.addTwoVectors(
              depth, values, rows + i, rank, values, rows + j, rank, matrix, to + j, rank);
        }
        if (j < rank) {
          Micro.addOneVector(
              depth, values, rows + i, rank, values, rows + j, rank, matrix, to + j, rank);
        }
      }
    }
  }
}
