// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products of one vector and the rows of a matrix, row after row in one array; the vector's length is a multiple of that
 * of the processor's vectors.
 *
 * <p>Static methods that hold their whole loop: cut into methods of four rows each, C2 made them half as fast.
 */
final class RowLoops {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private static final VectorShuffle<Float> SWAP_HALVES = swap(LANES / 2);
  private static final VectorShuffle<Float> SWAP_QUARTERS = swap(LANES / 4);
  private static final VectorShuffle<Float> SWAP_PAIRS = swap(2);
  private static final VectorShuffle<Float> SWAP_NEIGHBOURS = swap(1);
  private static final VectorMask<Float> UPPER_HALF = bit(LANES / 2);
  private static final VectorMask<Float> UPPER_QUARTERS = bit(LANES / 4);

  private RowLoops() {}

  private static VectorShuffle<Float> swap(int distance) {
    return VectorShuffle.fromOp(SPECIES, lane -> lane ^ distance);
  }

  private static VectorMask<Float> bit(int distance) {
    boolean[] bits = new boolean[LANES];
    for (int lane = 0; lane < LANES; lane++) {
      bits[lane] = (lane & distance) != 0;
    }
    return VectorMask.fromArray(SPECIES, bits, 0);
  }

  /**
   * {@code products[productsAt + r] = Σ rows[at + r · stride + k] · x[xAt + k]} over k &lt; {@code rank}.
   *
   * @param four room for {@link #LANES} floats
   */
  static void multiply(
      float[] rows,
      int at,
      int stride,
      int count,
      int rank,
      float[] x,
      int xAt,
      float[] products,
      int productsAt,
      float[] four) {
    int r = 0;
    for (; r + 3 < count; r += 4) {
      int row = at + r * stride;
      FloatVector a = FloatVector.zero(SPECIES);
      FloatVector b = a;
      FloatVector c = a;
      FloatVector d = a;
      for (int k = 0; k < rank; k += LANES) {
        FloatVector v = FloatVector.fromArray(SPECIES, x, xAt + k);
        a = v.fma(FloatVector.fromArray(SPECIES, rows, row + k), a);
        b = v.fma(FloatVector.fromArray(SPECIES, rows, row + stride + k), b);
        c = v.fma(FloatVector.fromArray(SPECIES, rows, row + 2 * stride + k), c);
        d = v.fma(FloatVector.fromArray(SPECIES, rows, row + 3 * stride + k), d);
      }
      // The sums over the lanes of all four together, where reduceLanes goes lane after lane: they
      // end up in the lanes
      // 0, LANES/2, LANES/4 and 3 · LANES/4.
      FloatVector ab = a.blend(b, UPPER_HALF).add(b.blend(a, UPPER_HALF).rearrange(SWAP_HALVES));
      FloatVector cd = c.blend(d, UPPER_HALF).add(d.blend(c, UPPER_HALF).rearrange(SWAP_HALVES));
      FloatVector sums =
          ab.blend(cd, UPPER_QUARTERS).add(cd.blend(ab, UPPER_QUARTERS).rearrange(SWAP_QUARTERS));
      if (LANES == 16) {
        sums = sums.add(sums.rearrange(SWAP_PAIRS));
      }
      if (LANES >= 8) {
        sums = sums.add(sums.rearrange(SWAP_NEIGHBOURS));
      }
      sums.intoArray(four, 0);
      products[productsAt + r] = four[0];
      products[productsAt + r + 1] = four[LANES / 2];
      products[productsAt + r + 2] = four[LANES / 4];
      products[productsAt + r + 3] = four[3 * LANES / 4];
    }
    for (; r < count; r++) {
      int row = at + r * stride;
      FloatVector sum = FloatVector.zero(SPECIES);
      for (int k = 0; k < rank; k += LANES) {
        sum = FloatVector.fromArray(SPECIES, x, xAt + k)
            .fma(FloatVector.fromArray(SPECIES, rows, row + k), sum);
      }
      FloatVector.zero(SPECIES).add(sum).intoArray(four, 0);
      float total = 0;
      for (int lane = 0; lane < LANES; lane++) {
        total += four[lane];
      }
      products[productsAt + r] = total;
    }
  }

  /** {@code sum[sumAt + k] += Σ weights[weightsAt + r] · rows[at + r · stride + k]} for k &lt; {@code rank}. */
  static void combine(
      float[] rows,
      int at,
      int stride,
      int count,
      int rank,
      float[] weights,
      int weightsAt,
      float[] sum,
      int sumAt) {
    int k = 0;
    for (; k + 4 * LANES <= rank; k += 4 * LANES) {
      combineFour(rows, at + k, stride, count, weights, weightsAt, sum, sumAt + k);
    }
    for (; k < rank; k += LANES) {
      combineOne(rows, at + k, stride, count, weights, weightsAt, sum, sumAt + k);
    }
  }

  /** {@link #combine} for four vectors of columns. */
  private static void combineFour(
      float[] rows,
      int at,
      int stride,
      int count,
      float[] weights,
      int weightsAt,
      float[] sum,
      int sumAt) {
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    int row = at;
    for (int r = 0; r < count; r++) {
      FloatVector weight = FloatVector.broadcast(SPECIES, weights[weightsAt + r]);
      s0 = weight.fma(FloatVector.fromArray(SPECIES, rows, row), s0);
      s1 = weight.fma(FloatVector.fromArray(SPECIES, rows, row + LANES), s1);
      s2 = weight.fma(FloatVector.fromArray(SPECIES, rows, row + 2 * LANES), s2);
      s3 = weight.fma(FloatVector.fromArray(SPECIES, rows, row + 3 * LANES), s3);
      row += stride;
    }
    FloatVector.fromArray(SPECIES, sum, sumAt).add(s0).intoArray(sum, sumAt);
    int next = sumAt + LANES;
    FloatVector.fromArray(SPECIES, sum, next).add(s1).intoArray(sum, next);
    next += LANES;
    FloatVector.fromArray(SPECIES, sum, next).add(s2).intoArray(sum, next);
    next += LANES;
    FloatVector.fromArray(SPECIES, sum, next).add(s3).intoArray(sum, next);
  }

  /** {@link #combine} for one vector of columns. */
  private static void combineOne(
      float[] rows,
      int at,
      int stride,
      int count,
      float[] weights,
      int weightsAt,
      float[] sum,
      int sumAt) {
    FloatVector s = FloatVector.zero(SPECIES);
    int row = at;
    for (int r = 0; r < count; r++) {
      s = FloatVector.fromArray(SPECIES, rows, row)
          .fma(FloatVector.broadcast(SPECIES, weights[weightsAt + r]), s);
      row += stride;
    }
    FloatVector.fromArray(SPECIES, sum, sumAt).add(s).intoArray(sum, sumAt);
  }

  /** Copies {@code rows[from .. to)} of a matrix one behind the other, each times its scale. */
  static void gather(
      float[] factors,
      int stride,
      int offset,
      int[] rows,
      int from,
      int to,
      float[] scales,
      int scalesAt,
      float[] into,
      int at,
      int rank) {
    int target = at;
    for (int entry = from; entry < to; entry++) {
      int source = rows[entry] * stride + offset;
      FloatVector scale = FloatVector.broadcast(SPECIES, scales[scalesAt + entry - from]);
      for (int k = 0; k < rank; k += LANES) {
        FloatVector.fromArray(SPECIES, factors, source + k).mul(scale).intoArray(into, target + k);
      }
      target += rank;
    }
  }
}
