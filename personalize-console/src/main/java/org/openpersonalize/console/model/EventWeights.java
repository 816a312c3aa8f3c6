// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.model;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.form.FormError;
import org.openpersonalize.console.form.FormErrors;
import org.openpersonalize.console.group.GroupSolutions;
import org.openpersonalize.core.recipe.Recipe.Feature;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.store.catalog.Solution;
import org.openpersonalize.store.catalog.SolutionConfig;
import org.openpersonalize.store.catalog.SolutionConfig.EventParameters;
import org.openpersonalize.store.catalog.SolutionConfig.EventsConfig;

/**
 * Which types of events a solution learns from, and how much each counts, as forms have it.
 *
 * @param rows what is filled in; rows in which nothing is are left out
 */
record EventWeights(List<Row> rows) {
  /** As many as the API takes. */
  private static final int MOST = 10;

  private static final int BLANK = 3;

  /**
   * A type of events, as inputs spell it.
   *
   * @param threshold empty where events of any value count
   * @param weight empty for 1
   */
  record Row(String eventType, String threshold, String weight) {
    private static final Row EMPTY = new Row("", "", "");

    private static Row of(EventParameters parameters) {
      return new Row(
          Objects.requireNonNullElse(parameters.eventType(), ""),
          text(parameters.eventValueThreshold()),
          text(parameters.weight()));
    }

    private static String text(@Nullable Double number) {
      return number == null
          ? ""
          : BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    private boolean isEmpty() {
      return equals(EMPTY);
    }

    private EventParameters parameters() {
      return new EventParameters(
          eventType.isEmpty() ? null : eventType, number(threshold), number(weight));
    }

    private static @Nullable Double number(String text) {
      return text.isEmpty() ? null : Double.valueOf(text);
    }

    private static boolean isMisread(String text) {
      return !text.isEmpty() && !text.matches("-?\\d{1,15}(\\.\\d{1,15})?");
    }
  }

  /** Has this recipe weights of events? */
  static boolean fit(@Nullable Arn recipe) {
    return GroupSolutions.supports(recipe, Feature.EVENTS_CONFIG);
  }

  static EventWeights of(Solution solution) {
    SolutionConfig config = solution.solutionConfig();
    return new EventWeights(
        config == null
                || config.eventsConfig() == null
                || config.eventsConfig().eventParametersList() == null
            ? List.of()
            : config.eventsConfig().eventParametersList().stream().map(Row::of).toList());
  }

  /** Of inputs, row by row. */
  static EventWeights filled(
      List<String> eventTypes, List<String> thresholds, List<String> weights) {
    return new EventWeights(IntStream.range(0, eventTypes.size())
        .mapToObj(n -> new Row(at(eventTypes, n), at(thresholds, n), at(weights, n)))
        .filter(row -> !row.isEmpty())
        .toList());
  }

  private static String at(List<String> values, int n) {
    return n < values.size() ? values.get(n).strip() : "";
  }

  /** With some rows to fill in, as far as the API takes more. */
  public List<Row> inputs() {
    int blank = Math.max(0, Math.min(BLANK, MOST - rows.size()));
    return Stream.concat(rows.stream(), Stream.generate(() -> Row.EMPTY).limit(blank))
        .toList();
  }

  /** What is no number; what numbers may be, the API's constraints say. */
  FormErrors misread() {
    return new FormErrors(IntStream.range(0, rows.size())
        .boxed()
        .flatMap(n -> Stream.of(
            misread("eventValueThreshold", n, rows.get(n).threshold()),
            misread("weight", n, rows.get(n).weight())))
        .filter(Objects::nonNull)
        .toList());
  }

  private static @Nullable FormError misread(String member, int row, String text) {
    return Row.isMisread(text)
        ? FormError.of(FormError.field(member, row), "models.events.no-number")
        : null;
  }

  /** Of what is not misread; without rows all types count the same again. */
  EventsConfig config() {
    return new EventsConfig(rows.stream().map(Row::parameters).toList());
  }
}
