// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.run;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.store.model.TrainingCurves;
import org.openpersonalize.store.model.TrainingCurves.Point;
import org.openpersonalize.store.model.TrainingProgressTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Writes every second how far the trainings of this process are, on a thread of its own: no training waits for its row, and
 * none fails for it.
 */
@Component
class ProgressRows implements DisposableBean {
  private static final Logger log = LoggerFactory.getLogger(ProgressRows.class);

  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final TrainingProgressTable table;
  private final TrainingCurves curves;
  private final Clock clock;
  private final ScheduledExecutorService writer =
      Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "training-progress");
        thread.setDaemon(true);
        return thread;
      });

  ProgressRows(TrainingProgressTable table, TrainingCurves curves, Clock clock) {
    this.table = table;
    this.curves = curves;
    this.clock = clock;
  }

  /** Keeps a row for a run until it is closed, and its losses for longer. */
  Row keep(Arn trainedArn, UUID run, ReportedProgress reported) {
    return new Row(trainedArn, run, reported);
  }

  /** Deletes what a run that died has left of a training that has ended. */
  void end(Arn trainedArn) {
    try {
      table.end(trainedArn);
    } catch (RuntimeException e) {
      log.warn("The progress of {}, which has ended, cannot be deleted", trainedArn, e);
    }
  }

  @Override
  public void destroy() {
    writer.shutdownNow();
  }

  /** The row of one run. */
  final class Row implements AutoCloseable {
    private final Arn trainedArn;
    private final UUID run;
    private final ReportedProgress reported;
    private final AtomicBoolean hasFailed = new AtomicBoolean();
    private boolean isThere; // as the writing thread knows
    private List<Point> written = List.of(); // as the writing thread knows
    private final Future<?> writing;

    private Row(Arn trainedArn, UUID run, ReportedProgress reported) {
      this.trainedArn = trainedArn;
      this.run = run;
      this.reported = reported;
      this.writing =
          writer.scheduleWithFixedDelay(this::write, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void write() {
      attempt(() -> {
        if (isThere) {
          table.update(trainedArn, run, reported.stand(), clock.instant());
        } else {
          table.begin(trainedArn, run, reported.stand(), clock.instant());
          isThere = true;
        }
        writeLosses();
      });
    }

    private void writeLosses() {
      List<Point> losses = reported.losses();
      if (!losses.equals(written)) {
        curves.put(trainedArn, run, losses);
        written = losses;
      }
    }

    /** Deletes the row, after whatever is being written. */
    @Override
    public void close() {
      writing.cancel(false);
      try {
        writer
            .submit(() -> {
              attempt(this::writeLosses);
              attempt(() -> table.end(trainedArn, run));
            })
            .get();
      } catch (RejectedExecutionException e) {
        log.debug("The service is stopping, the row of {} stays until its next run", trainedArn);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // it is deleted without anybody waiting for it
      } catch (ExecutionException e) {
        throw new IllegalStateException(e); // no attempt throws
      }
    }

    private void attempt(Runnable statement) {
      try {
        statement.run();
      } catch (RuntimeException | Error e) { // or nothing more would be written
        if (!hasFailed.getAndSet(true)) {
          log.warn("The progress of {} cannot be written, its training goes on", trainedArn, e);
        }
      }
    }
  }
}
