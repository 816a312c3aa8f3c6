// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.als;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.openpersonalize.core.kernel.Kernels;
import org.openpersonalize.core.kernel.Tile;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.matrix.RowBlocks;

/**
 * The basis in which a side's Gramian is diagonal. Scores do not change if both sides are turned into it, and a side that
 * is solved with the other one turned comes out turned, so nothing has to be turned back.
 */
final class EigenBasis {
  private static final int ROWS_AT_A_TIME = 256;

  private final int rank;
  private final float[]
      vectors; // [K, K], an eigenvector in each column, the greatest eigenvalue first
  private final Gramian gramian;

  private EigenBasis(int rank, float[] vectors, Gramian gramian) {
    this.rank = rank;
    this.vectors = vectors;
    this.gramian = gramian;
  }

  /**
   * Decomposes a Gramian, O(K³) in one thread.
   *
   * @param factors how many of the K factors are not padding; the others come last and stay zero
   * @throws IllegalStateException if a factor is not a number, or so large that there are no eigenvalues in floats
   */
  static EigenBasis of(Gramian gramian, int factors) {
    int rank = gramian.rank();
    float[] values = gramian.toMatrix().values();
    DMatrixRMaj symmetric = new DMatrixRMaj(rank, rank);
    for (int k = 0; k < values.length; k++) {
      symmetric.data[k] = values[k];
    }
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(rank, true, true);
    if (!eigen.decompose(symmetric) || !areFinite(eigen)) {
      throw new IllegalStateException(
          "The Gramian of the factors has no finite eigenvalues: a factor is not a number, or too large for floats");
    }
    int[] order = IntStream.range(0, rank)
        .boxed()
        .sorted(Comparator.comparingDouble(n -> -eigen.getEigenvalue(n).getReal()))
        .mapToInt(Integer::intValue)
        .toArray();
    float[] vectors = new float[rank * rank];
    float[] diagonal = new float[rank * rank];
    for (int column = 0; column < factors; column++) {
      DMatrixRMaj vector = eigen.getEigenVector(order[column]);
      for (int row = 0; row < rank; row++) {
        vectors[row * rank + column] = (float) vector.data[row];
      }
      diagonal[column * rank + column] =
          (float) Math.max(0, eigen.getEigenvalue(order[column]).getReal());
    }
    return new EigenBasis(rank, vectors, Gramian.of(new FactorMatrix(rank, rank, diagonal)));
  }

  /** EJML takes an infinite matrix for decomposed where it falls apart, and has infinite eigenvalues then. */
  private static boolean areFinite(EigenDecomposition_F64<DMatrixRMaj> eigen) {
    return IntStream.range(0, eigen.getNumberOfEigenvalues())
        .allMatch(n -> Float.isFinite((float) eigen.getEigenvalue(n).getReal()));
  }

  /** The Gramian in this basis: the eigenvalues on its diagonal. */
  Gramian gramian() {
    return gramian;
  }

  /** Turns factors, in place, into this basis. */
  void turn(FactorMatrix factors, Kernels kernels, int threads) {
    Tile basis = Tile.of(vectors, rank, rank);
    Tile all = Tile.of(factors.values(), factors.rows(), rank);
    new RowBlocks(factors.rows(), ROWS_AT_A_TIME).run(threads, () -> (block, from, to) -> {
      float[] turned = new float[(to - from) * rank];
      kernels.addProduct(
          Tile.of(turned, to - from, rank), 1, all.part(from, 0, to - from, rank), basis);
      System.arraycopy(turned, 0, factors.values(), from * rank, turned.length);
    });
  }
}
