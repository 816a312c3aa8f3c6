// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Lines over a common axis that goes from 0 to 100 %. Each line has a dash of its own and
 * its name at its end.
 *
 * @param ticks of the upright axis
 */
public record LineChart(List<Line> lines, List<Tick> ticks) {
  public static final int LEFT = 56;
  public static final int RIGHT = 412;
  public static final int TOP = 24;
  public static final int BOTTOM = 172;
  private static final int TICKS = 4;
  private static final int ABOVE = 8;

  /**
   * What is to be drawn.
   *
   * @param name of the line, as the bundles have it
   */
  public record Series(String name, List<Point> points) {}

  /**
   * A value.
   *
   * @param x 0 to 1
   */
  public record Point(double x, double y) {}

  /**
   * A line as it is drawn.
   *
   * @param path as SVG's {@code points}
   * @param x where the name ends, above the last point
   * @param y where the name stands
   * @param values what it was drawn of, for the table
   */
  public record Line(String name, String path, double x, double y, List<Value> values) {}

  /** A value in words. */
  public record Value(String x, String y) {}

  /** A mark on the upright axis. */
  public record Tick(double y, String label) {}

  /**
   * Draws lines; there is a point in at least one of them.
   *
   * @param figure how values are written
   */
  public static LineChart of(List<Series> series, DoubleFunction<String> figure) {
    double least = extreme(series, points -> points.mapToDouble(Point::y).min().orElseThrow());
    double most = extreme(series, points -> points.mapToDouble(Point::y).max().orElseThrow());
    double range = most > least ? most - least : 1;
    List<Line> lines = new ArrayList<>();
    for (Series each : series) {
      Point last = each.points().get(each.points().size() - 1);
      lines.add(new Line(
          each.name(),
          each.points().stream()
              .map(point -> x(point) + "," + y(point.y(), least, range))
              .collect(Collectors.joining(" ")),
          x(last),
          y(last.y(), least, range) - ABOVE,
          each.points().stream()
              .map(point -> new Value(
                  String.format(Locale.ROOT, "%.0f %%", 100 * point.x()), figure.apply(point.y())))
              .toList()));
    }
    return new LineChart(
        lines,
        IntStream.rangeClosed(0, TICKS)
            .mapToObj(n -> least + range * n / TICKS)
            .map(value -> new Tick(y(value, least, range), figure.apply(value)))
            .toList());
  }

  private static double extreme(List<Series> series, ToDoubleFunction<Stream<Point>> which) {
    return which.applyAsDouble(series.stream().flatMap(each -> each.points().stream()));
  }

  private static double x(Point point) {
    return rounded(LEFT + point.x() * (RIGHT - LEFT));
  }

  private static double y(double value, double least, double range) {
    return rounded(BOTTOM - (value - least) / range * (BOTTOM - TOP));
  }

  private static double rounded(double at) {
    return Math.round(10 * at) / 10.0;
  }
}
