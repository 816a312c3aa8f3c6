// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.content;

import java.util.Arrays;
import org.openpersonalize.core.training.TrainingProgress;

/**
 * Finds the coefficients B, [F][K], that minimise {@code Σᵢ wᵢ ‖yᵢ − xᵢB‖² + λ Σ_f ‖B_f‖²}, where the {@linkplain
 * ItemFeatures#CONSTANT constant feature} has no part in the second sum.
 *
 * <p>That is {@code (XᵀWX + Λ) B = XᵀWY}, solved for all K columns side by side by conjugate gradients, preconditioned by the
 * diagonal (Hestenes, Stiefel 1952; Saad: Iterative methods for sparse linear systems, algorithm 9.1). XᵀWX is never made: with
 * 20,000 features it would take 1.6 GB, while a step costs 4K operations for each of the few features that an item has. The result does not depend on the number of threads.
 */
final class RidgeRegression {
  private static final int MOST_STEPS = 60;
  private static final double TOLERANCE = 1e-3;

  private final FeatureRows rows; // X
  private final FeatureRows columns; // Xᵀ
  private final float[] weights; // the diagonal of W
  private final int rank;
  private final float[][] target; // XᵀWY
  private final float[] diagonal; // of XᵀWX
  private final int threads;
  private final TrainingProgress progress;

  /** @param threads ≥ 1 */
  RidgeRegression(Observations observations, int threads, TrainingProgress progress) {
    this.rows = observations.rows();
    this.columns = rows.transposed();
    this.weights = observations.weights();
    this.rank = observations.factors().rank();
    this.threads = threads;
    this.progress = progress;
    float[][] weighted = new float[rows.rows()][rank];
    for (int row = 0; row < weighted.length; row++) {
      observations.factors().copyRow(row, weighted[row], 0);
    }
    scaleByWeight(weighted);
    this.target = columns.product(weighted, threads);
    this.diagonal = new float[rows.columns()];
    for (int feature = 0; feature < diagonal.length; feature++) {
      diagonal[feature] = columns.weightedSquares(feature, weights);
    }
  }

  /**
   * Finds them for one λ.
   *
   * @param coefficients where to begin, [F][K], such as the solution for a λ nearby; overwritten by the solution
   * @throws java.util.concurrent.CancellationException if the training was called off
   */
  void solve(double lambda, float[][] coefficients) {
    float[] ridge = new float[diagonal.length];
    Arrays.fill(ridge, (float) lambda);
    ridge[ItemFeatures.CONSTANT] = 0;
    float[][] residual = applied(coefficients, ridge);
    for (int feature = 0; feature < residual.length; feature++) {
      for (int k = 0; k < rank; k++) {
        residual[feature][k] = target[feature][k] - residual[feature][k];
      }
    }
    float[][] direction = preconditioned(residual, ridge);
    double[] squares = dots(residual, direction);
    double enough = TOLERANCE * TOLERANCE * sum(dots(target, preconditioned(target, ridge)));
    for (int step = 0; step < MOST_STEPS && sum(squares) > enough; step++) {
      progress.throwIfCancelled();
      float[][] applied = applied(direction, ridge);
      double[] curvature = dots(direction, applied);
      addScaled(coefficients, quotients(squares, curvature, 1), direction);
      addScaled(residual, quotients(squares, curvature, -1), applied);
      float[][] next = preconditioned(residual, ridge);
      double[] nextSquares = dots(residual, next);
      addScaled(next, quotients(nextSquares, squares, 1), direction);
      direction = next;
      squares = nextSquares;
    }
  }

  /** {@code (XᵀWX + Λ) M}. */
  private float[][] applied(float[][] matrix, float[] ridge) {
    float[][] ofItems = rows.product(matrix, threads);
    scaleByWeight(ofItems);
    float[][] sum = columns.product(ofItems, threads);
    for (int feature = 0; feature < sum.length; feature++) {
      for (int k = 0; k < rank; k++) {
        sum[feature][k] += ridge[feature] * matrix[feature][k];
      }
    }
    return sum;
  }

  private void scaleByWeight(float[][] ofItems) {
    for (int item = 0; item < ofItems.length; item++) {
      for (int k = 0; k < rank; k++) {
        ofItems[item][k] *= weights[item];
      }
    }
  }

  private float[][] preconditioned(float[][] matrix, float[] ridge) {
    float[][] divided = new float[matrix.length][rank];
    for (int feature = 0; feature < divided.length; feature++) {
      float pivot = diagonal[feature] + ridge[feature];
      for (int k = 0; k < rank; k++) {
        divided[feature][k] = matrix[feature][k] / pivot;
      }
    }
    return divided;
  }

  /** The products of the columns with each other, [K]. */
  private double[] dots(float[][] left, float[][] right) {
    double[] dots = new double[rank];
    for (int feature = 0; feature < left.length; feature++) {
      for (int k = 0; k < rank; k++) {
        dots[k] += (double) left[feature][k] * right[feature][k];
      }
    }
    return dots;
  }

  private static double sum(double[] values) {
    return Arrays.stream(values).sum();
  }

  /** By column; 0 for one that is solved already. */
  private static float[] quotients(double[] dividends, double[] divisors, int sign) {
    float[] quotients = new float[dividends.length];
    for (int k = 0; k < quotients.length; k++) {
      quotients[k] = divisors[k] > 0 ? (float) (sign * dividends[k] / divisors[k]) : 0;
    }
    return quotients;
  }

  private static void addScaled(float[][] sum, float[] scale, float[][] matrix) {
    for (int feature = 0; feature < sum.length; feature++) {
      float[] to = sum[feature];
      float[] from = matrix[feature];
      for (int k = 0; k < to.length; k++) {
        to[k] += scale[k] * from[k];
      }
    }
  }
}
