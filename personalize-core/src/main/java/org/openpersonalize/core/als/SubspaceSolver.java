// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.als;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.openpersonalize.core.kernel.RowBuffer;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.matrix.InteractionMatrix;

/**
 * One exact step in each block of d factors after the other, the rest of the row held fixed: O(nKd + K²) and small
 * systems instead of O(nK² + K³).
 *
 * <p>Rendle, Krichene, Zhang, Koren: iALS++: Speeding up Matrix Factorization with Subspace Optimization (arXiv
 * 2110.14044). All blocks of a row are done in one visit, so a row's scores stay in a buffer of its own and neither a
 * score for every interaction nor the order of the transpose has to be kept.
 */
final class SubspaceSolver implements RowSolver {
  private final FixedSide side;
  private final int rank;
  private final int blockSize;
  private final RowEntries entries; // of all K factors
  private final RowBuffer wholeBlock; // of the factors of one block
  private final RowBuffer lastBlock; // narrower where K is no multiple of d
  private final RowBuffer unobserved; // the rows of α₀ YᵀY
  private final float[] x; // [K]
  private final float[] changeOfX; // [K]
  private final float[] unobservedProduct; // α₀ YᵀY x, [K]
  private float[] scores = new float[256]; // C^½ Y x
  private float[] residuals = new float[256]; // C^½ (p − Y x)
  private float[] changes = new float[256]; // of the scores, by the step in one block

  /** @param blockSize d, a multiple of {@code Kernels.WIDTH} */
  SubspaceSolver(FixedSide side, RowEntries entries, int blockSize) {
    this.side = side;
    this.rank = side.rank();
    this.blockSize = Math.min(blockSize, rank);
    this.entries = entries;
    this.wholeBlock = side.kernels().rowBuffer(this.blockSize);
    this.lastBlock =
        rank % this.blockSize == 0 ? wholeBlock : side.kernels().rowBuffer(rank % this.blockSize);
    this.unobserved = side.kernels().rowBuffer(rank);
    float[] ones = new float[rank];
    Arrays.fill(ones, 1);
    unobserved.add(
        side.unobserved(), rank, 0, IntStream.range(0, rank).toArray(), 0, rank, ones, 0);
    this.x = new float[rank];
    this.changeOfX = new float[rank];
    this.unobservedProduct = new float[rank];
  }

  @Override
  public double solve(
      InteractionMatrix matrix, int from, int to, FactorMatrix fixed, FactorMatrix solved) {
    double objective = 0;
    for (int row = from; row < to; row++) {
      if (matrix.start(row) < matrix.end(row)) {
        objective += solve(matrix, row, fixed, solved);
      }
    }
    return objective;
  }

  private double solve(InteractionMatrix matrix, int row, FactorMatrix fixed, FactorMatrix solved) {
    int start = matrix.start(row);
    int end = matrix.end(row);
    entries.clear();
    entries.add(matrix, start, end, fixed);
    float ridge = side.ridge(entries.observedWeight(0, entries.size()));
    ensureRoom(entries.size());
    solved.copyRow(row, x, 0);
    entries.factors.multiply(0, entries.size(), x, 0, scores);
    Arrays.fill(unobservedProduct, 0);
    unobserved.addCombination(0, rank, x, unobservedProduct, 0);

    for (int first = 0; first < rank; first += blockSize) {
      int size = Math.min(blockSize, rank - first);
      RowBuffer block = size == blockSize ? wholeBlock : lastBlock;
      block.clear();
      block.add(
          fixed.values(), rank, first, matrix.columnIndices(), start, end, entries.roots(), 0);
      step(block, first, size, ridge);
    }
    solved.setRow(row, x, 0);
    return objective(ridge);
  }

  private void ensureRoom(int needed) {
    if (scores.length < needed) {
      int length = Math.max(needed, 2 * scores.length);
      scores = new float[length];
      residuals = new float[length];
      changes = new float[length];
    }
  }

  /** Minimises over the block's factors and carries the change on to the scores and {@link #unobservedProduct}. */
  private void step(RowBuffer block, int first, int size, float ridge) {
    float[] system = new float[size * size];
    float[] change = new float[size];
    for (int k = 0; k < size; k++) {
      System.arraycopy(side.unobserved(), (first + k) * rank + first, system, k * size, size);
      system[k * size + k] += ridge;
      change[k] = -unobservedProduct[first + k] - ridge * x[first + k];
    }
    for (int entry = 0; entry < block.size(); entry++) {
      residuals[entry] = entries.right[entry] - scores[entry];
    }
    block.addOuterProducts(0, block.size(), system, 0);
    block.addCombination(0, block.size(), residuals, change, 0);
    if (!side.kernels().solve(system, size, 1, change)) {
      throw new IllegalStateException(
          "The system of a row is not positive definite: the regularization is too small for floats");
    }

    block.multiply(0, block.size(), change, 0, changes);
    for (int entry = 0; entry < block.size(); entry++) {
      scores[entry] += changes[entry];
    }
    for (int k = 0; k < size; k++) {
      x[first + k] += change[k];
    }
    System.arraycopy(change, 0, changeOfX, first, size);
    unobserved.addCombination(first, first + size, changeOfX, unobservedProduct, 0);
  }

  private double objective(float ridge) {
    double sum = 0;
    for (int entry = 0; entry < entries.size(); entry++) {
      double residual = (double) entries.right[entry] - scores[entry];
      sum += residual * residual;
    }
    for (int k = 0; k < rank; k++) {
      sum += x[k] * (unobservedProduct[k] + (double) ridge * x[k]);
    }
    return sum;
  }
}
