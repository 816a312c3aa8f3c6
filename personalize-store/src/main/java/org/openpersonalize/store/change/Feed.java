// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.change;

import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;

/** A thread of its own that hears from the database what has changed, and tries again when the database is lost. */
public abstract class Feed implements SmartLifecycle {
  /** Feeds start before the workers and the web server, which they serve, and stop after them. */
  public static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 8192;

  private static final Logger log = LoggerFactory.getLogger(Feed.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final String name;
  private @Nullable Thread thread;
  private volatile boolean running;

  /** @param name of the thread */
  protected Feed(String name) {
    this.name = name;
  }

  /** Hears what there is to hear; called again and again until the feed stops. */
  protected abstract void listen() throws SQLException, InterruptedException;

  @Override
  public final int getPhase() {
    return PHASE;
  }

  @Override
  public final void start() {
    running = true;
    Thread listening = new Thread(this::run, name);
    listening.setDaemon(true);
    listening.start();
    thread = listening;
  }

  private void run() {
    while (running) {
      try {
        try {
          listen();
        } catch (SQLException | DataAccessException e) {
          if (running) {
            log.warn("The {} has lost the database, trying again: {}", name, e.getMessage());
            Thread.sleep(PAUSE.toMillis());
          }
        } catch (RuntimeException e) {
          log.error("The {} could not take something in", name, e);
          Thread.sleep(PAUSE.toMillis());
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  @Override
  public final void stop() {
    running = false;
    if (thread != null) {
      thread.interrupt();
    }
  }

  /** Does something when the process ends, for a second at most: the database may be gone before. */
  protected final void lastly(Runnable work) {
    Thread last = new Thread(
        () -> {
          try {
            work.run();
          } catch (RuntimeException e) {
            log.debug("The {} could not end in order", name, e);
          }
        },
        name + "-end");
    last.setDaemon(true);
    last.start();
    try {
      last.join(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public final boolean isRunning() {
    return running;
  }
}
