// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.change;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Tells of rows that came into a table: at once of those that were put on this node, within a quarter of a second of those
 * of others.
 *
 * <p>The other nodes' rows are found by reading the table's tail. NOTIFY would be simpler, but makes the commits of
 * rows queue up (6,500 transactions a second became 1,900). A row's number is given before its commit, so every look goes
 * back to where the end was two seconds ago, and passes over what it has told. A row of this node is told of twice. As long as
 * nobody listens, nobody looks.
 *
 * @param <T> what is told of a row
 */
public abstract class TableTail<T> extends Feed {
  private static final Duration INTERVAL = Duration.ofMillis(250);
  private static final int LOOKS_OF_OVERLAP = 8;

  /** More than can be on their way when the first listener comes, of whom nobody has looked where the end was before. */
  private static final int ROWS_OF_OVERLAP = 10_000;

  private final List<Consumer<Collection<T>>> listeners = new CopyOnWriteArrayList<>();
  private final Deque<Long> ends = new ArrayDeque<>();
  private @Nullable Long firstPlace;
  private Set<Long> told = new HashSet<>();

  protected TableTail(String name) {
    super(name);
  }

  /**
   * A row behind some place in the table.
   *
   * @param number numbers ascend as rows arrive, but for those of transactions at the same time
   */
  public record Arrival<T>(long number, T row) {}

  /** The number of the last row, or 0. */
  protected abstract long end();

  /** The rows with numbers behind this one, in the order of their numbers. */
  protected abstract List<Arrival<T>> since(long number);

  /**
   * Has a listener told of rows; some more than once. It is told on the feed's own thread and on that of whoever puts.
   *
   * <p>Whoever subscribes while the feed runs, and reads the table then, misses none.
   */
  public void subscribe(Consumer<Collection<T>> listener) {
    if (isRunning()) {
      firstPlace();
    }
    listeners.add(listener);
  }

  /** Behind which number the first look begins, found out when it is first asked for. */
  private synchronized long firstPlace() {
    if (firstPlace == null) {
      firstPlace = Math.max(0, end() - ROWS_OF_OVERLAP);
    }
    return firstPlace;
  }

  /** Tells this node's listeners when the caller's transaction has committed. */
  public void announceAfterCommit(Collection<T> rows) {
    TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
      @Override
      public void afterCommit() {
        announce(rows);
      }
    });
  }

  /** Tells this node's listeners of rows that are committed. */
  public void announce(Collection<T> rows) {
    listeners.forEach(listener -> listener.accept(rows));
  }

  @Override
  protected final void listen() throws InterruptedException {
    if (!listeners.isEmpty()) {
      look();
    }
    Thread.sleep(INTERVAL.toMillis());
  }

  private void look() {
    if (ends.isEmpty()) {
      ends.add(firstPlace());
    }
    Set<Long> seen = new HashSet<>();
    Set<T> fresh = new LinkedHashSet<>();
    long last = ends.getLast();
    for (Arrival<T> arrival : since(ends.element())) {
      seen.add(arrival.number());
      last = Math.max(last, arrival.number());
      if (!told.contains(arrival.number())) {
        fresh.add(arrival.row());
      }
    }
    if (!fresh.isEmpty()) {
      announce(new ArrayList<>(fresh));
    }
    told = seen;
    ends.add(last);
    if (ends.size() > LOOKS_OF_OVERLAP) {
      ends.remove();
    }
  }
}
