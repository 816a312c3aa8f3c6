// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.content;

import java.util.Arrays;
import org.openpersonalize.core.matrix.FactorMatrix;

/**
 * Items whose features and factors are both known.
 *
 * @param rows X, [N, F]
 * @param factors Y, [N, K]
 * @param weights how much each item counts, [N]
 */
record Observations(FeatureRows rows, FactorMatrix factors, float[] weights) {
  int size() {
    return weights.length;
  }

  /** These of them. */
  Observations select(int[] items) {
    float[] selected = new float[items.length];
    for (int n = 0; n < items.length; n++) {
      selected[n] = weights[items[n]];
    }
    return new Observations(rows.select(items), select(factors, items), selected);
  }

  /** The same of so many of the factors, if there are more. */
  Observations ofFactors(int most) {
    return new Observations(rows, factors.withRank(Math.min(most, factors.rank())), weights);
  }

  static FactorMatrix select(FactorMatrix factors, int[] items) {
    FactorMatrix selected = new FactorMatrix(items.length, factors.rank());
    for (int n = 0; n < items.length; n++) {
      selected.setRow(n, factors.values(), items[n] * factors.rank());
    }
    return selected;
  }

  /** No coefficients yet, [F][K]. */
  float[][] zeroCoefficients() {
    return new float[rows.columns()][factors.rank()];
  }

  /** {@code Σᵢ wᵢ ‖yᵢ − xᵢB‖²}. */
  double squaredError(float[][] coefficients) {
    double sum = 0;
    float[] vector = new float[factors.rank()];
    for (int item = 0; item < size(); item++) {
      Arrays.fill(vector, 0);
      rows.addProduct(item, coefficients, vector);
      sum += weights[item] * squaredDistance(item, vector);
    }
    return sum;
  }

  private double squaredDistance(int item, float[] vector) {
    double sum = 0;
    for (int k = 0; k < vector.length; k++) {
      double difference = factors.values()[item * vector.length + k] - vector[k];
      sum += difference * difference;
    }
    return sum;
  }

  /** The coefficients that give every item the weighted mean of the factors. */
  float[][] meanCoefficients() {
    float[][] coefficients = zeroCoefficients();
    double[] sums = new double[factors.rank()];
    double weight = 0;
    for (int item = 0; item < size(); item++) {
      weight += weights[item];
      for (int k = 0; k < sums.length; k++) {
        sums[k] += weights[item] * factors.values()[item * sums.length + k];
      }
    }
    for (int k = 0; k < sums.length; k++) {
      coefficients[ItemFeatures.CONSTANT][k] = (float) (sums[k] / weight);
    }
    return coefficients;
  }
}
