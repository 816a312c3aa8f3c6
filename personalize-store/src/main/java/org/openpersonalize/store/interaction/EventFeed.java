package org.openpersonalize.store.interaction;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.store.change.ChangeFeed;
import org.openpersonalize.store.interaction.EventTable.Arrivals;
import org.openpersonalize.store.interaction.EventTable.VisitorKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Tells whose history has grown: at once for events put on this node, within a quarter of a second for those of others.
 *
 * <p>The other nodes' events are found by reading the table's tail. NOTIFY would be simpler, but makes the commits of
 * events queue up (6,500 transactions a second became 1,900). An event's number is given before its commit, so every
 * look goes back to where the end was two seconds ago; a visitor may be named several times.
 */
@Component
public class EventFeed implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(EventFeed.class);

  private static final Duration INTERVAL = Duration.ofMillis(250);
  private static final int LOOKS_OF_OVERLAP = 8;

  private final EventTable table;
  private final List<Consumer<VisitorKey>> listeners = new CopyOnWriteArrayList<>();
  private @Nullable Thread thread;
  private volatile boolean running;

  public EventFeed(EventTable table) {
    this.table = table;
  }

  public void subscribe(Consumer<VisitorKey> listener) {
    listeners.add(listener);
  }

  /** Names visitors to this node's listeners when the caller's transaction has committed. */
  public void announceAfterCommit(Collection<VisitorKey> visitors) {
    TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
      @Override
      public void afterCommit() {
        announce(visitors);
      }
    });
  }

  private void announce(Collection<VisitorKey> visitors) {
    visitors.forEach(visitor -> listeners.forEach(listener -> listener.accept(visitor)));
  }

  @Override
  public int getPhase() {
    return ChangeFeed.PHASE;
  }

  @Override
  public void start() {
    running = true;
    Thread tailing = new Thread(this::tail, "event-feed");
    tailing.setDaemon(true);
    tailing.start();
    thread = tailing;
  }

  private void tail() {
    Deque<Long> ends = new ArrayDeque<>();
    while (running) {
      try {
        if (listeners.isEmpty()) {
          Thread.sleep(INTERVAL.toMillis());
          continue;
        }
        if (ends.isEmpty()) {
          ends.add(table.endOfEvents());
        }
        Arrivals arrivals = table.visitorsSince(ends.element());
        announce(arrivals.visitors());
        ends.add(Math.max(arrivals.end(), ends.getLast()));
        if (ends.size() > LOOKS_OF_OVERLAP) {
          ends.remove();
        }
        Thread.sleep(INTERVAL.toMillis());
      } catch (InterruptedException e) {
        return;
      } catch (DataAccessException e) {
        log.warn("Cannot read the event table's tail, trying again: {}", e.getMessage());
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(INTERVAL.multipliedBy(4).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void stop() {
    running = false;
    if (thread != null) {
      thread.interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
