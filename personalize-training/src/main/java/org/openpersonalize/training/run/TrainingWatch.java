// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.run;

import java.time.Duration;
import java.util.function.Consumer;
import org.openpersonalize.core.forecast.Forecast;
import org.openpersonalize.core.training.Checkpoints;
import org.openpersonalize.core.training.TrainingProgress;
import org.openpersonalize.training.run.ForecastComparison.Used;

/** The watch over one training: hears how it goes, and calls it off. */
final class TrainingWatch implements TrainingProgress, AutoCloseable {
  private final Cancellation cancellation;
  private final ReportedProgress reported;
  private final ForecastComparison comparison;
  private final Consumer<TrainingWatch> atEnd;
  private volatile Checkpoints checkpoints = Checkpoints.NONE;
  private String outcome = "interrupted";

  /** @param atEnd is told when it is closed */
  TrainingWatch(
      Cancellation cancellation,
      ReportedProgress reported,
      ForecastComparison comparison,
      Consumer<TrainingWatch> atEnd) {
    this.cancellation = cancellation;
    this.reported = reported;
    this.comparison = comparison;
    this.atEnd = atEnd;
  }

  @Override
  public void report(double fraction, double loss, String stage) {
    reported.report(fraction, loss, stage);
    comparison.lookAtHeap();
  }

  @Override
  public void heldOut(String metric, double value) {
    reported.heldOut(metric, value);
  }

  @Override
  public Checkpoints checkpoints() {
    return checkpoints;
  }

  /** Has the training keep its states here. */
  void keep(Checkpoints where) {
    checkpoints = where;
  }

  /** Has the forecast stand beside what the training takes from now on. */
  void expect(Forecast whatItTakes) {
    comparison.expect(whatItTakes);
  }

  /** What the training has taken since it was forecast. */
  Used used() {
    return comparison.used();
  }

  /** The resource has changed, and may not want its training any more. */
  void changed() {
    cancellation.changed();
  }

  @Override
  public boolean isCancelled() {
    return cancellation.isCancelled();
  }

  /**
   * Where the worker has been told to stop, the training ends here and starts again when the service does.
   *
   * @throws org.openpersonalize.store.job.JobStopped if the user called it off
   * @throws Cancellation.TimedOut if the training took too long
   */
  @Override
  public void throwIfCancelled() {
    cancellation.throwIfStoppedOrLate();
    TrainingProgress.super.throwIfCancelled();
  }

  /** Says how the training ended, for the metrics. */
  void ended(String how) {
    outcome = how;
  }

  String outcome() {
    return cancellation.isStopped() ? "stopped" : outcome;
  }

  Duration elapsed() {
    return cancellation.elapsed();
  }

  @Override
  public void close() {
    atEnd.accept(this);
  }
}
