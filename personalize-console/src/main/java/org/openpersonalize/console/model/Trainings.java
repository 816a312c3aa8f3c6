// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.model;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.store.model.TrainingCurves;
import org.openpersonalize.store.model.TrainingForecasts;
import org.openpersonalize.store.model.TrainingProgressTable;
import org.openpersonalize.store.model.TrainingTrials;
import org.springframework.stereotype.Component;

/** How trainings go and went. */
@Component
public class Trainings {
  private final TrainingProgressTable progress;
  private final TrainingForecasts forecasts;
  private final TrainingCurves curves;
  private final TrainingTrials trials;

  Trainings(
      TrainingProgressTable progress,
      TrainingForecasts forecasts,
      TrainingCurves curves,
      TrainingTrials trials) {
    this.progress = progress;
    this.forecasts = forecasts;
    this.curves = curves;
    this.trials = trials;
  }

  /** Null if none is under way. */
  public @Nullable ProgressView progress(Arn version) {
    return progress.find(version).map(found -> new ProgressView(found.stand())).orElse(null);
  }

  /** None before it was forecast. */
  List<ForecastRow> forecast(Arn version) {
    return forecasts.find(version).map(ForecastRow::of).orElse(List.of());
  }

  /** Null if there is nothing to draw. */
  @Nullable LossChart losses(Arn version) {
    return LossChart.of(curves.find(version));
  }

  List<TrialRow> trials(Arn version) {
    return TrialRow.of(trials.of(version));
  }
}
