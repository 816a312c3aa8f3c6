// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.traffic;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.store.change.Feed;
import org.openpersonalize.store.node.ThisNode;
import org.openpersonalize.store.traffic.DeploymentTraffic;
import org.openpersonalize.store.traffic.Step;
import org.openpersonalize.store.traffic.TrafficTable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Counts what campaigns and recommenders are asked and how fast they answer, and writes it down when a minute has passed, on a thread of its own: who
 * asks pays for some additions in memory. What cannot be written is kept and tried again; when too much waits, the oldest goes
 * and is counted. What a process has not written when it dies is lost: a minute at most.
 */
@Component
public final class TrafficRecorder extends Feed implements DisposableBean {
  /** Rows of an hour of ten campaigns that are asked in each minute. */
  static final int MOST_WAITING = 2_000;

  /** Names that nothing has may come as well: they are passed over when it is written. */
  static final int MOST_DEPLOYMENTS = 1_000;

  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration KEPT = Duration.ofDays(7);
  private static final Duration FORGOTTEN = Duration.ofMinutes(10);

  /** Another node may still count while this one is told not to. */
  private static final Duration CLEARED = Duration.ofMinutes(10);

  private final TrafficTable table;
  private final TrafficSettings settings;
  private final ThisNode node;
  private final Clock clock;
  private final Counter dropped;
  private final Map<Arn, DeploymentClock> deployments = new ConcurrentHashMap<>();

  /** Guarded by this, as are the next two. */
  private final Map<Place, DeploymentTraffic> waiting = new LinkedHashMap<>();

  private Instant minute;
  private Instant lastForgotten = Instant.MIN;

  TrafficRecorder(
      TrafficTable table,
      TrafficSettings settings,
      ThisNode node,
      MeterRegistry metrics,
      Clock clock) {
    super("traffic");
    this.table = table;
    this.settings = settings;
    this.node = node;
    this.clock = clock;
    this.minute = Step.MINUTE.begin(clock.instant());
    this.dropped = Counter.builder("personalize.traffic.dropped")
        .description(
            "Minutes, ten minutes and hours of campaigns and recommenders that could not be written down")
        .register(metrics);
  }

  /** Whose row it is: what comes later of the same step takes the place of what waits. */
  private record Place(Arn deploymentArn, Step step, Instant began) {}

  /**
   * Counts an answer.
   *
   * @param deploymentArn whom the request named, whether there is such a campaign or recommender or not; null if nobody
   * @param status of HTTP
   * @param nanos how long it took
   */
  public void answered(@Nullable Arn deploymentArn, int status, long nanos) {
    if (deploymentArn == null || !settings.counted()) {
      return;
    }
    DeploymentClock deployment = deployments.get(deploymentArn);
    if (deployment == null) {
      if (deployments.size() >= MOST_DEPLOYMENTS) {
        return;
      }
      deployment =
          deployments.computeIfAbsent(deploymentArn, arn -> new DeploymentClock(arn, node.name()));
    }
    deployment.tally().count(status, nanos, clock.millis());
  }

  /** What was asked here in the minute that is under way, which nobody else knows yet. */
  public synchronized List<DeploymentTraffic> underWay() {
    return deployments.values().stream().map(each -> each.minute(minute)).toList();
  }

  @Override
  protected void listen() throws InterruptedException {
    if (settings.counted()) {
      turn();
      Thread.sleep(INTERVAL.toMillis());
    } else {
      table.clear();
      Thread.sleep(CLEARED.toMillis());
    }
  }

  /** Ends the minute if it is over, and writes down what waits. */
  synchronized void turn() {
    Instant now = clock.instant();
    if (!Step.MINUTE.begin(now).equals(minute)) {
      end(now);
    }
    write();
    if (lastForgotten.isBefore(now.minus(FORGOTTEN)) && !table.forget(now.minus(KEPT))) {
      lastForgotten = now;
    }
  }

  private void end(Instant now) {
    Instant next = Step.MINUTE.begin(now);
    for (Iterator<DeploymentClock> each = deployments.values().iterator(); each.hasNext(); ) {
      DeploymentClock deployment = each.next();
      for (DeploymentTraffic row : deployment.end(minute, next)) {
        waiting.put(new Place(row.deploymentArn(), row.step(), row.began()), row);
      }
      if (deployment.isIdle(next)) {
        each.remove();
      }
    }
    for (Iterator<Place> oldest = waiting.keySet().iterator(); waiting.size() > MOST_WAITING; ) {
      oldest.next();
      oldest.remove();
      dropped.increment();
    }
    minute = next;
  }

  private void write() {
    if (!waiting.isEmpty()) {
      table.write(waiting.values());
      waiting.clear();
    }
  }

  /** Writes down what was counted of the minute in which the process ends. */
  @Override
  public void destroy() {
    lastly(this::last);
  }

  private synchronized void last() {
    end(clock.instant());
    write();
  }
}
