// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.kernel;

/**
 * What training and scoring spend their time in. There are two implementations, which differ by rounding only: the plain
 * one, which the JIT compiler vectorises where it can, and one on the incubating Vector API.
 *
 * <p>Stateless and safe for any number of threads; buffers are made for one worker each. The same kernels give the same
 * bits every time.
 */
public interface Kernels {
  /** Ranks of rows are multiples of this, the lanes of the widest vector; factors beyond the real rank are zero. */
  int WIDTH = 16;

  /** Columns of bytes whose rows lie beside each other, a line of the processor's caches. */
  int BYTES_TOGETHER = 64;

  /** What a row of half floats may be scaled by is less. */
  float MOST_SCALE_OF_HALVES = 0x1p15f;

  /** {@code rank}, or the next greater multiple of {@link #WIDTH}. */
  static int padded(int rank) {
    return (rank + WIDTH - 1) / WIDTH * WIDTH;
  }

  /** The fastest kernels this JVM can run, the same for its whole life; see {@link KernelChoice}. */
  static Kernels best() {
    return KernelChoice.BEST;
  }

  /** What they are, with the width of a vector where results depend on it, such as {@code vector-512}. */
  String name();

  /** A buffer for rows of {@code rank} factors, a multiple of {@link #WIDTH}. */
  RowBuffer rowBuffer(int rank);

  /**
   * A buffer that is used again and again, such as by a worker during a whole training: it may take more memory than its
   * rows, up to a four-thousandth of the heap, if that makes it faster.
   */
  default RowBuffer lastingRowBuffer(int rank) {
    return rowBuffer(rank);
  }

  /**
   * {@code c += scale · a · b}, in blocks that fit the caches. Transposed factors are given by
   * {@link Tile#transposed()}.
   *
   * @param c [m, n], rows of neighbouring columns
   * @param a [m, k]
   * @param b [k, n]
   */
  void addProduct(Tile c, float scale, Tile a, Tile b);

  /** {@code left}, of which nothing is kept but a copy, made ready to be multiplied with many. */
  Multiplier multiplier(Tile left);

  /** Room for a right factor [rows, columns], which is zero. */
  RightFactor rightFactor(int rows, int columns);

  /** Is it faster to multiply bytes than to read as many floats from memory? */
  boolean multipliesBytes();

  /**
   * {@code products = left · right} for whole numbers of a byte each.
   *
   * @param left [k]
   * @param right [k, columns] in panels of {@link #BYTES_TOGETHER} columns, one after the other, each row after row
   * @param products [at least columns]; overwritten
   * @param columns a multiple of {@link #BYTES_TOGETHER}
   */
  void multiplyBytes(float[] left, byte[] right, float[] products, int columns);

  /** The greatest of the values {@code [from, to)}, of which none is NaN; {@code -∞} if there are none. */
  float greatest(float[] values, int from, int to);

  /** Where the first of the values {@code [from, to)} stands that is greater than a bound; {@code to} if none is. */
  int firstAbove(float[] values, int from, int to, float bound);

  /**
   * Where all of the values {@code [from, to)} stand that are greater than a bound, in ascending order.
   *
   * @param places at least as many as there are values; overwritten from its start
   * @return how many there are
   */
  int placesAbove(float[] values, int from, int to, float bound, int[] places);

  /**
   * {@code Σ exp(scale · (x − shift))} over the values {@code [from, to)}, each term as {@link #exponentiate} makes it.
   *
   * @param scale &gt; 0
   */
  float sumExponentials(float[] values, int from, int to, float shift, float scale);

  /**
   * {@code x = exp(x − shift)} for the values {@code [from, to)}, by at most 3e-7 of itself too large or small, as long as x is no
   * more than {@code shift + 80}; less than e⁻⁸⁰ is as that.
   *
   * @return the sum of the new values
   */
  float exponentiate(float[] values, int from, int to, float shift);

  /**
   * {@code sums += Σ scaleₙ · rowₙ}, one row after the other for each element: the bits are those of plain loops, whichever the
   * kernels.
   *
   * @param length how many elements each row has, and {@code sums} at least
   * @param values the rows, wherever in it they are
   * @param starts where each begins, [at least count]
   * @param scales of the same rows
   * @param count how many rows
   */
  void addRows(float[] sums, int length, float[] values, int[] starts, float[] scales, int count);

  /**
   * As {@link #addRows}, of rows of {@link HalfFloats}.
   *
   * @param scales each of a magnitude less than {@link #MOST_SCALE_OF_HALVES}
   */
  void addHalfRows(
      float[] sums, int length, short[] values, int[] starts, float[] scales, int count);

  /**
   * Solves systems {@code A x = b} by Cholesky decomposition, for matrices that fit the caches. Several go side by side
   * where one alone would wait for every pivot.
   *
   * @param matrices A, [count · n · n] symmetric; what stands below their diagonals must be finite but has no effect;
   *     overwritten
   * @param n a multiple of {@link #WIDTH}
   * @param x b, [count · n]; overwritten by the solutions
   * @return false if a matrix is not positive definite, or not finite; then {@code x} is meaningless
   */
  boolean solve(float[] matrices, int n, int count, float[] x);
}
