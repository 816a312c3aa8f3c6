// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.sequence;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.openpersonalize.core.matrix.Sequences;

/**
 * Draws items in proportion to the square root of how often they were taken, each in constant time. One that nobody took is never
 * drawn.
 *
 * <p>Walker: An Efficient Method for Generating Discrete Random Variables with General Distributions, TOMS 1977.
 */
final class PopularitySampler {
  private static final double EXPONENT = 0.5;

  private final int[] items; // [n] that somebody took
  private final int[] aliases; // [n]
  private final double[] thresholds; // [n], below which the item itself is drawn and not its alias
  private final double[] logProbabilities; // [I]

  /** @param sequences at least one entry */
  PopularitySampler(Sequences sequences) {
    this.items = IntStream.range(0, sequences.itemCount())
        .filter(item -> sequences.count(item) > 0)
        .toArray();
    this.aliases = new int[items.length];
    this.thresholds = new double[items.length];
    this.logProbabilities = new double[sequences.itemCount()];
    double sum = 0;
    for (int item : items) {
      sum += Math.pow(sequences.count(item), EXPONENT);
    }
    int[] stack =
        new int[items.length]; // those below the mean from the left, others from the right
    int few = 0;
    int many = items.length;
    for (int n = 0; n < items.length; n++) {
      double probability = Math.pow(sequences.count(items[n]), EXPONENT) / sum;
      logProbabilities[items[n]] = Math.log(probability);
      thresholds[n] = probability * items.length;
      stack[thresholds[n] < 1 ? few++ : --many] = n;
    }
    while (few > 0 && many < items.length) {
      int small = stack[--few];
      int large = stack[many];
      aliases[small] = large;
      thresholds[large] -= 1 - thresholds[small];
      if (thresholds[large] < 1) {
        many++;
        stack[few++] = large;
      }
    }
    while (few > 0) { // by rounding alone
      thresholds[stack[--few]] = 1;
    }
  }

  int next(SplittableRandom random) {
    int n = random.nextInt(items.length);
    return items[random.nextDouble() < thresholds[n] ? n : aliases[n]];
  }

  /** The natural logarithm of the probability to draw an item that somebody took. */
  double logProbability(int item) {
    return logProbabilities[item];
  }
}
