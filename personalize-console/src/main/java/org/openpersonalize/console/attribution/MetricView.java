// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.attribution;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.chart.Figures;
import org.openpersonalize.console.chart.TimeAxis;
import org.openpersonalize.console.chart.TimeChart;
import org.openpersonalize.console.chart.TimeChart.Sample;
import org.openpersonalize.console.chart.TimeChart.Series;
import org.openpersonalize.console.chart.ValueAxis;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.store.attribution.AttributionTable;
import org.openpersonalize.store.attribution.AttributionTable.Value;
import org.openpersonalize.store.attribution.MetricAttribute;

/**
 * A metric over time: a line each for the {@value #LINES} sources with most of it, and one for all others.
 *
 * @param values by source and step of the range
 */
record MetricView(MetricAttribute metric, List<Value> values, Range range, Instant now) {
  static final int LINES = 3;

  /**
   * A source and what it brought.
   *
   * @param line the number by which the chart calls it; null for one of the others
   * @param arn of the campaign or the recommender that it is; null for a source that events name themselves
   */
  public record Source(
      @Nullable Integer line, String name, @Nullable Arn arn, double total, double share) {
    public boolean isUndefined() {
      return name.equals(AttributionTable.UNDEFINED);
    }

    public String value() {
      return Figures.rate(total);
    }

    public String percent() {
      return "%.0f %%".formatted(100 * share);
    }
  }

  /** What a time brought, in the order of the lines. */
  public record Row(Instant began, List<String> values) {}

  public boolean isEmpty() {
    return values.isEmpty();
  }

  public String total() {
    return Figures.rate(sum());
  }

  private double sum() {
    return values.stream().mapToDouble(Value::value).sum();
  }

  /** What came after an answer. */
  public String recommended() {
    return Figures.rate(sources().stream()
        .filter(source -> source.arn() != null)
        .mapToDouble(Source::total)
        .sum());
  }

  /** Those with most first. */
  public List<Source> sources() {
    Map<String, Double> totals = values.stream()
        .collect(Collectors.groupingBy(Value::source, Collectors.summingDouble(Value::value)));
    List<Map.Entry<String, Double>> ordered = totals.entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
            .thenComparing(Map.Entry.comparingByKey()))
        .toList();
    double all = sum();
    return IntStream.range(0, ordered.size())
        .mapToObj(n -> new Source(
            n < LINES ? n + 1 : null,
            ordered.get(n).getKey(),
            answering(ordered.get(n).getKey()),
            ordered.get(n).getValue(),
            all == 0 ? 0 : ordered.get(n).getValue() / all))
        .toList();
  }

  private static @Nullable Arn answering(String source) {
    try {
      return Optional.of(Arn.parse(source))
          .filter(arn -> arn.is(ResourceType.CAMPAIGN) || arn.is(ResourceType.RECOMMENDER))
          .orElse(null);
    } catch (PersonalizeException noArn) {
      return null;
    }
  }

  /** Are there more sources than lines, so that the rest is one line? */
  public boolean hasOthers() {
    return sources().size() > LINES;
  }

  /** What is drawn of each line, by step. */
  private List<List<Sample>> samples() {
    Map<String, Integer> lines = sources().stream()
        .filter(source -> source.line() != null)
        .collect(Collectors.toMap(
            Source::name, source -> source.line() == null ? LINES : source.line() - 1));
    int count = lines.size() + (hasOthers() ? 1 : 0);
    List<Map<Instant, Double>> byStep = Stream.generate(
            () -> (Map<Instant, Double>) new HashMap<Instant, Double>())
        .limit(count)
        .toList();
    for (Value value : values) {
      byStep
          .get(lines.getOrDefault(value.source(), LINES))
          .merge(value.began(), value.value(), Double::sum);
    }
    return byStep.stream()
        .map(of -> range.steps(now).stream()
            .map(step -> new Sample(step, of.getOrDefault(step, 0.0)))
            .toList())
        .toList();
  }

  public TimeChart chart() {
    List<Series> series = new ArrayList<>();
    List<List<Sample>> samples = samples();
    double greatest = 0;
    for (int n = 0; n < samples.size(); n++) {
      series.add(new Series(
          n < LINES ? "attribution.line." + (n + 1) : "attribution.line.others",
          n < LINES ? "s" + (n + 1) : "base",
          range.step(),
          samples.get(n)));
      greatest = Math.max(
          greatest, samples.get(n).stream().mapToDouble(Sample::value).max().orElse(0));
    }
    return TimeChart.steps(
        new TimeAxis(range.begin(now), range.end(now)),
        ValueAxis.linear(greatest, Figures::rate),
        series,
        List.of());
  }

  /** The times in which there was something, newest first. */
  public List<Row> rows() {
    List<List<Sample>> samples = samples();
    List<Row> rows = new ArrayList<>();
    List<Instant> steps = range.steps(now);
    for (int step = steps.size() - 1; step >= 0; step--) {
      int at = step;
      List<Double> of = samples.stream().map(line -> line.get(at).value()).toList();
      if (of.stream().anyMatch(value -> value != 0)) {
        rows.add(new Row(steps.get(step), of.stream().map(Figures::rate).toList()));
      }
    }
    return rows;
  }
}
