// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.matrix;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Work on the rows of a matrix, shared by threads that claim one block of rows after the other.
 *
 * <p>Claiming keeps all threads busy although rows differ in length by orders of magnitude. Which thread does a block
 * differs from run to run, so a task may write only what belongs to its block; what must be added up is added up
 * afterwards in the order of the blocks.
 */
public final class RowBlocks {
  private final int rows;
  private final int blockSize;

  public RowBlocks(int rows, int blockSize) {
    this.rows = rows;
    this.blockSize = blockSize;
  }

  /** How many blocks there are; the last may be shorter. */
  public int count() {
    return (int) (((long) rows + blockSize - 1) / blockSize);
  }

  /** Does one of the blocks. */
  public void runBlock(int block, Task task) {
    int from = block * blockSize;
    task.run(block, from, Math.min(rows, from + blockSize));
  }

  /** Does one block of rows. */
  @FunctionalInterface
  public interface Task {
    /** @param block which block; its rows are {@code [from, to)} */
    void run(int block, int from, int to);
  }

  /**
   * Does all blocks and returns when they are done.
   *
   * @param worker makes the task of each thread, which may keep scratch memory of its own
   * @throws RuntimeException what a task threw; the rest of the work is abandoned then
   */
  public void run(int threads, Supplier<Task> worker) {
    AtomicInteger next = new AtomicInteger();
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    Runnable loop = () -> claimUntilDone(worker, next, failure);
    List<Thread> helpers = new ArrayList<>();
    for (int helper = 1; helper < Math.min(threads, count()); helper++) {
      Thread thread = daemon(loop);
      thread.start();
      helpers.add(thread);
    }
    loop.run();
    helpers.forEach(RowBlocks::join);
    throwAny(failure);
  }

  /**
   * As {@link #run(int, Supplier)}, for work that is done again and again and so short that starting threads would count.
   *
   * @param helpers see {@link #helpers}
   */
  public void run(int threads, ExecutorService helpers, Supplier<Task> worker) {
    AtomicInteger next = new AtomicInteger();
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    Runnable loop = () -> claimUntilDone(worker, next, failure);
    List<Future<?>> others = new ArrayList<>();
    for (int helper = 1; helper < Math.min(threads, count()); helper++) {
      others.add(helpers.submit(loop));
    }
    loop.run();
    others.forEach(RowBlocks::await);
    throwAny(failure);
  }

  /** Threads to help one that does the work of some blocks after those of others; to be shut down afterwards. */
  public static ExecutorService helpers() {
    return Executors.newCachedThreadPool(RowBlocks::daemon);
  }

  private static Thread daemon(Runnable loop) {
    Thread thread = new Thread(loop, "rows");
    thread.setDaemon(true);
    return thread;
  }

  private static void throwAny(AtomicReference<@Nullable Throwable> failure) {
    if (failure.get() instanceof Error error) {
      throw error;
    }
    if (failure.get() instanceof RuntimeException exception) {
      throw exception;
    }
  }

  private void claimUntilDone(
      Supplier<Task> worker, AtomicInteger next, AtomicReference<@Nullable Throwable> failure) {
    try {
      Task task = worker.get();
      for (int block = next.getAndIncrement();
          block < count() && failure.get() == null;
          block = next.getAndIncrement()) {
        runBlock(block, task);
      }
    } catch (RuntimeException | Error e) {
      failure.compareAndSet(null, e);
    }
  }

  private static void join(Thread helper) {
    uninterrupted(() -> {
      helper.join();
      return true;
    });
  }

  /** Waits for a helper, even if interrupted. */
  public static void await(Future<?> helper) {
    uninterrupted(() -> {
      helper.get();
      return true;
    });
  }

  /** Waits even if interrupted, since helpers write into memory the caller goes on to use. */
  private static void uninterrupted(Callable<Boolean> waiting) {
    boolean interrupted = false;
    boolean done = false;
    while (!done) {
      try {
        done = waiting.call();
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (Exception e) {
        throw new IllegalStateException("A helper ended otherwise than it may", e);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
