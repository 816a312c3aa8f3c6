// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.bench;

import com.sun.management.GarbageCollectorMXBean;
import com.sun.management.GcInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** How much of the heap is in use by what somebody can still reach: what a whole collection leaves. */
final class LiveHeap {
  private static final List<GarbageCollectorMXBean> COLLECTORS =
      ManagementFactory.getPlatformMXBeans(GarbageCollectorMXBean.class);

  private static final Set<String> HEAP = ManagementFactory.getMemoryPoolMXBeans().stream()
      .filter(pool -> pool.getType() == MemoryType.HEAP)
      .map(MemoryPoolMXBean::getName)
      .collect(Collectors.toSet());

  private static final int SETTLING = 4; // collections
  private static final int ATTEMPTS = 5;
  private static final long LEAST_PAUSE_MILLIS = 10;

  private LiveHeap() {}

  /** Bytes in use right after a collection, whatever other threads have made since. */
  static synchronized long bytes() {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      OptionalLong left = leftByCollection();
      if (left.isPresent()) {
        return left.getAsLong();
      }
    }
    throw new IllegalStateException(
        "This JVM does not collect when it is asked to: run it without -XX:+DisableExplicitGC");
  }

  /** Empty if none was counted: the JVM leaves out one that comes together with another thread's. */
  private static OptionalLong leftByCollection() {
    Map<GarbageCollectorMXBean, Long> before = COLLECTORS.stream()
        .collect(Collectors.toMap(each -> each, GarbageCollectorMXBean::getCollectionCount));
    System.gc();
    return COLLECTORS.stream()
        .filter(each -> each.getCollectionCount() > before.getOrDefault(each, 0L))
        .map(GarbageCollectorMXBean::getLastGcInfo)
        .filter(Objects::nonNull)
        .mapToLong(LiveHeap::left)
        .min();
  }

  /**
   * The same where nobody is at work. What a collection left to be cleared is gone then, and so is the waste that the serial
   * collector leaves where it is in three of four collections.
   */
  static long settledBytes() {
    long least = Long.MAX_VALUE;
    for (int collection = 0; collection < SETTLING; collection++) {
      least = Math.min(least, bytes());
    }
    return least;
  }

  private static long left(GcInfo collection) {
    return collection.getMemoryUsageAfterGc().entrySet().stream()
        .filter(pool -> HEAP.contains(pool.getKey()))
        .map(Map.Entry::getValue)
        .mapToLong(MemoryUsage::getUsed)
        .sum();
  }

  /**
   * What some work made.
   *
   * @param peakBytes the most that was in use meanwhile, as far as collections found it that follow each other with pauses as long
   *     as themselves: what was needed for a shorter time may be missing
   */
  record Worked<T>(T made, long peakBytes) {}

  /** Does some work, and watches what it needs, which makes it a few times as slow. */
  static <T> Worked<T> watching(Callable<T> work) throws Exception {
    Watch watch = new Watch();
    watch.start();
    try {
      T made = work.call();
      return new Worked<>(made, watch.end());
    } finally {
      watch.interrupt();
    }
  }

  private static final class Watch extends Thread {
    private long peak;

    Watch() {
      super("live-heap");
      setDaemon(true);
    }

    @Override
    public void run() {
      try {
        while (!isInterrupted()) {
          long begun = System.nanoTime();
          peak = Math.max(peak, bytes());
          Thread.sleep(Math.max(LEAST_PAUSE_MILLIS, (System.nanoTime() - begun) / 1_000_000));
        }
      } catch (InterruptedException e) {
        interrupt();
      }
    }

    long end() throws InterruptedException {
      interrupt();
      join();
      return Math.max(peak, bytes());
    }
  }
}
