// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.affinity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Logistic regression on weighted examples: Newton's method on
 *
 * <pre>  Σ w (ln(1 + exp(f)) − t f) + λ/2 Σ b²,  f = Σ b x</pre>
 *
 * with the last coefficient, that of the constant, free.
 */
final class EvidenceFit {
  private static final int STEPS = 25;
  private static final double RIDGE = 1e-2;

  private static final int SIZE = Evidence.SIZE;

  private final List<double[]> examples = new ArrayList<>();
  private int taken;

  /**
   * Adds an example.
   *
   * @param features copied
   * @param weight how many like it this one stands for
   */
  void add(double[] features, boolean isTaken, double weight) {
    double[] example = Arrays.copyOf(features, SIZE + 2);
    example[SIZE] = isTaken ? 1 : 0;
    example[SIZE + 1] = weight;
    examples.add(example);
    taken += isTaken ? 1 : 0;
  }

  /** How many examples of a pair that came about there are. */
  int taken() {
    return taken;
  }

  Evidence fit() {
    double[] coefficients = new double[SIZE];
    for (int step = 0; step < STEPS; step++) {
      double[] gradient = new double[SIZE];
      double[][] hessian = new double[SIZE][SIZE];
      for (double[] example : examples) {
        addTo(gradient, hessian, example, coefficients);
      }
      for (int n = 0; n < SIZE; n++) {
        double ridge = n == SIZE - 1 ? 1e-9 : RIDGE;
        gradient[n] += ridge * coefficients[n];
        hessian[n][n] += ridge;
      }
      double[] change = solved(hessian, gradient);
      double greatest = 0;
      for (int n = 0; n < SIZE; n++) {
        double bounded = Math.max(-2, Math.min(2, change[n]));
        coefficients[n] -= bounded;
        greatest = Math.max(greatest, Math.abs(bounded));
      }
      if (greatest < 1e-7) {
        break;
      }
    }
    float[] found = new float[SIZE];
    for (int n = 0; n < SIZE; n++) {
      found[n] = (float) coefficients[n];
    }
    return new Evidence(found);
  }

  private static void addTo(
      double[] gradient, double[][] hessian, double[] example, double[] coefficients) {
    double sum = 0;
    for (int n = 0; n < SIZE; n++) {
      sum += coefficients[n] * example[n];
    }
    double probability = 1 / (1 + Math.exp(-sum));
    double weight = example[SIZE + 1];
    double error = weight * (probability - example[SIZE]);
    double curvature = weight * probability * (1 - probability);
    for (int n = 0; n < SIZE; n++) {
      gradient[n] += error * example[n];
      for (int m = 0; m < SIZE; m++) {
        hessian[n][m] += curvature * example[n] * example[m];
      }
    }
  }

  /** x of {@code matrix · x = right}, both overwritten; the matrix is positive definite. */
  private static double[] solved(double[][] matrix, double[] right) {
    for (int pivot = 0; pivot < SIZE; pivot++) {
      for (int row = pivot + 1; row < SIZE; row++) {
        double factor = matrix[row][pivot] / matrix[pivot][pivot];
        for (int column = pivot; column < SIZE; column++) {
          matrix[row][column] -= factor * matrix[pivot][column];
        }
        right[row] -= factor * right[pivot];
      }
    }
    for (int row = SIZE - 1; row >= 0; row--) {
      for (int column = row + 1; column < SIZE; column++) {
        right[row] -= matrix[row][column] * right[column];
      }
      right[row] /= matrix[row][row];
    }
    return right;
  }
}
