// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.openpersonalize.core.context.ContextWeight;
import org.openpersonalize.core.evaluation.Evaluation;
import org.openpersonalize.core.evaluation.Evaluation.Interval;
import org.openpersonalize.core.evaluation.RankingMetric;
import org.openpersonalize.core.family.ModelParameters;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code evaluate --context} found out.
 *
 * @param weights of all columns that were asked for
 * @param items that could be recommended
 * @param known users of whom something is known, asked of the model
 * @param strangers the others, asked of popularity
 */
record ContextResult(
    ModelParameters parameters,
    List<ContextWeight> weights,
    int items,
    Comparison known,
    Comparison strangers)
    implements EvaluationFindings {

  /** The same users without and with their situations. */
  record Comparison(Evaluation without, Evaluation with) {
    private static final double NORMAL_95 = 1.96;

    double difference(RankingMetric metric) {
      return with.mean(metric) - without.mean(metric);
    }

    /** Where the difference may well lie: 1.96 standard errors to both sides. */
    Interval interval(RankingMetric metric) {
      double difference = difference(metric);
      double reach = NORMAL_95 * with.standardErrorAgainst(without, metric);
      return new Interval(difference - reach, difference + reach);
    }

    Map<String, Object> json() {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("users", with.users());
      object.put("without", EvaluationResult.metrics(without));
      object.put("with", EvaluationResult.metrics(with));
      Map<String, Object> intervals = new LinkedHashMap<>();
      for (RankingMetric metric : with.metrics()) {
        Interval interval = interval(metric);
        intervals.put(metric.name(), List.of(interval.low(), interval.high()));
      }
      object.put("differenceIntervals", intervals);
      return object;
    }

    List<List<String>> rows(String who) {
      List<List<String>> rows = new ArrayList<>();
      rows.add(List.of(
          String.format(Locale.ROOT, "%,d %s", with.users(), who),
          "without",
          "with",
          "difference",
          "95 % interval"));
      for (RankingMetric metric : with.metrics()) {
        Interval interval = interval(metric);
        rows.add(List.of(
            metric.name(),
            number("%.4f", without.mean(metric)),
            number("%.4f", with.mean(metric)),
            number("%+.4f", difference(metric)),
            number("%+.4f", interval.low()) + " to " + number("%+.4f", interval.high())));
      }
      return rows;
    }

    private static String number(String format, double value) {
      return String.format(Locale.ROOT, format, value);
    }
  }

  @Override
  public String json() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("recipe", parameters.family().name());
    object.put("protocol", "context");
    object.put("items", items);
    object.put("context", weights);
    object.put("known", known.json());
    object.put("strangers", strangers.json());
    object.put("hyperparameters", parameters.settings());
    return JsonMapper.shared().writeValueAsString(object);
  }

  @Override
  public String table() {
    List<List<String>> rows = new ArrayList<>(known.rows("known users"));
    rows.addAll(strangers.rows("strangers"));
    String columns = weights.stream()
        .map(weight -> String.format(
            Locale.ROOT,
            "%n%s counts %.2f, for strangers %.2f",
            weight.column(),
            weight.weight(),
            weight.strangersWeight()))
        .collect(Collectors.joining());
    return String.format(
        Locale.ROOT,
        "%n%s with %s, %,d items%s%n%n%s",
        parameters.family().name(),
        parameters.settings(),
        items,
        columns,
        Columns.lines(rows).stream()
            .map(line -> line + System.lineSeparator())
            .collect(Collectors.joining()));
  }
}
