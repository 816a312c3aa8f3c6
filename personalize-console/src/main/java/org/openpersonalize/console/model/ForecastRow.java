// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.model;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.chart.Figures;
import org.openpersonalize.core.forecast.Forecast;
import org.openpersonalize.store.model.TrainingForecasts.Outcome;

/**
 * What was expected of a training beside what it took.
 *
 * @param key of what it is about, in the bundles
 * @param actual null until the training has ended, and where nobody measures it
 */
record ForecastRow(String key, String expected, @Nullable String actual) {
  static List<ForecastRow> of(Forecast expected, @Nullable Forecast actual) {
    return List.of(
        new ForecastRow(
            "models.forecast.time",
            Figures.seconds(expected.seconds()),
            actual == null ? null : Figures.seconds(actual.seconds())),
        new ForecastRow(
            "models.forecast.heap",
            Figures.size(expected.heapBytes()),
            actual == null ? null : Figures.size(actual.heapBytes())),
        new ForecastRow(
            "models.forecast.serving",
            Figures.size(expected.servingBytes()),
            actual == null ? null : Figures.size(actual.modelBytes())));
  }

  static List<ForecastRow> of(Outcome outcome) {
    return of(outcome.forecast(), outcome.actual());
  }
}
