package org.openpersonalize.core.kernel;

/**
 * Rows of a factor matrix that one worker has gathered and now reads several times; they stand together in whatever
 * layout suits the kernels. Of K factors each, K a multiple of {@link Kernels#WIDTH}.
 *
 * <p>Grows to the longest row set it has seen; not thread-safe.
 */
public interface RowBuffer {
  /**
   * Replaces what is held by {@code to − from} rows: row r is {@code factors[rows[from + r] · stride + offset ..]}, K
   * floats of it.
   */
  void gather(float[] factors, int stride, int offset, int[] rows, int from, int to);

  /** How many rows are held. */
  int size();

  /** {@code products[r] = yᵣ·x} for every row; x is [K]. */
  void multiply(float[] x, float[] products);

  /** {@code sum += Σ weights[from + r] · yᵣ}, [K]. */
  void addCombination(float[] weights, int from, float[] sum);

  /**
   * {@code sum += Σ weights[from + r] · (constant + sign · yᵣ·x) · yᵣ}: one step of conjugate gradients in one pass over
   * the rows.
   */
  void addNormalProduct(
      float[] weights, int from, float constant, float sign, float[] x, float[] sum);

  /**
   * {@code matrix += Σ weights[from + r] · yᵣyᵣᵀ}.
   *
   * @param matrix [K · K]; only its upper triangle is meaningful afterwards
   */
  void addOuterProducts(float[] weights, int from, float[] matrix);
}
