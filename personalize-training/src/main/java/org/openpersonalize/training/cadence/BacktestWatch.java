// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.cadence;

import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.training.TrainingProgress;
import org.openpersonalize.store.model.TrainingProgressTable;
import org.openpersonalize.store.model.TrainingProgressTable.Stand;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches one step of a test: writes how far all of it is, once a second at most, and ends the step when nobody wants it any more,
 * when the time is up, or when the worker is told to stop, whose thread makes this.
 */
final class BacktestWatch implements TrainingProgress {
  private static final Logger log = LoggerFactory.getLogger(BacktestWatch.class);
  private static final long INTERVAL = Duration.ofSeconds(1).toNanos();

  private final Arn solution;
  private final Step step;
  private final BooleanSupplier isWanted;
  private final TrainingProgressTable table;
  private final Clock clock;
  private final UUID run = UUID.randomUUID();
  private final Thread worker = Thread.currentThread();
  private final long started = System.nanoTime();
  private volatile boolean isStopped;
  private long written = started - INTERVAL;
  private boolean isThere;

  /**
   * Where a step stands in its test.
   *
   * @param place 0 for the first
   * @param of how many there are
   * @param secondsBefore what those before took
   * @param longest what all may take
   */
  record Step(int place, int of, double secondsBefore, Duration longest) {
    double fraction(double done) {
      return (place + done) / of;
    }
  }

  /** @param isWanted is the test under way still? Asked whenever the solution has changed */
  BacktestWatch(
      Arn solution, Step step, BooleanSupplier isWanted, TrainingProgressTable table, Clock clock) {
    this.solution = solution;
    this.step = step;
    this.isWanted = isWanted;
    this.table = table;
    this.clock = clock;
  }

  @Override
  public void report(double fraction, double loss, String stage) {
    long now = System.nanoTime();
    if (now - written >= INTERVAL) {
      written = now;
      write(step.fraction(fraction));
    }
  }

  private void write(double fraction) {
    Stand stand = new Stand(
        fraction, "%d/%d".formatted(step.place() + 1, step.of()), null, null, left(fraction));
    try {
      if (isThere) {
        table.update(solution, run, stand, clock.instant());
      } else {
        table.begin(solution, run, stand, clock.instant());
        isThere = true;
      }
    } catch (RuntimeException e) { // the test goes on
      log.warn("The progress of {} cannot be written", solution, e);
    }
  }

  private @Nullable Double left(double fraction) {
    return fraction == 0 ? null : seconds() * (1 - fraction) / fraction;
  }

  /** The solution has changed, and its test may be over. */
  void changed() {
    if (!isWanted.getAsBoolean()) {
      isStopped = true;
    }
  }

  boolean isStopped() {
    return isStopped;
  }

  /** Is the time up that all steps have together? */
  boolean isLate() {
    return seconds() > step.longest().toSeconds();
  }

  /** What the steps took until now, with this one. */
  private double seconds() {
    return step.secondsBefore() + secondsOfStep();
  }

  double secondsOfStep() {
    return (System.nanoTime() - started) / 1e9;
  }

  @Override
  public boolean isCancelled() {
    return isStopped || isLate() || worker.isInterrupted();
  }
}
