// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.chart;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.wire.WireJson;

/**
 * Something over time, {@value #WIDTH} by {@value #HEIGHT}: at most three lines and a grey one, each with a dash of its own and its name
 * at its end.
 *
 * @param values marks of the upright axis
 * @param times marks of the level axis
 * @param bands times that are shaded
 * @param plot the same as data, for a script to draw with a cursor and zoom
 */
public record TimeChart(
    List<Curve> curves, List<Tick> values, List<Tick> times, List<Band> bands, Plot plot) {
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

  /**
   * What a script draws, as it takes it.
   *
   * @param begin when the first time began, in seconds of the epoch
   * @param step how long each is, in seconds
   * @param values of each line, in the order of the curves; null where there is none
   * @param shaded beginnings and ends in seconds of the epoch
   */
  public record Plot(
      long begin,
      long step,
      List<List<@Nullable Double>> values,
      List<List<Long>> shaded,
      boolean steps,
      boolean logarithmic) {
    private static final MathContext FIGURES = new MathContext(4);

    static Plot of(List<Series> series, List<Span> shaded, boolean steps, boolean logarithmic) {
      Series first = series.get(0);
      return new Plot(
          first.samples().get(0).began().getEpochSecond(),
          first.step().toSeconds(),
          series.stream().map(Plot::values).toList(),
          shaded.stream()
              .map(span -> List.of(span.begin().getEpochSecond(), span.end().getEpochSecond()))
              .toList(),
          steps,
          logarithmic);
    }

    private static List<@Nullable Double> values(Series series) {
      List<@Nullable Double> values = new ArrayList<>();
      for (Sample sample : series.samples()) {
        values.add(
            Double.isNaN(sample.value())
                ? null
                : BigDecimal.valueOf(sample.value()).round(FIGURES).doubleValue());
      }
      return values;
    }

    /** As JSON. */
    public String json() {
      return new String(WireJson.write(this), UTF_8);
    }
  }

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
            .toList(),
        Plot.of(series, shaded, true, value.isLogarithmic()));
  }

  /** Joins the middles of the times that have a value and follow each other. */
  public static TimeChart lines(TimeAxis time, ValueAxis value, List<Series> series) {
    List<Curve> curves = series.stream()
        .map(each -> curve(each, linesPath(time, value, each), value))
        .toList();
    return new TimeChart(
        apart(curves),
        value.ticks(),
        time.ticks(),
        List.of(),
        Plot.of(series, List.of(), false, value.isLogarithmic()));
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
    Map<Curve, Curve> apart = new HashMap<>();
    double above = BOTTOM + LINE_HEIGHT;
    for (Curve curve :
        curves.stream().sorted(Comparator.comparingDouble(Curve::y).reversed()).toList()) {
      above = Math.min(curve.y(), above - LINE_HEIGHT);
      apart.put(curve, new Curve(curve.name(), curve.style(), curve.path(), above));
    }
    return curves.stream().map(apart::get).map(Objects::requireNonNull).toList();
  }

  private static String text(double at) {
    return String.format(Locale.ROOT, "%.1f", at);
  }

  static double rounded(double at) {
    return Math.round(10 * at) / 10.0;
  }
}
