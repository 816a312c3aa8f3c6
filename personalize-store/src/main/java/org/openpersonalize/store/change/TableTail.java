// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.change;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Tells of rows that came into a table: at once of those that were put on this node, within a quarter of a second of those
 * of others.
 *
 * <p>The other nodes' rows are found by reading the table's tail. NOTIFY would be simpler, but makes the commits of
 * rows queue up (6,500 transactions a second became 1,900). A row's number is given before its commit, so numbers that are
 * missing are looked for again for two seconds; a row is read once, and one of this node not at all if its number is
 * announced with it. As long as nobody listens, nobody looks.
 *
 * @param <T> what is told of a row
 */
public abstract class TableTail<T> extends Feed {
  private static final Duration INTERVAL = Duration.ofMillis(250);

  /** So often a missing number is looked for. */
  private static final int LOOKS = 8;

  /** More than can be on their way when the first listener comes, of whom nobody has looked where the end was before. */
  private static final int ROWS_OF_OVERLAP = 10_000;

  private final List<Consumer<Collection<T>>> listeners = new CopyOnWriteArrayList<>();
  private final Queue<Collection<Long>> announced = new ConcurrentLinkedQueue<>();
  private @Nullable Long firstPlace;

  // the thread of the feed alone
  private final NavigableSet<Long> known = new TreeSet<>();
  private List<Missing> missing = new ArrayList<>();
  private @Nullable Long end;
  private long look;

  protected TableTail(String name) {
    super(name);
  }

  /**
   * A row behind some place in the table.
   *
   * @param number numbers ascend as rows arrive, but for those of transactions at the same time
   */
  public record Arrival<T>(long number, T row) {}

  /**
   * Numbers that follow each other.
   *
   * @param last itself one of them
   */
  public record Numbers(long first, long last) {
    /** Those of them that are not among these. */
    private List<Numbers> without(NavigableSet<Long> others) {
      List<Numbers> rest = new ArrayList<>();
      long from = first;
      for (long other : others.subSet(first, true, last, true)) {
        if (other > from) {
          rest.add(new Numbers(from, other - 1));
        }
        from = other + 1;
      }
      if (from <= last) {
        rest.add(new Numbers(from, last));
      }
      return rest;
    }
  }

  /**
   * Numbers of which no row is known yet.
   *
   * @param until the last look for them
   */
  private record Missing(Numbers numbers, long until) {}

  /** The number of the last row, or 0. */
  protected abstract long end();

  /** The rows with these numbers, in the order of their numbers. */
  protected abstract List<Arrival<T>> among(Collection<Numbers> numbers);

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

  /**
   * Has rows of this node not told of once more, which are committed and {@linkplain #announce announced} by the caller.
   *
   * @param numbers theirs
   */
  public void passOver(Collection<Long> numbers) {
    if (isRunning() && !listeners.isEmpty()) {
      announced.add(numbers);
    }
  }

  @Override
  protected final void listen() throws InterruptedException {
    if (!listeners.isEmpty()) {
      look();
    }
    Thread.sleep(INTERVAL.toMillis());
  }

  private void look() {
    long before = end == null ? firstPlace() : end;
    long now = end();
    for (Collection<Long> numbers = announced.poll(); numbers != null; numbers = announced.poll()) {
      known.addAll(numbers);
    }
    if (now > before) {
      missing.add(new Missing(new Numbers(before + 1, now), look + LOOKS));
    }
    end = Math.max(before, now);
    leaveOut(known);
    if (!missing.isEmpty()) {
      List<Arrival<T>> fresh = among(missing.stream().map(Missing::numbers).toList());
      if (!fresh.isEmpty()) {
        announce(fresh.stream().map(Arrival::row).distinct().toList());
        leaveOut(
            fresh.stream().map(Arrival::number).collect(Collectors.toCollection(TreeSet::new)));
      }
    }
    known.headSet(end, true).clear();
    missing.removeIf(each -> each.until() <= look);
    look++;
  }

  private void leaveOut(NavigableSet<Long> numbers) {
    missing = missing.stream()
        .flatMap(each ->
            each.numbers().without(numbers).stream().map(rest -> new Missing(rest, each.until())))
        .collect(Collectors.toCollection(ArrayList::new));
  }
}
