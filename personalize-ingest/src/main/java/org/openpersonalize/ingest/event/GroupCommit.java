// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.event;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessResourceException;

/**
 * Lets callers share a commit who come while another one is under way: as many as wait are written together by the first of them,
 * and each goes on when what it brought is committed. A caller that comes alone waits for nobody.
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

  /** While one waits for the disk, another one is being sent. */
  private static final int AT_ONCE = 2;

  private final Consumer<List<T>> writer;
  private final Queue<Waiting<T>> queue = new ArrayDeque<>();
  private int writing; // groups; nobody is in the queue unless there are as many as can be

  /** @param writer commits all it is given, in that order, or throws and commits none; called by several threads */
  GroupCommit(Consumer<List<T>> writer) {
    this.writer = writer;
  }

  /** A caller, who is woken to find what it brought done, or to write it and what came after it. */
  private static final class Waiting<T> {
    private final T brought;
    private final CompletableFuture<Boolean> isWritten = new CompletableFuture<>();
    private @Nullable RuntimeException refused;
    private boolean isCommitted;

    Waiting(T brought) {
      this.brought = brought;
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
    if (!hasPlace(own) && own.isWritten.join()) {
      own.rethrow();
      return;
    }
    List<Waiting<T>> group = with(own);
    try {
      writeAll(group);
    } finally {
      handOver();
      group.forEach(each -> each.isWritten.complete(true));
    }
    own.rethrow();
  }

  /** How many callers wait for a place to write. */
  synchronized int waiting() {
    return queue.size();
  }

  /** Takes a place to write, or queues up for one if there is none. */
  private synchronized boolean hasPlace(Waiting<T> own) {
    if (writing < AT_ONCE) {
      writing++;
      return true;
    }
    queue.add(own);
    return false;
  }

  /** The caller whose turn it is, and those who wait. */
  private synchronized List<Waiting<T>> with(Waiting<T> own) {
    List<Waiting<T>> group = new ArrayList<>();
    group.add(own);
    while (group.size() < TOGETHER && !queue.isEmpty()) {
      group.add(queue.remove());
    }
    return group;
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

  /** Gives the place to the first who waits, if anybody does. */
  private synchronized void handOver() {
    Waiting<T> next = queue.poll();
    if (next == null) {
      writing--;
    } else {
      next.isWritten.complete(false);
    }
  }
}
