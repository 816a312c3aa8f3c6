// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.similarity;

/**
 * How much better "dependent" explains a table of two by two counts than "independent". Dunning: Accurate Methods for the
 * Statistics of Surprise and Coincidence, Computational Linguistics 1993.
 */
final class LogLikelihoodRatio {
  private LogLikelihoodRatio() {}

  /**
   * The ratio, zero where the two occur together no more often than by chance.
   *
   * @param both users who had both
   * @param first users who had the first
   * @param second users who had the second
   * @param all users
   */
  static double of(double both, double first, double second, double all) {
    if (both * all <= first * second) {
      return 0;
    }
    double onlyFirst = first - both;
    double onlySecond = second - both;
    double neither = all - first - second + both;
    double cells = entropy(both) + entropy(onlyFirst) + entropy(onlySecond) + entropy(neither);
    double margins =
        entropy(first) + entropy(all - first) + entropy(second) + entropy(all - second);
    return Math.max(0, 2 * (cells - margins + entropy(all)));
  }

  private static double entropy(double count) {
    return count > 0 ? count * Math.log(count) : 0;
  }
}
