// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.ranking;

import org.openpersonalize.core.kernel.Kernels;

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

  /** Adds the scores {@code [from, to)}. */
  void add(float[] scores, int from, int to) {
    if (Kernels.best().firstAbove(scores, from, to, greatest)
        < to) { // among the first ones only, most often
      raise(Kernels.best().greatest(scores, from, to));
    }
    sum += sum(scores, from, to);
  }

  /**
   * The same where it is known which may be the greatest.
   *
   * @param places of all scores that are greater than {@link #greatest}, and of others
   * @param count how many places
   */
  void add(float[] scores, int from, int to, int[] places, int count) {
    float greatestHere = greatest;
    for (int n = 0; n < count; n++) {
      greatestHere = Math.max(greatestHere, scores[places[n]]);
    }
    if (greatestHere > greatest) {
      raise(greatestHere);
    }
    sum += sum(scores, from, to);
  }

  /** The greatest score so far. */
  float greatest() {
    return greatest;
  }

  private void raise(float greatestHere) {
    sum *= sum == 0 ? 0 : Math.exp((greatest - greatestHere) * inverseTemperature);
    greatest = greatestHere;
  }

  /** Each exponential is up to 3e-7 of itself too great or too small. */
  private double sum(float[] scores, int from, int to) {
    return Kernels.best().sumExponentials(scores, from, to, greatest, (float) inverseTemperature);
  }

  /** Adds the same score so many times. */
  void add(float score, int times) {
    if (times > 0) {
      add(new float[] {score}, 0, 1);
      sum += (times - 1) * Math.exp((score - greatest) * inverseTemperature);
    }
  }

  /** Has one of the added scores become another. */
  void replace(float added, float score) {
    if (score > greatest) {
      raise(score);
    }
    sum += Math.exp((score - greatest) * inverseTemperature)
        - Math.exp((added - greatest) * inverseTemperature);
  }

  /** The share of one of the added scores. */
  double probability(float score) {
    return Math.exp((score - greatest) * inverseTemperature) / sum;
  }
}
