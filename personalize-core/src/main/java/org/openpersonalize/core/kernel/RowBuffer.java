// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.kernel;

/**
 * Rows of a factor matrix that one worker has gathered and now reads several times; they stand together in whatever
 * layout suits the kernels. Of K factors each, K a multiple of {@link Kernels#WIDTH}.
 *
 * <p>Operations take the rows {@code [first, end)} of the buffer, so that one buffer holds the entries of several users
 * or items; arrays with one number a row are indexed by the row of the buffer. Grows to the most rows it has held; not
 * thread-safe.
 */
public interface RowBuffer {
  /** Forgets all rows. */
  void clear();

  /**
   * Adds {@code to − from} rows: the first is {@code factors[rows[from] · stride + offset ..]}, K floats of it, times
   * {@code scales[scalesAt]}.
   */
  void add(
      float[] factors,
      int stride,
      int offset,
      int[] rows,
      int from,
      int to,
      float[] scales,
      int scalesAt);

  /** How many rows are held. */
  int size();

  /** {@code products[r] = yᵣ·x}, x being the K floats from {@code xAt} on. */
  void multiply(int first, int end, float[] x, int xAt, float[] products);

  /** {@code sum += Σ weights[r] · yᵣ}, sum being the K floats from {@code sumAt} on. */
  void addCombination(int first, int end, float[] weights, float[] sum, int sumAt);

  /**
   * {@code sum += Σ (right[r] − yᵣ·x) yᵣ}: what the rows contribute to the residual of a normal equation at x, in one
   * pass over them.
   *
   * @return {@code Σ right[r] · yᵣ·x}
   */
  double addResidual(int first, int end, float[] right, float[] x, int xAt, float[] sum, int sumAt);

  /** {@code sum −= Σ (yᵣ·x) yᵣ}, in one pass over the rows. */
  void subtractProduct(int first, int end, float[] x, int xAt, float[] sum, int sumAt);

  /**
   * {@code matrix += Σ yᵣyᵣᵀ}.
   *
   * @param matrix [K · K] from {@code at} on; only its upper triangle is meaningful afterwards
   */
  void addOuterProducts(int first, int end, float[] matrix, int at);
}
