// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.nextbestaction;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * Logistic regression that is drawn towards coefficients known beforehand.
 *
 * <p>Minimises {@code −Σᵢ log P(yᵢ | oᵢ + b + w·xᵢ) + λ/2 ‖w − w₀‖² + ε/2 (b − b₀)²} by Newton's method with halved steps, each of
 * which solves an F×F system: the mode of the posterior under a normal prior with the mean w₀ and the variance 1/λ. Since the
 * constant b is all but free, the mean of the probabilities is the share of those that were taken.
 *
 * <p>Bishop: Pattern Recognition and Machine Learning, 2006, sections 4.3.3 and 4.5.1.
 */
final class LogisticRegression {
  private static final int MOST_STEPS = 30;
  private static final int MOST_HALVINGS = 20;
  private static final double CONSTANT_RIDGE = 1e-3;
  private static final double CLOSE_ENOUGH = 1e-9; // of the loss, from one step to the next

  private final float[][] rows;
  private final boolean[] taken;
  private final double[] offsets;
  private final int size; // F and the constant

  /**
   * @param rows [n][F], n ≥ 1
   * @param taken [n]
   * @param offsets o, [n]
   */
  LogisticRegression(float[][] rows, boolean[] taken, double[] offsets) {
    this.rows = rows;
    this.taken = taken;
    this.offsets = offsets;
    this.size = rows[0].length + 1;
  }

  /**
   * Fits.
   *
   * @param prior w₀ and b₀ at the end, [F + 1]
   * @param ridge λ
   * @return w and b at the end, [F + 1]
   */
  double[] fit(double[] prior, double ridge) {
    double[] coefficients = prior.clone();
    double loss = loss(coefficients, prior, ridge);
    for (int step = 0; step < MOST_STEPS; step++) {
      double[] direction = direction(coefficients, prior, ridge);
      double[] next = moved(coefficients, direction, 1);
      double nextLoss = loss(next, prior, ridge);
      for (int half = 1; half <= MOST_HALVINGS && !(nextLoss <= loss); half++) {
        next = moved(coefficients, direction, Math.scalb(1.0, -half));
        nextLoss = loss(next, prior, ridge);
      }
      if (!(nextLoss <= loss)) {
        return coefficients;
      }
      boolean isClose = loss - nextLoss <= CLOSE_ENOUGH * (1 + loss);
      coefficients = next;
      loss = nextLoss;
      if (isClose) {
        return coefficients;
      }
    }
    return coefficients;
  }

  private static double[] moved(double[] from, double[] direction, double length) {
    double[] to = from.clone();
    for (int f = 0; f < to.length; f++) {
      to[f] += length * direction[f];
    }
    return to;
  }

  /** −H⁻¹g of the loss. */
  private double[] direction(double[] coefficients, double[] prior, double ridge) {
    DMatrixRMaj hessian = new DMatrixRMaj(size, size);
    DMatrixRMaj descent = new DMatrixRMaj(size, 1);
    double[] x = new double[size];
    x[size - 1] = 1;
    for (int n = 0; n < rows.length; n++) {
      for (int f = 0; f < size - 1; f++) {
        x[f] = rows[n][f];
      }
      double p = probability(offsets[n] + score(coefficients, rows[n]));
      double error = (taken[n] ? 1 : 0) - p;
      double weight = Math.max(p * (1 - p), 1e-12);
      for (int f = 0; f < size; f++) {
        descent.data[f] += error * x[f];
        addScaled(hessian.data, f * size, weight * x[f], x);
      }
    }
    for (int f = 0; f < size; f++) {
      double own = f == size - 1 ? CONSTANT_RIDGE : ridge;
      hessian.data[f * size + f] += own;
      descent.data[f] -= own * (coefficients[f] - prior[f]);
    }
    LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.symmPosDef(size);
    if (!solver.setA(hessian)) {
      throw new IllegalStateException("The features are not finite");
    }
    DMatrixRMaj solved = new DMatrixRMaj(size, 1);
    solver.solve(descent, solved);
    return solved.data;
  }

  private static void addScaled(double[] sums, int from, double scale, double[] x) {
    for (int f = 0; f < x.length; f++) {
      sums[from + f] += scale * x[f];
    }
  }

  private double loss(double[] coefficients, double[] prior, double ridge) {
    double loss = logLoss(coefficients) * rows.length;
    for (int f = 0; f < size; f++) {
      double difference = coefficients[f] - prior[f];
      loss += (f == size - 1 ? CONSTANT_RIDGE : ridge) / 2 * difference * difference;
    }
    return loss;
  }

  /** The mean of −log P(yᵢ) by some coefficients. */
  double logLoss(double[] coefficients) {
    double sum = 0;
    for (int n = 0; n < rows.length; n++) {
      sum += logLoss(offsets[n] + score(coefficients, rows[n]), taken[n]);
    }
    return sum / rows.length;
  }

  /** The rows {@code [from, to)}. */
  LogisticRegression part(int from, int to) {
    return new LogisticRegression(
        Arrays.copyOfRange(rows, from, to),
        Arrays.copyOfRange(taken, from, to),
        Arrays.copyOfRange(offsets, from, to));
  }

  int size() {
    return rows.length;
  }

  /** w·x + b. */
  static double score(double[] coefficients, float[] row) {
    double sum = coefficients[row.length];
    for (int f = 0; f < row.length; f++) {
      sum += coefficients[f] * row[f];
    }
    return sum;
  }

  /** Of a score, which is the logarithm of odds. */
  static double probability(double score) {
    return 1 / (1 + Math.exp(-score));
  }

  /** The logarithm of odds. */
  static double logit(double probability) {
    return Math.log(probability / (1 - probability));
  }

  /** log(1 + e⁻ˢ) without overflow, s being the score of what happened. */
  private static double logLoss(double score, boolean isTaken) {
    double s = isTaken ? score : -score;
    return Math.max(0, -s) + Math.log1p(Math.exp(-Math.abs(s)));
  }
}
