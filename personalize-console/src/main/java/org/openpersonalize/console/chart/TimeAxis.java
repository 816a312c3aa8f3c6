// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.chart;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.openpersonalize.console.chart.TimeChart.Tick;

/** Time from left to right, with marks at even times in UTC. */
public record TimeAxis(Instant begin, Instant end) {
  private static final int MOST_MARKS = 8;
  private static final List<Duration> BETWEEN_MARKS = Stream.of(
          1, 2, 5, 15, 30, 60, 120, 240, 720, 1_440, 2_880)
      .map(Duration::ofMinutes)
      .toList();
  private static final DateTimeFormatter HOUR = formatter("HH:mm");
  private static final DateTimeFormatter DAY = formatter("MM-dd");

  private static DateTimeFormatter formatter(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
  }

  double x(Instant moment) {
    double share =
        (double) Duration.between(begin, moment).toMillis() / length().toMillis();
    return TimeChart.LEFT + share * (TimeChart.RIGHT - TimeChart.LEFT);
  }

  private Duration length() {
    return Duration.between(begin, end);
  }

  List<Tick> ticks() {
    Duration between = BETWEEN_MARKS.stream()
        .filter(each -> length().dividedBy(each) <= MOST_MARKS)
        .findFirst()
        .orElse(BETWEEN_MARKS.get(BETWEEN_MARKS.size() - 1));
    DateTimeFormatter format = between.toDays() > 0 ? DAY : HOUR;
    long seconds = between.toSeconds();
    Instant first =
        Instant.ofEpochSecond(-Math.floorDiv(-begin.getEpochSecond(), seconds) * seconds);
    return Stream.iterate(first, mark -> !mark.isAfter(end), mark -> mark.plus(between))
        .map(mark -> new Tick(TimeChart.rounded(x(mark)), format.format(mark)))
        .toList();
  }
}
