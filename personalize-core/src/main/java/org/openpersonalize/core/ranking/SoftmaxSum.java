// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.ranking;

import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.kernel.Kernels;

/**
 * {@code Σ exp(score / temperature)} over scores that come block by block, kept relative to the greatest so far so that
 * it neither overflows nor vanishes.
 */
final class SoftmaxSum {
  private final double inverseTemperature;
  private final @Nullable Kernels kernels; // null to add up exactly
  private float greatest = Float.NEGATIVE_INFINITY;
  private double sum;

  /** @param kernels that exponentiate, by 3e-7 too much or too little; null to do it exactly, which takes many times as long */
  SoftmaxSum(double temperature, @Nullable Kernels kernels) {
    this.inverseTemperature = 1 / temperature;
    this.kernels = kernels;
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
    sum += kernels == null ? exactly(scores, count) : quickly(scores, count, kernels);
  }

  private double exactly(float[] scores, int count) {
    double added = 0;
    for (int item = 0; item < count; item++) {
      added += Math.exp((scores[item] - greatest) * inverseTemperature);
    }
    return added;
  }

  private double quickly(float[] scores, int count, Kernels by) {
    float scale = (float) inverseTemperature;
    float[] exponents = new float[count];
    for (int item = 0; item < count; item++) {
      exponents[item] = (scores[item] - greatest) * scale;
    }
    return by.exponentiate(exponents, 0, count, 0);
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
