// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.run;

import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.store.model.TrainingProgressTable;
import org.openpersonalize.store.model.TrainingProgressTable.Stand;
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
  private final Clock clock;
  private final ScheduledExecutorService writer =
      Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "training-progress");
        thread.setDaemon(true);
        return thread;
      });

  ProgressRows(TrainingProgressTable table, Clock clock) {
    this.table = table;
    this.clock = clock;
  }

  /** Keeps a row for a run until it is closed. */
  Row keep(Arn trainedArn, UUID run, Supplier<Stand> stand) {
    Row row = new Row(trainedArn, run, stand);
    row.begin();
    return row;
  }

  @Override
  public void destroy() {
    writer.shutdownNow();
  }

  /** The row of one run. */
  final class Row implements AutoCloseable {
    private final Arn trainedArn;
    private final UUID run;
    private final Supplier<Stand> stand;
    private final AtomicBoolean hasFailed = new AtomicBoolean();
    private final Future<?> writing;

    private Row(Arn trainedArn, UUID run, Supplier<Stand> stand) {
      this.trainedArn = trainedArn;
      this.run = run;
      this.stand = stand;
      this.writing = writer.scheduleWithFixedDelay(
          this::update, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void begin() {
      attempt(() -> table.begin(trainedArn, run, stand.get(), clock.instant()));
    }

    private void update() {
      attempt(() -> table.update(trainedArn, run, stand.get(), clock.instant()));
    }

    /** Deletes the row; an update that comes too late finds none. */
    @Override
    public void close() {
      writing.cancel(false);
      attempt(() -> table.end(trainedArn, run));
    }

    private void attempt(Runnable statement) {
      try {
        statement.run();
      } catch (RuntimeException e) {
        if (!hasFailed.getAndSet(true)) {
          log.warn(
              "The progress of {} cannot be written, its training goes on: {}",
              trainedArn,
              e.getMessage());
        }
      }
    }
  }
}
