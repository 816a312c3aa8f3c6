// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.bench.serve;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Visitors who come whether the service has answered those before them or not: requests are due at even distances, and what
 * one took is counted from when it was due, so that one slow answer is not told as one, but as what all who waited behind it
 * saw (coordinated omission, as Gil Tene calls its neglect).
 *
 * @param requests signed, sent in their order and again from the beginning
 * @param connections how many answers are awaited at once; what is due while all of them wait, waits too
 */
record OpenLoad(URI endpoint, byte[][] requests, int connections) {
  /** What is told of times: to a thousandth of them. */
  private static final int DIGITS = 3;

  private static final int OK = 200;
  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final long LONGEST = Duration.ofMinutes(10).toNanos();

  /** As fast as the connections can, each with its next request when the one before is answered. */
  static final double UNBOUNDED = Double.POSITIVE_INFINITY;

  /**
   * What came of it.
   *
   * @param nanos of the requests that were due, each from then to the end of its answer
   * @param seconds from the first to the end of the last
   * @param refused how many were answered with another status than 200
   * @param processorNanos of this client for all of them
   */
  record Outcome(Histogram nanos, double seconds, int refused, long processorNanos) {
    double perSecond() {
      return nanos.getTotalCount() / seconds;
    }

    double millis(double percentile) {
      return nanos.getValueAtPercentile(percentile) / 1e6;
    }
  }

  /** @param rate requests a second, or {@link #UNBOUNDED} */
  Outcome run(double rate, Duration duration) throws InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(connections);
    try {
      AtomicInteger next = new AtomicInteger();
      AtomicInteger refused = new AtomicInteger();
      long usedBefore = PROCESS.getProcessCpuTime();
      long start = System.nanoTime();
      List<Future<Histogram>> parts = new ArrayList<>();
      for (int connection = 0; connection < connections; connection++) {
        parts.add(pool.submit(() -> ask(next, refused, rate, start, duration.toNanos())));
      }
      Histogram all = new Histogram(LONGEST, DIGITS);
      for (Future<Histogram> part : parts) {
        all.add(part.get());
      }
      return new Outcome(
          all,
          (System.nanoTime() - start) / 1e9,
          refused.get(),
          PROCESS.getProcessCpuTime() - usedBefore);
    } catch (ExecutionException e) {
      throw new IllegalStateException("A connection broke: " + e.getCause(), e);
    } finally {
      pool.shutdownNow();
    }
  }

  private Histogram ask(
      AtomicInteger next, AtomicInteger refused, double rate, long start, long duration) {
    Histogram nanos = new Histogram(LONGEST, DIGITS);
    try (Connection connection = new Connection(endpoint)) {
      while (true) {
        int number = next.getAndIncrement();
        long due = rate == UNBOUNDED
            ? Math.max(start, System.nanoTime())
            : start + (long) (number / rate * 1e9);
        if (due - start >= duration) {
          return nanos;
        }
        for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
          LockSupport.parkNanos(early);
        }
        if (connection.send(requests[number % requests.length]) != OK) {
          refused.incrementAndGet();
        }
        nanos.recordValue(Math.min(LONGEST, System.nanoTime() - due));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
