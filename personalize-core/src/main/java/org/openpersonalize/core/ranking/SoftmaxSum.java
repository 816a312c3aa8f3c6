// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.ranking;

/**
 * {@code Σ exp(score / temperature)} over scores that come block by block, kept relative to the greatest so far so that
 * it neither overflows nor vanishes.
 */
final class SoftmaxSum {
  private final double inverseTemperature;
  private float greatest = Float.NEGATIVE_INFINITY;
  private double sum;

  SoftmaxSum(double temperature) {
    this.inverseTemperature = 1 / temperature;
  }

  /** Adds the first {@code count} scores. */
  void add(float[] scores, int count) {
    float greatestHere = greatest;
    for (int item = 0; item < count; item++) {
      greatestHere = Math.max(greatestHere, scores[item]);
    }
    if (greatestHere > greatest) {
      sum *= sum == 0 ? 0 : Math.exp((greatest - greatestHere) * inverseTemperature);
      greatest = greatestHere;
    }
    for (int item = 0; item < count; item++) {
      sum += Math.exp((scores[item] - greatest) * inverseTemperature);
    }
  }

  /** Adds the same score so many times. */
  void add(float score, int times) {
    if (times > 0) {
      add(new float[] {score}, 1);
      sum += (times - 1) * Math.exp((score - greatest) * inverseTemperature);
    }
  }

  /** The share of one of the added scores. */
  double probability(float score) {
    return Math.exp((score - greatest) * inverseTemperature) / sum;
  }
}
