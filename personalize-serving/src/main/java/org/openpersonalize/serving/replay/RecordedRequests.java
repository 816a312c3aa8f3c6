// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.replay;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.openpersonalize.store.change.Feed;
import org.openpersonalize.store.deletion.DeletionFeed;
import org.openpersonalize.store.replay.RecordedRequest;
import org.openpersonalize.store.replay.RecordedRequestTable;
import org.springframework.stereotype.Component;

/**
 * Writes down what campaigns are asked, every other second and on a thread of its own: who asks waits for nothing. What a node
 * has not written down when it dies, or when users are deleted, is lost, and what comes faster than it is written is dropped and counted.
 */
@Component
public final class RecordedRequests extends Feed {
  static final int MOST_WAITING = 5_000;
  private static final Duration INTERVAL = Duration.ofSeconds(2);

  /** Another node may still record while this one is told not to. */
  private static final Duration CLEARED = Duration.ofMinutes(10);

  private final RecordedRequestTable table;
  private final ReplaySettings settings;
  private final Counter dropped;
  private final BlockingQueue<RecordedRequest> waiting = new ArrayBlockingQueue<>(MOST_WAITING);

  public RecordedRequests(
      RecordedRequestTable table,
      ReplaySettings settings,
      DeletionFeed deletions,
      MeterRegistry metrics) {
    super("recorded-requests");
    this.table = table;
    this.settings = settings;
    this.dropped = Counter.builder("personalize.recorded.requests.dropped")
        .description("Answered requests that were not written down since too many came at a time")
        .register(metrics);
    deletions.subscribe(waiting::clear);
  }

  /** Takes note of a request that was answered. */
  public void answered(RecordedRequest request) {
    if (settings.recordedRequests() && !waiting.offer(request)) {
      dropped.increment();
    }
  }

  @Override
  protected void listen() throws InterruptedException {
    if (settings.recordedRequests()) {
      write();
      Thread.sleep(INTERVAL.toMillis());
    } else {
      table.clear();
      Thread.sleep(CLEARED.toMillis());
    }
  }

  /** Writes down what waits. */
  void write() {
    List<RecordedRequest> requests = new ArrayList<>();
    waiting.drainTo(requests);
    if (!requests.isEmpty()) {
      table.add(requests);
    }
  }
}
