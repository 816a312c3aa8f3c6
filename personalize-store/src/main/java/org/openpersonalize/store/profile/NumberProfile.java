// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.profile;

/**
 * How the numbers of a column are spread.
 *
 * <p>Outliers are what lies beyond Tukey's outer fences, three times the distance between the quartiles outside of them, which
 * no outlier can move as it moves a mean and a standard deviation. Where the quartiles are equal, half of the values are one
 * and the rule says nothing: none is told.
 *
 * <p>Tukey: Exploratory Data Analysis, 1977, section 2D ("far out" values).
 *
 * @param median as the quartiles, interpolated where it lies between two values
 */
public record NumberProfile(
    double minimum,
    double lowerQuartile,
    double median,
    double upperQuartile,
    double maximum,
    long outliers) {

  /** The same before the outliers are counted. */
  record Quartiles(double minimum, double lower, double median, double upper, double maximum) {
    private static final double FAR_OUT = 3;

    boolean hasSpread() {
      return upper > lower;
    }

    double lowFence() {
      return lower - FAR_OUT * (upper - lower);
    }

    double highFence() {
      return upper + FAR_OUT * (upper - lower);
    }

    NumberProfile with(long outliers) {
      return new NumberProfile(minimum, lower, median, upper, maximum, outliers);
    }
  }
}
