// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.run;

import io.micrometer.core.instrument.Meter;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.store.change.ChangeFeed;
import org.openpersonalize.training.TrainingSettings;
import org.springframework.stereotype.Component;

/**
 * Watches the trainings of this process: shows how they go, as metrics, as rows and now and then in the log, and ends those
 * that take too long or that somebody stops, on whatever node.
 */
@Component
class TrainingMonitor implements ChangeFeed.ChangeListener {
  private final TrainingSettings settings;
  private final TrainingMeters meters;
  private final ProgressRows rows;
  private final Map<Arn, TrainingWatch> watches = new ConcurrentHashMap<>();

  TrainingMonitor(
      ChangeFeed changes, TrainingSettings settings, TrainingMeters meters, ProgressRows rows) {
    this.settings = settings;
    this.meters = meters;
    this.rows = rows;
    changes.subscribe(this);
  }

  /**
   * Watches one training until it is closed; the thread that asks for it is the one that trains.
   *
   * @param isWanted does the resource still want its training? Asked whenever it has changed
   */
  TrainingWatch watch(Arn trainedArn, UUID run, BooleanSupplier isWanted) {
    ForecastComparison comparison = new ForecastComparison(trainedArn, meters);
    ReportedProgress reported = new ReportedProgress(trainedArn, comparison);
    List<Meter> gauges = meters.of(trainedArn, reported, comparison);
    ProgressRows.Row row = rows.keep(trainedArn, run, reported);
    TrainingWatch watch = new TrainingWatch(
        new Cancellation(trainedArn, settings.timeout(), isWanted), reported, comparison, ended -> {
          watches.remove(trainedArn, ended);
          meters.remove(gauges);
          row.close();
          meters.ended(ended.outcome(), ended.elapsed());
        });
    watches.put(trainedArn, watch);
    try {
      watch.changed(); // it may have been stopped before anybody listened
      return watch;
    } catch (RuntimeException e) {
      watch.close();
      throw e;
    }
  }

  /** Forgets what a run that died has left of a training that has ended. */
  void cleanUp(Arn trainedArn) {
    rows.end(trainedArn);
  }

  @Override
  public void changed(Arn resource) {
    TrainingWatch watch = watches.get(resource);
    if (watch != null) {
      watch.changed();
    }
  }

  @Override
  public void resync() {
    watches.values().forEach(TrainingWatch::changed);
  }
}
