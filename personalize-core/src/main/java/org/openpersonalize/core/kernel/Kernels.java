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
   * {@code c += scale · a · b}, in blocks that fit the caches. Transposed factors are given by
   * {@link Tile#transposed()}.
   *
   * @param c [m, n], rows of neighbouring columns
   * @param a [m, k]
   * @param b [k, n]
   */
  void addProduct(Tile c, float scale, Tile a, Tile b);

  /**
   * The Cholesky factor U with {@code UᵀU = matrix}, in place. For matrices that fit the caches; larger ones are
   * decomposed in blocks, by this and {@link #addProduct}.
   *
   * @param matrix [n · n] symmetric; only its upper triangle is read and written, what is below becomes meaningless
   * @return false if it is not positive definite
   */
  boolean decompose(float[] matrix, int n);

  /**
   * Solves {@code UᵀU x = b} for x, in place.
   *
   * @param factor U as {@link #decompose} left it, [n · n]
   * @param x b, [n]; overwritten by the solution
   */
  void solve(float[] factor, int n, float[] x);
}
