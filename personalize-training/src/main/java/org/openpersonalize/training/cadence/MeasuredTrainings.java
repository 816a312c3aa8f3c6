// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.cadence;

import java.util.Optional;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.store.catalog.SolutionVersion;
import org.openpersonalize.store.catalog.SolutionVersionRepository;
import org.openpersonalize.store.model.TrainingForecasts;
import org.springframework.stereotype.Component;

/** What trainings of solutions have taken. */
@Component
class MeasuredTrainings {
  private final SolutionVersionRepository versions;
  private final TrainingForecasts forecasts;

  MeasuredTrainings(SolutionVersionRepository versions, TrainingForecasts forecasts) {
    this.versions = versions;
    this.forecasts = forecasts;
  }

  /** What the newest version took; empty if it is not trained. */
  Optional<Double> seconds(Arn solution) {
    return versions
        .findFirstBySolutionArnOrderByCreationDateTimeDesc(solution)
        .filter(version -> version.status() == Status.ACTIVE)
        .map(SolutionVersion::arn)
        .flatMap(forecasts::find)
        .flatMap(outcome -> Optional.ofNullable(outcome.actual()))
        .map(actual -> actual.seconds());
  }
}
