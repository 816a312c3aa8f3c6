// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.chart;

import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.openpersonalize.console.chart.TimeChart.Tick;

/**
 * Values from the bottom to the top, with marks at even ones.
 *
 * @param low at the bottom
 * @param high at the top
 * @param isLogarithmic is a step up a factor?
 * @param marks values that are marked
 * @param figure how a value is written
 */
public record ValueAxis(
    double low,
    double high,
    boolean isLogarithmic,
    List<Double> marks,
    DoubleFunction<String> figure) {
  private static final int MARKS = 4;
  private static final double[] EVEN = {1, 2, 5, 10};

  /** From zero to an even value that the greatest one is not above. */
  public static ValueAxis linear(double greatest, DoubleFunction<String> figure) {
    double step = even(Math.max(greatest, MARKS) / MARKS);
    int steps = (int) Math.max(1, Math.ceil(greatest / step));
    return new ValueAxis(
        0,
        steps * step,
        false,
        IntStream.rangeClosed(0, steps).mapToObj(n -> n * step).toList(),
        figure);
  }

  /** 1, 2 or 5 and as many zeros as it takes, at least as great. */
  private static double even(double atLeast) {
    double unit = Math.pow(10, Math.floor(Math.log10(atLeast)));
    return unit
        * DoubleStream.of(EVEN)
            .filter(each -> each * unit >= atLeast * (1 - 1e-9))
            .findFirst()
            .orElse(10);
  }

  /** From a power of ten to another; all values are above zero. */
  public static ValueAxis logarithmic(
      double least, double greatest, DoubleFunction<String> figure) {
    int low = (int) Math.floor(Math.log10(least));
    int high = Math.max(low + 1, (int) Math.ceil(Math.log10(greatest)));
    return new ValueAxis(
        Math.pow(10, low),
        Math.pow(10, high),
        true,
        IntStream.rangeClosed(low, high).mapToObj(n -> Math.pow(10, n)).toList(),
        figure);
  }

  double y(double value) {
    double share = isLogarithmic
        ? Math.log(Math.max(value, low) / low) / Math.log(high / low)
        : (value - low) / (high - low);
    return TimeChart.BOTTOM - Math.min(1, share) * (TimeChart.BOTTOM - TimeChart.TOP);
  }

  List<Tick> ticks() {
    return marks.stream()
        .map(mark -> new Tick(TimeChart.rounded(y(mark)), figure.apply(mark)))
        .toList();
  }
}
