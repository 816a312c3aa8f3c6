// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.exploration;

import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import org.openpersonalize.store.change.Feed;
import org.openpersonalize.store.interaction.EventTable;
import org.springframework.stereotype.Component;

/**
 * Has the models that learn of events answer by them: every second, and first by those that came since the training and before
 * this node heard of any.
 *
 * <p>What this node hears of while it reads those, it may learn twice, which changes nothing.
 */
@Component
final class EventRefresh extends Feed {
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  /** The newest, so that reading takes seconds at most; a model that keeps fewer visits in memory learns little of older ones. */
  private static final int MOST_EVENTS = 1_000_000;

  private final LiveDeployments deployments;
  private final EventTable events;
  private final Clock clock;
  private final Set<LiveDeployment> caughtUp = Collections.newSetFromMap(new WeakHashMap<>());

  EventRefresh(LiveDeployments deployments, EventTable events, Clock clock) {
    super("event-refresh");
    this.deployments = deployments;
    this.events = events;
    this.clock = clock;
  }

  @Override
  protected void listen() throws InterruptedException {
    for (LiveDeployment each : deployments.learning()) {
      if (!caughtUp.contains(each)) {
        catchUp(each);
      }
      each.refresh(clock.instant());
    }
    Thread.sleep(INTERVAL.toMillis());
  }

  private void catchUp(LiveDeployment deployment) {
    events.readNewest(
        deployment.trained().interactionsDataset(),
        deployment.heardSince(),
        MOST_EVENTS,
        deployment::learn);
    caughtUp.add(deployment);
  }
}
