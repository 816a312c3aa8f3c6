// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.nextbestaction;

import java.util.Arrays;

/**
 * Brings features to a mean of 0 and a deviation of 1 of those that were learned from. The user's vector has one deviation for all
 * its factors, so that those in which users differ most stay the ones that count most, whatever the ridge; all others are kept
 * within {@value #FARTHEST} deviations: a user unlike any of them is not taken for an extreme one.
 *
 * @param means [F]
 * @param factors by which what differs from the mean is multiplied, [F]; 0 for a feature that is always the same
 */
record Scale(float[] means, float[] factors) {
  private static final float FARTHEST = 3;
  private static final double ALWAYS_THE_SAME = 1e-9;

  /** @param rows [n][F], n ≥ 1 */
  static Scale of(float[][] rows) {
    int count = rows[0].length;
    float[] means = new float[count];
    double[] variances = new double[count];
    for (int f = 0; f < count; f++) {
      double sum = 0;
      double squares = 0;
      for (float[] row : rows) {
        sum += row[f];
        squares += (double) row[f] * row[f];
      }
      double mean = sum / rows.length;
      means[f] = (float) mean;
      variances[f] = Math.max(0, squares / rows.length - mean * mean);
    }
    int rank = count - Features.BESIDE;
    Arrays.fill(variances, 0, rank, Arrays.stream(variances, 0, rank).average().orElse(0));
    float[] factors = new float[count];
    for (int f = 0; f < count; f++) {
      factors[f] = variances[f] < ALWAYS_THE_SAME ? 0 : (float) (1 / Math.sqrt(variances[f]));
    }
    return new Scale(means, factors);
  }

  /** Overwrites features by scaled ones. */
  void apply(float[] row) {
    int rank = row.length - Features.BESIDE;
    for (int f = 0; f < row.length; f++) {
      float scaled = (row[f] - means[f]) * factors[f];
      row[f] = f < rank ? scaled : Math.max(-FARTHEST, Math.min(FARTHEST, scaled));
    }
  }
}
