// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.run;

import java.time.Clock;
import org.openpersonalize.core.cost.Workload;
import org.openpersonalize.core.family.Cost;
import org.openpersonalize.core.family.ModelParameters;
import org.openpersonalize.core.forecast.Forecast;
import org.openpersonalize.core.forecast.Forecaster;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.recommendation.Training;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.training.TrainingProgress;
import org.openpersonalize.store.job.JobRefused;
import org.openpersonalize.store.model.TrainingForecasts;
import org.openpersonalize.training.TrainingSettings;
import org.openpersonalize.training.outlook.ProbedMachine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Forecasts trainings, and refuses those that would not fit this node's memory. */
@Component
class ForecastCheck {
  private static final Logger log = LoggerFactory.getLogger(ForecastCheck.class);

  private static final double USABLE = 0.9; // of the heap, beside what the service needs for itself
  private static final int BYTES_WHILE_READ = 32; // an interaction

  private final TrainingForecasts forecasts;
  private final ProbedMachine machine;
  private final TrainingSettings settings;
  private final Clock clock;

  ForecastCheck(
      TrainingForecasts forecasts, ProbedMachine machine, TrainingSettings settings, Clock clock) {
    this.forecasts = forecasts;
    this.machine = machine;
    this.settings = settings;
    this.clock = clock;
  }

  /** Is there room to read so many interactions at all? */
  void requireRoomFor(long interactions) throws JobRefused {
    long needed = interactions * BYTES_WHILE_READ;
    if (needed > usable()) {
      throw refused("To read %,d interactions takes".formatted(interactions), needed);
    }
  }

  /** Forecasts a training and notes the forecast with what is trained. */
  Forecast forecast(Arn trainedArn, Training training, TrainingProgress progress)
      throws JobRefused {
    ModelParameters parameters = training.largestParameters();
    Cost cost = parameters.family().cost(parameters);
    Forecast once = Forecaster.of(
        Workload.of(training.interactions(), training.rule()),
        cost,
        training.threads(),
        () -> machine.of(cost, training.threads(), progress));
    InteractionLog interactions = training.interactions();
    double searched = training.search().share();
    Forecast forecast = new Forecast(
        once.seconds() / (1 - searched), once.heapBytes(), once.modelBytes(), once.servingBytes());
    forecasts.put(trainedArn, forecast, clock.instant());
    log.info(
        "Training {} is expected to take {} s, {} MB of heap, and to make a model of {} MB that needs {} MB to serve",
        trainedArn,
        Math.round(forecast.seconds()),
        megabytes(forecast.heapBytes()),
        megabytes(forecast.modelBytes()),
        megabytes(forecast.servingBytes()));
    if (forecast.heapBytes() > usable()) {
      throw refused(
          "Training on %,d interactions of %,d users with %,d items is expected to take"
              .formatted(
                  interactions.size(),
                  interactions.users().size(),
                  interactions.items().size()),
          forecast.heapBytes());
    }
    return forecast;
  }

  private long usable() {
    return (long) (USABLE * settings.heapBytes());
  }

  private JobRefused refused(String what, long needed) {
    return new JobRefused(
        "Create failed. %s %,d MB of heap and this node has %,d MB. Start it with a larger heap (-Xmx), import fewer interactions, or choose a smaller model."
            .formatted(what, megabytes(needed), megabytes(usable())));
  }

  private static long megabytes(long bytes) {
    return (bytes >> 20) + 1;
  }
}
