// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.chart;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Something over time, {@value #WIDTH} by {@value #HEIGHT}: at most three lines and a grey one, each with a dash of its own and its name
 * at its end.
 *
 * @param values marks of the upright axis
 * @param times marks of the level axis
 * @param bands times that are shaded
 */
public record TimeChart(List<Curve> curves, List<Tick> values, List<Tick> times, List<Band> bands) {
  public static final int WIDTH = 880;
  public static final int HEIGHT = 216;
  public static final int LEFT = 64;
  public static final int RIGHT = 784;
  public static final int TOP = 16;
  public static final int BOTTOM = 184;

  /** Names do not stand closer than that. */
  private static final int LINE_HEIGHT = 14;

  /**
   * What is to be drawn.
   *
   * @param name of the line, as the bundles have it
   * @param style of the line, as the stylesheet has it
   * @param step how long each sample is for
   */
  public record Series(String name, String style, Duration step, List<Sample> samples) {}

  /** A value of a time that began at a moment; NaN where there is none. */
  public record Sample(Instant began, double value) {}

  /** A time that is shaded. */
  public record Span(Instant begin, Instant end) {}

  /**
   * A line as it is drawn.
   *
   * @param path as SVG has it
   * @param y where its name stands
   */
  public record Curve(String name, String style, String path, double y) {}

  /** A mark on an axis. */
  public record Tick(double at, String label) {}

  /** A shaded time as it is drawn. */
  public record Band(double x, double width) {}

  /** Draws each value as a level as long as its time. */
  public static TimeChart steps(
      TimeAxis time, ValueAxis value, List<Series> series, List<Span> shaded) {
    List<Curve> curves = series.stream()
        .map(each -> curve(each, stepsPath(time, value, each), value))
        .toList();
    return new TimeChart(
        apart(curves),
        value.ticks(),
        time.ticks(),
        shaded.stream()
            .map(span -> new Band(
                rounded(time.x(span.begin())), rounded(time.x(span.end()) - time.x(span.begin()))))
            .toList());
  }

  /** Joins the middles of the times that have a value and follow each other. */
  public static TimeChart lines(TimeAxis time, ValueAxis value, List<Series> series) {
    List<Curve> curves = series.stream()
        .map(each -> curve(each, linesPath(time, value, each), value))
        .toList();
    return new TimeChart(apart(curves), value.ticks(), time.ticks(), List.of());
  }

  private static Curve curve(Series series, String path, ValueAxis axis) {
    double last = axis.low();
    for (Sample sample : series.samples()) {
      last = Double.isNaN(sample.value()) ? last : sample.value();
    }
    return new Curve(series.name(), series.style(), path, rounded(axis.y(last)));
  }

  private static String stepsPath(TimeAxis time, ValueAxis value, Series series) {
    StringBuilder path = new StringBuilder();
    for (Sample sample : series.samples()) {
      String y = text(value.y(sample.value()));
      path.append(path.length() == 0 ? "M" + text(time.x(sample.began())) + ' ' + y : "V" + y)
          .append('H')
          .append(text(time.x(sample.began().plus(series.step()))));
    }
    return path.toString();
  }

  private static String linesPath(TimeAxis time, ValueAxis value, Series series) {
    StringBuilder path = new StringBuilder();
    boolean goesOn = false;
    for (Sample sample : series.samples()) {
      if (!Double.isNaN(sample.value())) {
        path.append(goesOn ? 'L' : 'M')
            .append(text(time.x(sample.began().plus(series.step().dividedBy(2)))))
            .append(' ')
            .append(text(value.y(sample.value())))
            .append(
                goesOn ? "" : "h.1"); // or one between two times without a value would not be seen
      }
      goesOn = !Double.isNaN(sample.value());
    }
    return path.toString();
  }

  /** The same with names that do not stand on each other. */
  private static List<Curve> apart(List<Curve> curves) {
    List<Curve> apart = new ArrayList<>();
    double above = BOTTOM + LINE_HEIGHT;
    for (Curve curve :
        curves.stream().sorted(Comparator.comparingDouble(Curve::y).reversed()).toList()) {
      above = Math.min(curve.y(), above - LINE_HEIGHT);
      apart.add(new Curve(curve.name(), curve.style(), curve.path(), above));
    }
    return apart;
  }

  private static String text(double at) {
    return String.format(Locale.ROOT, "%.1f", at);
  }

  static double rounded(double at) {
    return Math.round(10 * at) / 10.0;
  }
}
