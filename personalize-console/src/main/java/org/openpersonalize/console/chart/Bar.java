// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.chart;

import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.evaluation.Evaluation.Interval;

/**
 * A bar from zero, {@value #LENGTH} long for the greatest value, with the interval in which the true value may well lie.
 *
 * @param width of the bar
 * @param low where the interval begins; null if there is none
 * @param high where it ends
 * @param isBaseline is it what others are measured by? Then it is hatched
 */
public record Bar(
    double width, @Nullable Double low, @Nullable Double high, boolean isBaseline) {
  public static final int LENGTH = 120;

  /**
   * The bar of a value.
   *
   * @param greatest of all values and intervals that are drawn beside each other
   */
  public static Bar of(
      double value, @Nullable Interval interval, double greatest, boolean isBaseline) {
    double unit = greatest > 0 ? LENGTH / greatest : 0;
    return new Bar(
        place(value * unit),
        interval == null ? null : place(interval.low() * unit),
        interval == null ? null : place(interval.high() * unit),
        isBaseline);
  }

  private static double place(double at) {
    return Math.round(10 * Math.max(0, Math.min(LENGTH, at))) / 10.0;
  }
}
