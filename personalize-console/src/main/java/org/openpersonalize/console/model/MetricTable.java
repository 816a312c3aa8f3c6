// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.chart.Bar;
import org.openpersonalize.console.chart.Figures;
import org.openpersonalize.core.evaluation.Estimate;
import org.openpersonalize.core.evaluation.Evaluation.Interval;
import org.openpersonalize.core.evaluation.EvaluationReport;
import org.openpersonalize.core.evaluation.RankingMetric;
import org.openpersonalize.core.evaluation.SegmentHoldOut;
import org.openpersonalize.core.evaluation.TestedUsers;
import org.openpersonalize.core.evaluation.TestedUsers.Paired;
import org.openpersonalize.store.activity.VersionEntry;

/** The metrics of a version or two, beside those of popularity. */
public record MetricTable(List<Row> rows) {
  /** In the order in which they are looked at. */
  private static final List<String> SHOWN = List.of(
      "normalized_discounted_cumulative_gain_at_10",
      "mean_reciprocal_rank_at_25",
      "precision_at_10",
      SegmentHoldOut.HITS,
      SegmentHoldOut.RECALL,
      EvaluationReport.AUC,
      EvaluationReport.LOG_LOSS,
      EvaluationReport.COVERAGE,
      EvaluationReport.AVERAGE_REWARDS);

  /**
   * A metric.
   *
   * @param key of the sentence in the bundles that says what it says
   * @param cells popularity's first
   */
  public record Row(String key, String name, List<Cell> cells, Verdict verdict) {}

  public record Cell(String value, Bar bar) {}

  /**
   * What to make of the difference between the last two.
   *
   * @param key of the sentence in the bundles
   * @param low where the interval begins in which the true difference may well lie; null if that is not known
   */
  public record Verdict(
      String key,
      String difference,
      @Nullable String low,
      @Nullable String high) {
    /** A difference of which nobody knows how much of it is chance. */
    static Verdict plain(double difference) {
      return new Verdict("models.verdict.plain", Figures.difference(difference), null, null);
    }

    static Verdict of(Estimate difference) {
      String key = !difference.isDecided()
          ? "models.verdict.undecided"
          : difference.mean() > 0 ? "models.verdict.better" : "models.verdict.worse";
      return new Verdict(
          key,
          Figures.difference(difference.mean()),
          Figures.difference(difference.interval().low()),
          Figures.difference(difference.interval().high()));
    }

    /** Is it decided, and how: {@code ok}, {@code bad} or {@code idle}. */
    public String tone() {
      return switch (key) {
        case "models.verdict.better" -> "ok";
        case "models.verdict.worse" -> "bad";
        default -> "idle";
      };
    }

    public boolean hasInterval() {
      return low != null;
    }
  }

  /** A value to be drawn. */
  private record Drawn(double value, @Nullable Interval interval) {
    private static Drawn of(double value, @Nullable Estimate estimate) {
      return new Drawn(value, estimate == null ? null : estimate.interval());
    }

    private double most() {
      return interval == null ? value : Math.max(value, interval.high());
    }
  }

  /** A model beside popularity, of which nobody knows how well it did for each user. */
  public static MetricTable of(Map<String, Double> metrics, Map<String, Double> baseline) {
    return table(
        metrics,
        metric -> List.of(
            Drawn.of(value(baseline, metric), null), Drawn.of(value(metrics, metric), null)),
        metric -> Verdict.plain(value(metrics, metric) - value(baseline, metric)));
  }

  /** A version beside popularity. */
  static MetricTable of(VersionEntry.Model model, @Nullable TestedUsers tested) {
    return table(
        model.metrics(),
        metric -> List.of(
            Drawn.of(value(model.baseline(), metric), popularity(tested, metric)),
            Drawn.of(value(model.metrics(), metric), ofModel(tested, metric))),
        metric -> tested != null && TestedUsers.METRICS.contains(metric)
            ? Verdict.of(tested.abovePopularity(metric))
            : Verdict.plain(value(model.metrics(), metric) - value(model.baseline(), metric)));
  }

  /**
   * Two versions beside the second one's popularity.
   *
   * @param paired null where it is not known for each user how well either did, or for too few by whom both were tested
   */
  static MetricTable of(
      VersionEntry.Model first,
      @Nullable TestedUsers testedFirst,
      VersionEntry.Model second,
      @Nullable TestedUsers testedSecond,
      @Nullable Paired paired) {
    return table(
        second.metrics(),
        metric -> List.of(
            Drawn.of(value(second.baseline(), metric), popularity(testedSecond, metric)),
            Drawn.of(value(first.metrics(), metric), ofModel(testedFirst, metric)),
            Drawn.of(value(second.metrics(), metric), ofModel(testedSecond, metric))),
        metric -> paired != null && TestedUsers.METRICS.contains(metric)
            ? Verdict.of(paired.difference(metric))
            : Verdict.plain(value(second.metrics(), metric) - value(first.metrics(), metric)));
  }

  private static MetricTable table(
      Map<String, Double> metrics,
      Function<String, List<Drawn>> values,
      Function<String, Verdict> verdict) {
    List<Row> rows = new ArrayList<>();
    for (String metric : SHOWN) {
      if (metrics.containsKey(metric)) {
        List<Drawn> drawn = values.apply(metric);
        double greatest = drawn.stream().mapToDouble(Drawn::most).max().orElse(0);
        rows.add(new Row(
            "models.meaning." + metric,
            name(metric),
            IntStream.range(0, drawn.size())
                .mapToObj(place -> cell(drawn.get(place), greatest, place == 0))
                .toList(),
            verdict.apply(metric)));
      }
    }
    return new MetricTable(rows);
  }

  private static Cell cell(Drawn drawn, double greatest, boolean isBaseline) {
    return new Cell(
        Figures.metric(drawn.value()),
        Bar.of(drawn.value(), drawn.interval(), greatest, isBaseline));
  }

  /** What people call a metric. */
  private static String name(String metric) {
    RankingMetric ranking = RankingMetric.OFFICIAL.get(metric);
    return ranking == null ? metric : ranking.name();
  }

  private static double value(Map<String, Double> metrics, String metric) {
    return metrics.getOrDefault(metric, 0.0);
  }

  private static @Nullable Estimate ofModel(@Nullable TestedUsers tested, String metric) {
    return tested != null && TestedUsers.METRICS.contains(metric) ? tested.ofModel(metric) : null;
  }

  private static @Nullable Estimate popularity(@Nullable TestedUsers tested, String metric) {
    return tested != null && TestedUsers.METRICS.contains(metric)
        ? tested.ofPopularity(metric)
        : null;
  }
}
