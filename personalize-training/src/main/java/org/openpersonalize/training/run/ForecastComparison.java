// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.run;

import org.openpersonalize.core.forecast.Forecast;
import org.openpersonalize.core.resource.Arn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a training takes beside what it was expected to take. */
final class ForecastComparison {
  private static final Logger log = LoggerFactory.getLogger(ForecastComparison.class);

  private final Arn trainedArn;
  private final TrainingMeters meters;
  private final long heapAtStart = heap();
  private volatile Forecast forecast = new Forecast(Double.NaN, 0, 0, 0);
  private volatile long begun = System.nanoTime();
  private long mostHeap;

  ForecastComparison(Arn trainedArn, TrainingMeters meters) {
    this.trainedArn = trainedArn;
    this.meters = meters;
  }

  /**
   * What a training took.
   *
   * @param seconds since it was forecast
   * @param heapBytes the most that the heap grew by, as far as reports saw it; garbage included
   */
  record Used(double seconds, long heapBytes) {}

  private static long heap() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /** Has the forecast stand beside what the training takes from now on. */
  void expect(Forecast whatItTakes) {
    forecast = whatItTakes;
    begun = System.nanoTime();
  }

  Forecast forecast() {
    return forecast;
  }

  /** Looks how large the heap is now. */
  void lookAtHeap() {
    mostHeap = Math.max(mostHeap, heap() - heapAtStart);
  }

  /** By the forecast, if there is one, until there is progress to judge by. */
  double secondsLeft(double fraction) {
    double elapsed = elapsed();
    return fraction == 0
        ? Math.max(0, forecast.seconds() - elapsed)
        : elapsed * (1 - fraction) / fraction;
  }

  private double elapsed() {
    return (System.nanoTime() - begun) / 1e9;
  }

  /** What the training has taken, for the log and the metrics as well. */
  Used used() {
    double seconds = elapsed();
    log.info(
        "Training {} took {} s, {} times the forecast",
        trainedArn,
        Math.round(seconds),
        Math.round(100 * seconds / forecast.seconds()) / 100.0);
    meters.compared(seconds / forecast.seconds());
    return new Used(seconds, mostHeap);
  }
}
