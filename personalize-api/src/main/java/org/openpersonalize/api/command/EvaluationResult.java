// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.evaluation.BandReport;
import org.openpersonalize.core.evaluation.Evaluation;
import org.openpersonalize.core.evaluation.Evaluation.Interval;
import org.openpersonalize.core.evaluation.RankingMetric;
import org.openpersonalize.core.evaluation.TestSet;
import org.openpersonalize.core.family.ModelParameters;
import org.openpersonalize.core.tuning.TuningResult;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code evaluate} found out, as a table for people and as JSON for programs.
 *
 * @param chosen what the model was trained with
 * @param search what chose it, null if the user did
 * @param searchSeconds what that took
 * @param intervals of the evaluation's metrics, in their order
 * @param baselines by the family's name, on the same users
 */
record EvaluationResult(
    String recipe,
    String protocol,
    TestSet test,
    ModelParameters chosen,
    @Nullable TuningResult search,
    double searchSeconds,
    Evaluation evaluation,
    List<Interval> intervals,
    Map<String, Evaluation> baselines,
    double trainSeconds,
    double evaluateSeconds)
    implements EvaluationFindings {
  private static final String COVERAGE = "coverage";

  @Override
  public String json() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("recipe", recipe);
    object.put("protocol", protocol);
    object.put("users", evaluation.users());
    object.put("items", test.candidates());
    object.put("metrics", metrics(evaluation));
    Map<String, Object> bounds = new LinkedHashMap<>();
    for (int metric = 0; metric < intervals.size(); metric++) {
      Interval interval = intervals.get(metric);
      bounds.put(evaluation.metrics().get(metric).name(), List.of(interval.low(), interval.high()));
    }
    object.put("intervals", bounds);
    object.put("bands", evaluation.bands());
    Map<String, Object> others = new LinkedHashMap<>();
    baselines.forEach((family, baseline) -> others.put(family, metrics(baseline)));
    object.put("baselines", others);
    object.put("hyperparameters", hyperparameters());
    object.put("trainSeconds", trainSeconds);
    object.put("evaluateSeconds", evaluateSeconds);
    if (search != null) {
      object.put("searchSeconds", searchSeconds);
      object.put("trials", search.trials());
    }
    return JsonMapper.shared().writeValueAsString(object);
  }

  static Map<String, Double> metrics(Evaluation evaluation) {
    Map<String, Double> values = new LinkedHashMap<>();
    evaluation.metrics().forEach(metric -> values.put(metric.name(), evaluation.mean(metric)));
    values.put(COVERAGE, evaluation.coverage());
    return values;
  }

  /** The settings; where a search chose them, the family with them. */
  private Map<String, String> hyperparameters() {
    Map<String, String> values = new LinkedHashMap<>();
    if (search != null) {
      values.put("family", chosen.family().name());
    }
    values.putAll(chosen.settings());
    return values;
  }

  @Override
  public String table() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(row("metric", recipe, "95 % interval", baselines.keySet().stream()));
    for (int metric = 0; metric < intervals.size(); metric++) {
      RankingMetric each = evaluation.metrics().get(metric);
      Interval interval = intervals.get(metric);
      rows.add(row(
          each.name(),
          number(evaluation.mean(each)),
          "%s to %s".formatted(number(interval.low()), number(interval.high())),
          baselines.values().stream().map(baseline -> number(baseline.mean(each)))));
    }
    rows.add(row(
        COVERAGE,
        number(evaluation.coverage()),
        "",
        baselines.values().stream().map(baseline -> number(baseline.coverage()))));
    Map<String, String> hyperparameters = hyperparameters();
    String settings = hyperparameters.isEmpty() ? "" : " with " + hyperparameters;
    return String.format(
        Locale.ROOT,
        "%n%s%s%n%s: %,d users, %,d items; trained in %.1f s, evaluated in %.1f s%n%n%s%n%s",
        recipe,
        settings,
        protocol,
        evaluation.users(),
        test.candidates(),
        trainSeconds,
        evaluateSeconds,
        lines(rows),
        lines(bandRows()));
  }

  private static String lines(List<List<String>> rows) {
    return Columns.lines(rows).stream()
        .map(line -> line + System.lineSeparator())
        .collect(Collectors.joining());
  }

  /** What the longest lists find and show of items that are known well and hardly. */
  private List<List<String>> bandRows() {
    int k = evaluation.metrics().stream().mapToInt(RankingMetric::k).max().orElse(0);
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("items", "candidates", "to be found", "found@" + k, "share", "shown"));
    for (BandReport report : evaluation.bands()) {
      rows.add(List.of(
          report.band().words(),
          "%,d".formatted(report.items()),
          "%,d".formatted(report.sought()),
          "%,d".formatted(report.found()),
          report.sought() == 0 ? "" : number(report.recall()),
          number(report.shown())));
    }
    return rows;
  }

  private static List<String> row(
      String metric, String value, String interval, Stream<String> ofBaselines) {
    return Stream.concat(Stream.of(metric, value, interval), ofBaselines).toList();
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}
