// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.measure;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.chart.Figures;
import org.openpersonalize.console.chart.TimeAxis;
import org.openpersonalize.console.chart.TimeChart;
import org.openpersonalize.console.chart.TimeChart.Sample;
import org.openpersonalize.console.chart.TimeChart.Series;
import org.openpersonalize.console.chart.ValueAxis;
import org.openpersonalize.console.group.DeploymentName;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.serving.traffic.TrafficService.History;
import org.openpersonalize.serving.traffic.TrafficService.Point;
import org.openpersonalize.store.traffic.Traffic;

/** How much campaigns were asked in a range, and how fast they answered. */
record Answers(History history, MeasureQuery query) {
  private static final double MEDIAN = 0.5;
  private static final double NINE_OF_TEN = 0.9;
  private static final double HIGH = 0.99;
  private static final double MILLION = 1e6;
  private static final double THOUSAND = 1e3;
  private static final int ROWS = 15;
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final String NONE = "–";

  /** What was asked in some time, or of one campaign, in words. */
  public record Row(String name, @Nullable Instant began, Traffic traffic) {
    public String requests() {
      return Figures.count(traffic.requests());
    }

    public String p50() {
      return latency(MEDIAN);
    }

    public String p90() {
      return latency(NINE_OF_TEN);
    }

    public String p99() {
      return latency(HIGH);
    }

    private String latency(double share) {
      Duration latency = traffic.latencies().percentile(share);
      return latency == null ? NONE : Figures.latency(latency);
    }

    public String clientErrors() {
      return Figures.count(traffic.clientErrors());
    }

    public String serverErrors() {
      return Figures.count(traffic.serverErrors());
    }

    public boolean hasServerErrors() {
      return traffic.serverErrors() > 0;
    }
  }

  public boolean isEmpty() {
    return total().traffic().requests() == 0;
  }

  public Row total() {
    return new Row("", null, history.total());
  }

  /** Those that were asked, by name. */
  public List<Row> byCampaign() {
    Map<Arn, Traffic> byName = new TreeMap<>(history.byDeployment());
    return byName.entrySet().stream()
        .filter(entry -> entry.getValue().requests() > 0)
        .map(entry -> new Row(DeploymentName.of(entry.getKey()).spelling(), null, entry.getValue()))
        .toList();
  }

  /** Newest first, some {@value #ROWS} to 24 of them: what the charts have a line for has a row here, or a few have one together. */
  public List<Row> byTime() {
    Duration step = history.points().get(0).length();
    Duration together =
        step.compareTo(HOUR) >= 0 ? DAY : history.points().size() > ROWS ? HOUR : step;
    TreeMap<Instant, Traffic> rows = new TreeMap<>();
    for (Point point : history.points()) {
      long seconds = together.toSeconds();
      Instant began =
          Instant.ofEpochSecond(Math.floorDiv(point.began().getEpochSecond(), seconds) * seconds);
      rows.merge(began, point.traffic(), Traffic::plus);
    }
    return rows.descendingMap().entrySet().stream()
        .filter(entry -> entry.getValue().requests() > 0)
        .map(entry -> new Row("", entry.getKey(), entry.getValue()))
        .toList();
  }

  /** In how many of the times that the chart shows p99 was above the limit. */
  public long above() {
    return history.points().stream()
        .map(point -> point.traffic().latencies().percentile(HIGH))
        .filter(p99 -> p99 != null && p99.compareTo(query.limitLatency()) > 0)
        .count();
  }

  public long answered() {
    return history.points().stream()
        .filter(point -> point.traffic().latencies().count() > 0)
        .count();
  }

  /** Null if there was no answer that is no error. */
  public @Nullable TimeChart latencies() {
    List<Double> all = history.points().stream()
        .flatMap(point -> Stream.of(millis(point, MEDIAN), millis(point, HIGH)))
        .filter(value -> !value.isNaN())
        .sorted()
        .toList();
    if (all.isEmpty()) {
      return null;
    }
    double limit = query.limit();
    ValueAxis axis = ValueAxis.logarithmic(
        Math.min(all.get(0), limit),
        Math.max(all.get(all.size() - 1), limit),
        value -> Figures.latency(Duration.ofNanos(Math.round(value * MILLION))));
    return TimeChart.lines(
        time(),
        axis,
        List.of(
            series("measure.p50", "s1", point -> millis(point, MEDIAN)),
            series("measure.p90", "s2", point -> millis(point, NINE_OF_TEN)),
            series("measure.p99", "s3", point -> millis(point, HIGH)),
            series("measure.limit-line", "limit", point -> limit)));
  }

  /** Requests in a second, and errors if there were any. */
  public TimeChart rates() {
    double most = history.points().stream()
        .mapToDouble(point -> perSecond(point, point.traffic().requests()))
        .max()
        .orElse(0);
    Series requests = series(
        "measure.requests-line", "s1", point -> perSecond(point, point.traffic().requests()));
    Series errors = series(
        "measure.errors-line", "s2", point -> perSecond(point, point.traffic().errors()));
    return TimeChart.steps(
        time(),
        ValueAxis.linear(most, Figures::rate),
        history.total().errors() > 0 ? List.of(requests, errors) : List.of(requests),
        List.of());
  }

  private TimeAxis time() {
    Point last = history.points().get(history.points().size() - 1);
    return new TimeAxis(
        history.points().get(0).began(), last.began().plus(query.range().step().length()));
  }

  /** A value of a time. */
  @FunctionalInterface
  private interface Value {
    double of(Point point);
  }

  private Series series(String name, String style, Value value) {
    return new Series(
        name,
        style,
        query.range().step().length(),
        history.points().stream()
            .map(point -> new Sample(point.began(), value.of(point)))
            .toList());
  }

  private static double millis(Point point, double share) {
    Duration latency = point.traffic().latencies().percentile(share);
    return latency == null ? Double.NaN : latency.toNanos() / MILLION;
  }

  private static double perSecond(Point point, long requests) {
    return requests * THOUSAND / point.length().toMillis();
  }
}
