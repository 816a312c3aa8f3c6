// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.event;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessResourceException;

/**
 * Lets callers share a commit: one group is written at a time, and whoever comes meanwhile makes up the next one, which one of them
 * writes for all; each goes on when what it brought is committed.
 *
 * <p>Those who were written last come again a little later than the write behind them ends, so that groups would become as small as a write is
 * quick. A group therefore waits for as many as the last two had on average, for no longer than the last one took to be written. A caller
 * that comes alone, and those who came alone before, wait for nobody.
 *
 * <p>What cannot be written together is tried again one by one, unless the database is away, so that a caller is refused for its own fault only; that
 * something may have been committed although it seems to have failed is a matter of the writer, who must be able to take it twice.
 *
 * <p>DeWitt, Katz, Olken, Shapiro, Stonebraker, Wood: Implementation Techniques for Main Memory Database Systems, SIGMOD 1984,
 * section 5.2.
 *
 * @param <T> what a caller brings
 */
final class GroupCommit<T> {
  /** So many at most; a transaction must not grow for ever. */
  private static final int TOGETHER = 256;

  /** Nobody waits longer for others, however long the last write took. */
  private static final Duration LONGEST_WAIT = Duration.ofMillis(5);

  private final Consumer<List<T>> writer;

  private final Queue<Waiting<T>> queue = new ArrayDeque<>();
  private boolean isWriting;
  private long waitsUntil; // the first in the queue, for others; by System.nanoTime()
  private int lastSize = 1;
  private int sizeBefore = 1;
  private long lastNanos;

  /** @param writer commits all it is given, in that order, or throws and commits none; called by one thread at a time */
  GroupCommit(Consumer<List<T>> writer) {
    this.writer = writer;
  }

  /** A caller, who sleeps until what it brought is done, or until it is first in the queue and nobody writes. */
  private static final class Waiting<T> {
    private final T brought;
    private final Thread thread = Thread.currentThread();
    private @Nullable RuntimeException refused;
    private boolean isCommitted;
    private volatile boolean isFirst;
    private volatile boolean isDone;

    Waiting(T brought) {
      this.brought = brought;
    }

    void wake() {
      LockSupport.unpark(thread);
    }

    void rethrow() {
      if (refused != null) {
        throw refused;
      }
      if (!isCommitted) {
        throw new IllegalStateException("It was not written, since the writer broke");
      }
    }
  }

  /** Returns when this is committed, and throws what the writer throws of it. */
  void write(T brought) {
    Waiting<T> own = new Waiting<>(brought);
    boolean interrupted = false;
    List<Waiting<T>> group = arrive(own);
    while (!own.isDone) {
      if (!group.isEmpty()) {
        writeAndTell(group);
      } else if (own.isFirst) {
        LockSupport.parkNanos(this, waitsUntil() - System.nanoTime());
      } else {
        LockSupport.park(this);
      }
      interrupted |= Thread.interrupted();
      group = own.isFirst ? due(own) : List.of();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    own.rethrow();
  }

  /** How many callers wait to be written. */
  synchronized int waiting() {
    return queue.size();
  }

  private synchronized long waitsUntil() {
    return waitsUntil;
  }

  /** Queues up; returns the group if it is complete now. */
  private synchronized List<Waiting<T>> arrive(Waiting<T> own) {
    queue.add(own);
    if (isWriting) {
      return List.of();
    }
    if (queue.size() >= awaited()) {
      return group();
    }
    if (queue.size() == 1) {
      beginToWait(own);
    }
    return List.of();
  }

  /** The group of the first in the queue, if it is complete or has waited long enough. */
  private synchronized List<Waiting<T>> due(Waiting<T> first) {
    if (isWriting || queue.peek() != first) {
      first.isFirst = false; // another one writes it
      return List.of();
    }
    return queue.size() >= awaited() || System.nanoTime() - waitsUntil >= 0 ? group() : List.of();
  }

  private int awaited() {
    return (lastSize + sizeBefore) / 2;
  }

  private void beginToWait(Waiting<T> first) {
    waitsUntil = System.nanoTime() + Math.min(lastNanos, LONGEST_WAIT.toNanos());
    first.isFirst = true;
  }

  private List<Waiting<T>> group() {
    List<Waiting<T>> group = new ArrayList<>();
    while (group.size() < TOGETHER && !queue.isEmpty()) {
      group.add(queue.remove());
    }
    isWriting = true;
    return group;
  }

  private void writeAndTell(List<Waiting<T>> group) {
    long start = System.nanoTime();
    try {
      writeAll(group);
    } finally {
      written(group.size(), System.nanoTime() - start);
      for (Waiting<T> each : group) {
        each.isDone = true;
        each.wake();
      }
    }
  }

  private void writeAll(List<Waiting<T>> group) {
    try {
      writer.accept(group.stream().map(each -> each.brought).toList());
      group.forEach(each -> each.isCommitted = true);
    } catch (RuntimeException refused) {
      if (group.size() == 1 || isOutage(refused)) {
        group.forEach(each -> each.refused = refused);
      } else {
        group.forEach(each -> writeAll(List.of(each)));
      }
    }
  }

  /** Would each of them fail alike? To try them one by one would have all wait for as many timeouts. */
  private static boolean isOutage(RuntimeException refused) {
    return refused instanceof NonTransientDataAccessResourceException
        || refused instanceof TransientDataAccessResourceException
        || refused instanceof RecoverableDataAccessException
        || refused instanceof QueryTimeoutException;
  }

  /** Leaves the next group to the first who waits, if anybody does. */
  private synchronized void written(int size, long nanos) {
    isWriting = false;
    sizeBefore = lastSize;
    lastSize = size;
    lastNanos = nanos;
    Waiting<T> next = queue.peek();
    if (next != null) {
      beginToWait(next);
      next.wake();
    }
  }
}
