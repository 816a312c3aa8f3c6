// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.run;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.store.job.JobStopped;

/**
 * Whether a training is to end early: somebody called it off, it took too long, or its worker was told to stop. The thread
 * that makes one is the worker.
 */
final class Cancellation {
  private final Arn trainedArn;
  private final Duration limit;
  private final BooleanSupplier isWanted;
  private final Thread worker = Thread.currentThread();
  private final long started = System.nanoTime();
  private volatile boolean isStopped;

  /** @param isWanted does the resource still want its training? */
  Cancellation(Arn trainedArn, Duration limit, BooleanSupplier isWanted) {
    this.trainedArn = trainedArn;
    this.limit = limit;
    this.isWanted = isWanted;
  }

  /** A training took longer than it may. */
  static final class TimedOut extends CancellationException {
    TimedOut(Duration limit) {
      super("The training took longer than %s, the limit that personalize.training.timeout sets."
          .formatted(limit));
    }
  }

  /** Asks the resource, which has changed. What is stopped stays so: two threads may ask, and be answered out of turn. */
  void changed() {
    if (!isWanted.getAsBoolean()) {
      isStopped = true;
    }
  }

  boolean isStopped() {
    return isStopped;
  }

  boolean isCancelled() {
    return isStopped || isLate() || worker.isInterrupted();
  }

  private boolean isLate() {
    return System.nanoTime() - started > limit.toNanos();
  }

  /**
   * Says why, if it is not that the worker was told to stop.
   *
   * @throws JobStopped if somebody called the training off
   * @throws TimedOut if it took too long
   */
  void throwIfStoppedOrLate() {
    if (isStopped) {
      throw new JobStopped(trainedArn);
    }
    if (isLate()) {
      throw new TimedOut(limit);
    }
  }

  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - started);
  }
}
