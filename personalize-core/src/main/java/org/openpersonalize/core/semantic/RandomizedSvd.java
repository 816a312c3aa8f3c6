// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.semantic;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.openpersonalize.core.content.FeatureRows;
import org.openpersonalize.core.kernel.Vectors;
import org.openpersonalize.core.matrix.RowBlocks;
import org.openpersonalize.core.training.TrainingProgress;

/**
 * The right singular vectors of a sparse matrix that belong to its greatest singular values, by subspace iteration from
 * random directions.
 *
 * <p>Halko, Martinsson, Tropp: Finding Structure with Randomness: Probabilistic Algorithms for Constructing Approximate Matrix
 * Decompositions, SIAM Review 2011, algorithms 4.4 and 5.1: with {@value #MORE} directions more than are asked for, and {@value
 * #ITERATIONS} iterations. Directions are made orthonormal by the eigenvectors of their Gramian, L × L, which also shows which
 * of them there are not: of a matrix of lower rank there are fewer.
 *
 * <p>Takes 4 (N + T) L bytes beside the matrix and its transpose, 8 bytes an entry each, and {@code 4 · ITERATIONS} products
 * of theirs with a matrix of L columns.
 */
final class RandomizedSvd {
  private static final int MORE = 16;
  private static final int ITERATIONS = 3;

  /** Directions of a smaller share of the greatest eigenvalue are the rounding of floats. */
  private static final double SMALLEST = 1e-6;

  private static final int MOST_PARTS = 64;
  private static final int FEWEST_ROWS = 256;

  private final FeatureRows rows; // A
  private final FeatureRows columns; // Aᵀ
  private final int threads;
  private final TrainingProgress progress;

  /** @param threads ≥ 1; the result does not depend on it */
  RandomizedSvd(FeatureRows matrix, int threads, TrainingProgress progress) {
    this.rows = matrix;
    this.columns = matrix.transposed();
    this.threads = threads;
    this.progress = progress;
  }

  /**
   * The vectors, that of the greatest singular value first.
   *
   * @param most K, how many are asked for
   * @param seed of the random directions
   * @return V, [T][at most K]
   * @throws java.util.concurrent.CancellationException if the training was called off
   */
  float[][] rightVectors(int most, long seed) {
    int directions = Math.min(most + MORE, Math.min(rows.rows(), rows.columns()));
    float[][] right = orthonormal(random(rows.columns(), directions, seed), directions);
    for (int iteration = 1; iteration <= ITERATIONS; iteration++) {
      progress.throwIfCancelled();
      float[][] left = orthonormal(rows.product(right, threads), directions);
      progress.throwIfCancelled();
      right =
          orthonormal(columns.product(left, threads), iteration == ITERATIONS ? most : directions);
      progress.report((double) iteration / ITERATIONS, Double.NaN, "decompose");
    }
    return right;
  }

  private static float[][] random(int rows, int columns, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] matrix = new float[rows][columns];
    for (float[] row : matrix) {
      for (int k = 0; k < columns; k++) {
        row[k] = (float) random.nextGaussian();
      }
    }
    return matrix;
  }

  /**
   * The left singular vectors of a matrix of few columns, those of the greatest singular values first, which span what its columns
   * do.
   *
   * @param most how many
   */
  private float[][] orthonormal(float[][] matrix, int most) {
    int width = matrix.length == 0 ? 0 : matrix[0].length;
    EigenDecomposition_F64<DMatrixRMaj> eigen =
        DecompositionFactory_DDRM.eig(Math.max(1, width), true, true);
    if (width == 0 || !eigen.decompose(gramian(matrix, width))) {
      throw new IllegalStateException("The Gramian of the directions has no eigenvalues");
    }
    int[] greatest = IntStream.range(0, width)
        .boxed()
        .sorted(Comparator.comparingDouble(n -> -eigen.getEigenvalue(n).getReal()))
        .mapToInt(Integer::intValue)
        .limit(most)
        .toArray();
    double least = SMALLEST * eigen.getEigenvalue(greatest[0]).getReal();
    int[] kept = Arrays.stream(greatest)
        .filter(n -> eigen.getEigenvalue(n).getReal() > Math.max(least, Double.MIN_NORMAL))
        .toArray();
    float[][] turn = new float[width][kept.length];
    for (int k = 0; k < kept.length; k++) {
      double scale = 1 / Math.sqrt(eigen.getEigenvalue(kept[k]).getReal());
      DMatrixRMaj vector = eigen.getEigenVector(kept[k]);
      for (int row = 0; row < width; row++) {
        turn[row][k] = (float) (scale * vector.data[row]);
      }
    }
    return turned(matrix, turn, kept.length);
  }

  private float[][] turned(float[][] matrix, float[][] turn, int width) {
    float[][] turned = new float[matrix.length][];
    new RowBlocks(matrix.length, FEWEST_ROWS).run(threads, () -> (block, from, to) -> {
      for (int row = from; row < to; row++) {
        turned[row] = new float[width];
        for (int k = 0; k < turn.length; k++) {
          Vectors.addScaled(turned[row], matrix[row][k], turn[k]);
        }
      }
    });
    return turned;
  }

  /** MᵀM, added up in parts that do not depend on the number of threads. */
  private DMatrixRMaj gramian(float[][] matrix, int width) {
    RowBlocks parts =
        new RowBlocks(matrix.length, Math.max(FEWEST_ROWS, matrix.length / MOST_PARTS + 1));
    float[][][] partial = new float[parts.count()][width][width];
    parts.run(threads, () -> (part, from, to) -> {
      for (int row = from; row < to; row++) {
        for (int k = 0; k < width; k++) {
          Vectors.addScaled(partial[part][k], matrix[row][k], matrix[row]);
        }
      }
    });
    DMatrixRMaj sum = new DMatrixRMaj(width, width);
    for (float[][] part : partial) {
      for (int k = 0; k < width; k++) {
        for (int l = 0; l < width; l++) {
          sum.data[k * width + l] += k <= l ? part[k][l] : part[l][k];
        }
      }
    }
    return sum;
  }
}
