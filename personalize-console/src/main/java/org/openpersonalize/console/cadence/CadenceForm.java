// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.cadence;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.form.FormError;
import org.openpersonalize.console.form.FormErrors;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.training.cadence.CadenceBacktestService.ForecastCadenceBacktest;
import org.openpersonalize.training.cadence.CadenceBacktestService.StartCadenceBacktest;

/** What a test may take, as it was filled in. */
public record CadenceForm(String maxTrainings, String maxMinutes) {
  private static final String TRAININGS = "20";
  private static final String MINUTES = "30";

  static CadenceForm of(Map<String, String> parameters) {
    return new CadenceForm(
        parameters.getOrDefault("maxTrainings", TRAININGS).strip(),
        parameters.getOrDefault("maxMinutes", MINUTES).strip());
  }

  /** What is no number; what numbers may be, the service says. */
  FormErrors misread() {
    if (number(maxTrainings) == null) {
      return FormErrors.of(FormError.of("maxTrainings", "cadence.no-number"));
    }
    return number(maxMinutes) == null
        ? FormErrors.of(FormError.of("maxMinutes", "cadence.no-number"))
        : FormErrors.NONE;
  }

  private static @Nullable Integer number(String text) {
    return text.matches("\\d{1,9}") ? Integer.valueOf(text) : null;
  }

  ForecastCadenceBacktest forecast(Arn solution) {
    return new ForecastCadenceBacktest(solution, number(maxTrainings), number(maxMinutes));
  }

  StartCadenceBacktest start(Arn solution) {
    return new StartCadenceBacktest(solution, number(maxTrainings), number(maxMinutes));
  }
}
