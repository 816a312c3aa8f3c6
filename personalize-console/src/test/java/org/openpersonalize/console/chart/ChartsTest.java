// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.console.chart.LineChart.Line;
import org.openpersonalize.console.chart.LineChart.Point;
import org.openpersonalize.console.chart.LineChart.Series;
import org.openpersonalize.console.chart.LineChart.Tick;
import org.openpersonalize.console.chart.TimeChart.Band;
import org.openpersonalize.console.chart.TimeChart.Sample;
import org.openpersonalize.console.chart.TimeChart.Span;
import org.openpersonalize.core.evaluation.Evaluation.Interval;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ChartsTest {
  @Test
  void a_line_goes_from_the_greatest_value_at_the_top_to_the_least_at_the_bottom() {
    LineChart chart = LineChart.of(
        List.of(new Series("train", List.of(new Point(0, 3), new Point(0.5, 2), new Point(1, 1)))),
        Figures::loss);

    Line line = chart.lines().get(0);
    assertThat(line.path())
        .isEqualTo("%.1f,%.1f %.1f,%.1f %.1f,%.1f"
            .formatted(
                (double) LineChart.LEFT,
                (double) LineChart.TOP,
                (LineChart.LEFT + LineChart.RIGHT) / 2.0,
                (LineChart.TOP + LineChart.BOTTOM) / 2.0,
                (double) LineChart.RIGHT,
                (double) LineChart.BOTTOM));
    assertThat(line.x()).isEqualTo(LineChart.RIGHT);
    assertThat(line.y()).isLessThan(LineChart.BOTTOM);
    assertThat(line.values())
        .extracting(LineChart.Value::y)
        .containsExactly("3.00", "2.00", "1.00");
    assertThat(chart.ticks()).extracting(Tick::label).startsWith("1.00").endsWith("3.00");
  }

  @Test
  void a_line_on_which_nothing_changes_is_drawn_as_well() {
    LineChart chart = LineChart.of(
        List.of(new Series("train", List.of(new Point(0, 2), new Point(1, 2)))), Figures::loss);

    assertThat(chart.lines().get(0).path()).doesNotContain("NaN").doesNotContain("Infinity");
  }

  @Test
  void bars_begin_at_zero_and_the_greatest_with_its_interval_fills_the_room() {
    Bar half = Bar.of(0.1, null, 0.2, true);
    Bar whole = Bar.of(0.15, new Interval(-0.1, 0.2), 0.2, false);

    assertThat(half).isEqualTo(new Bar(Bar.LENGTH / 2.0, null, null, true));
    assertThat(whole.low()).as("not to the left of zero").isEqualTo(0);
    assertThat(whole.high()).isEqualTo(Bar.LENGTH);
    assertThat(Bar.of(0, null, 0, false).width()).isEqualTo(0);
  }

  @Test
  void figures_are_as_exact_as_they_are_of_use() {
    assertThat(Figures.metric(0.19849)).isEqualTo("0.198");
    assertThat(Figures.difference(-0.0114)).isEqualTo("-0.011");
    assertThat(Figures.loss(0.012345)).isEqualTo("0.0123");
    assertThat(Figures.loss(12_345)).isEqualTo("12,345");
    assertThat(Figures.loss(0)).isEqualTo("0");
    assertThat(Figures.size(512)).isEqualTo("512 B");
    assertThat(Figures.size(426L << 20)).isEqualTo("426 MiB");
    assertThat(Figures.seconds(8.04)).isEqualTo("8.0 s");
    assertThat(Figures.seconds(300)).isEqualTo("5 min");
    assertThat(Figures.seconds(9_000)).isEqualTo("2.5 h");
  }

  @Test
  void levels_go_from_the_beginning_of_their_time_to_its_end() {
    Instant noon = Instant.parse("2026-03-01T12:00:00Z");
    Duration hour = Duration.ofHours(1);
    Instant one = noon.plus(hour);

    TimeChart chart = TimeChart.steps(
        new TimeAxis(noon, one.plus(hour)),
        ValueAxis.linear(4, Figures::rate),
        List.of(new TimeChart.Series(
            "week", "s1", hour, List.of(new Sample(noon, 0), new Sample(one, 4)))),
        List.of(new Span(noon, one)));

    int middle = (TimeChart.LEFT + TimeChart.RIGHT) / 2;
    assertThat(chart.curves().get(0).path())
        .isEqualTo("M%d.0 %d.0H%d.0V%d.0H%d.0"
            .formatted(TimeChart.LEFT, TimeChart.BOTTOM, middle, TimeChart.TOP, TimeChart.RIGHT));
    assertThat(chart.bands())
        .containsExactly(new Band(TimeChart.LEFT, (double) middle - TimeChart.LEFT));
    assertThat(chart.times())
        .extracting(TimeChart.Tick::label)
        .startsWith("12:00")
        .endsWith("14:00");
    assertThat(chart.values())
        .extracting(TimeChart.Tick::label)
        .containsExactly("0", "1", "2", "3", "4");
  }

  @Test
  void lines_are_broken_where_there_is_no_value_and_names_do_not_meet() {
    Instant noon = Instant.parse("2026-03-01T12:00:00Z");
    Duration minute = Duration.ofMinutes(1);
    List<Sample> samples = List.of(
        new Sample(noon, 2),
        new Sample(noon.plus(minute), Double.NaN),
        new Sample(noon.plus(minute.multipliedBy(2)), 20));

    TimeChart chart = TimeChart.lines(
        new TimeAxis(noon, noon.plus(minute.multipliedBy(3))),
        ValueAxis.logarithmic(2, 20, Figures::loss),
        List.of(
            new TimeChart.Series("p50", "s1", minute, samples),
            new TimeChart.Series("p99", "s2", minute, samples)));

    assertThat(chart.curves().get(0).path()).matches("M\\S+ \\S+h.1M\\S+ \\S+h.1");
    assertThat(Math.abs(chart.curves().get(0).y() - chart.curves().get(1).y()))
        .isGreaterThanOrEqualTo(14);
    assertThat(chart.values())
        .extracting(TimeChart.Tick::label)
        .containsExactly("1.00", "10.0", "100");
  }

  @Test
  void latencies_have_two_figures_that_count() {
    assertThat(Figures.latency(Duration.ofNanos(123_456))).isEqualTo("0.12 ms");
    assertThat(Figures.latency(Duration.ofNanos(2_345_678))).isEqualTo("2.3 ms");
    assertThat(Figures.latency(Duration.ofMillis(120))).isEqualTo("120 ms");
    assertThat(Figures.latency(Duration.ofMillis(1_234))).isEqualTo("1.2 s");
    assertThat(Figures.rate(0.04)).isEqualTo("0.0");
    assertThat(Figures.rate(1_234)).isEqualTo("1,234");
  }
}
