// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.exploration;

import java.util.SplittableRandom;
import org.openpersonalize.core.ranking.Exploration;

/**
 * What speaks for an item beside its score: how often it was taken where it was shown, as a draw from what can be believed of
 * that. An item that was shown often and not taken seldom draws a high one; one that was hardly shown may still draw any.
 *
 * <p>Thompson sampling (Chapelle, Li: An Empirical Evaluation of Thompson Sampling, NIPS 2011). The rate of an item that was
 * shown n times and taken c times has the distribution Beta({@value #TAKEN} + c, {@value #PASSED} + n − c). Drawn is its
 * logarithm, by a normal distribution with the logarithm of the mean as its mean and 1/√({@value #TAKEN} + c) as its
 * deviation, which is that of the logarithm of a small rate. The logarithm of the mean of an item that was never shown is
 * taken off, so that this one has 0.
 */
public final class ThompsonSampling {
  private static final double TAKEN = 1;
  private static final double PASSED = 19;

  private final double[] means; // [items]
  private final double[] deviations; // [items]

  /**
   * What is known of each item.
   *
   * @param shown [items] how often
   * @param taken [items] how often of these; no more than shown
   */
  public ThompsonSampling(long[] shown, long[] taken) {
    this.means = new double[shown.length];
    this.deviations = new double[shown.length];
    for (int item = 0; item < shown.length; item++) {
      double rate = (TAKEN + taken[item]) / (TAKEN + PASSED + shown[item]);
      means[item] = Math.log(rate) - Math.log(TAKEN / (TAKEN + PASSED));
      deviations[item] = 1 / Math.sqrt(TAKEN + taken[item]);
    }
  }

  /** One draw for each item; the same seed draws the same. */
  public Exploration.Appeal drawn(long seed) {
    long mixed = new SplittableRandom(seed).nextLong();
    return item ->
        means[item] + deviations[item] * new SplittableRandom(mixed + item).nextGaussian();
  }
}
