// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.measure;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.openpersonalize.console.chart.Figures;
import org.openpersonalize.console.chart.TimeAxis;
import org.openpersonalize.console.chart.TimeChart;
import org.openpersonalize.console.chart.TimeChart.Sample;
import org.openpersonalize.console.chart.TimeChart.Series;
import org.openpersonalize.console.chart.TimeChart.Span;
import org.openpersonalize.console.chart.ValueAxis;
import org.openpersonalize.console.page.Past;
import org.openpersonalize.store.traffic.EventArrivals.Hour;
import org.openpersonalize.store.traffic.EventArrivals.OfType;

/**
 * The events that came in in each hour of the last seven days, beside those of the same hour a week before.
 *
 * @param hours oldest first, the last one under way
 * @param types of two weeks
 */
record EventWeeks(List<Both> hours, List<OfType> types, Instant now) {
  static final Duration WEEK = Duration.ofDays(7);

  private static final Duration HOUR = Duration.ofHours(1);

  /** An hour, and what came in in it and a week before. */
  record Both(Instant began, long events, long before) {
    /** Did nothing come where something did a week before? */
    boolean isSilent() {
      return events == 0 && before > 0;
    }
  }

  /** A day in UTC, or what is shown of it. */
  public record Day(LocalDate date, long events, long before, long silentHours) {
    Day plus(Both hour) {
      return new Day(
          date,
          events + hour.events(),
          before + hour.before(),
          silentHours + (hour.isSilent() ? 1 : 0));
    }

    public String count() {
      return Figures.count(events);
    }

    public String countBefore() {
      return Figures.count(before);
    }
  }

  /** A type of events. */
  public record Type(String name, String count, Past last) {}

  /** When the first hour began of those that are shown. */
  static Instant begin(Instant now) {
    return now.truncatedTo(ChronoUnit.HOURS).plus(HOUR).minus(WEEK);
  }

  /** @param hours of both weeks, as far as something came in */
  static EventWeeks of(List<Hour> hours, List<OfType> types, Instant now) {
    Map<Instant, Long> events = new HashMap<>();
    hours.forEach(hour -> events.put(hour.began(), hour.events()));
    return new EventWeeks(
        Stream.iterate(begin(now), began -> !began.isAfter(now), began -> began.plus(HOUR))
            .map(began -> new Both(
                began, events.getOrDefault(began, 0L), events.getOrDefault(began.minus(WEEK), 0L)))
            .toList(),
        types,
        now);
  }

  boolean isEmpty() {
    return types.isEmpty();
  }

  public String total() {
    return Figures.count(hours.stream().mapToLong(Both::events).sum());
  }

  public String totalBefore() {
    return Figures.count(hours.stream().mapToLong(Both::before).sum());
  }

  public long silentHours() {
    return silent().count();
  }

  /** The hour that is under way may have its events yet. */
  private Stream<Both> silent() {
    return hours.stream().limit(hours.size() - 1).filter(Both::isSilent);
  }

  public Past last() {
    return Past.of(
        types.stream().map(OfType::latest).max(Comparator.naturalOrder()).orElse(now), now);
  }

  public List<Type> byType() {
    return types.stream()
        .map(type ->
            new Type(type.eventType(), Figures.count(type.events()), Past.of(type.latest(), now)))
        .toList();
  }

  /** Newest first. */
  public List<Day> byDay() {
    TreeMap<LocalDate, Day> days = new TreeMap<>(Comparator.reverseOrder());
    for (Both hour : hours) {
      LocalDate date = LocalDate.ofInstant(hour.began(), ZoneOffset.UTC);
      days.put(date, days.getOrDefault(date, new Day(date, 0, 0, 0)).plus(hour));
    }
    return List.copyOf(days.values());
  }

  public TimeChart chart() {
    long most = hours.stream()
        .mapToLong(hour -> Math.max(hour.events(), hour.before()))
        .max()
        .orElse(1);
    return TimeChart.steps(
        new TimeAxis(begin(now), begin(now).plus(WEEK)),
        ValueAxis.linear(most, value -> Figures.count(Math.round(value))),
        List.of(
            new Series(
                "measure.week-before",
                "base",
                HOUR,
                hours.stream()
                    .map(hour -> new Sample(hour.began(), hour.before()))
                    .toList()),
            new Series(
                "measure.week",
                "s1",
                HOUR,
                hours.stream()
                    .map(hour -> new Sample(hour.began(), hour.events()))
                    .toList())),
        silence());
  }

  /** Hours of silence that follow each other are one. */
  private List<Span> silence() {
    List<Span> spans = new ArrayList<>();
    silent().forEach(hour -> {
      int last = spans.size() - 1;
      Instant end = hour.began().plus(HOUR);
      if (last >= 0 && spans.get(last).end().equals(hour.began())) {
        spans.set(last, new Span(spans.get(last).begin(), end));
      } else {
        spans.add(new Span(hour.began(), end));
      }
    });
    return spans;
  }
}
