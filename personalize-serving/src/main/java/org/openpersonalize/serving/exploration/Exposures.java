// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.exploration;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.stream.Collectors;
import org.openpersonalize.core.ranking.Recommendations;
import org.openpersonalize.core.ranking.Slot;
import org.openpersonalize.serving.model.Deployment;
import org.openpersonalize.store.change.Feed;
import org.openpersonalize.store.interaction.ExposureTable;
import org.openpersonalize.store.interaction.ExposureTable.Count;
import org.openpersonalize.store.interaction.ExposureTable.ExploredAnswer;
import org.springframework.stereotype.Component;

/**
 * Tells what was explored in answers, has what comes of it counted, and tells those that explore, all of it every second.
 *
 * <p>What is counted lags behind the events by some seconds, and an answer that this node has not written down when it dies is
 * not counted.
 */
@Component
public final class Exposures extends Feed {
  private static final int MOST_WAITING = 10_000;
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration NAMED_WITHIN = Duration.ofHours(1);
  private static final Duration OVERLAP = Duration.ofSeconds(30);

  private final LiveDeployments deployments;
  private final ExposureTable table;
  private final MeterRegistry metrics;
  private final Clock clock;
  private final Counter shown;
  private final Counter taken;
  private final BlockingQueue<ExploredAnswer> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final Map<LiveDeployment, Told> told = new WeakHashMap<>();
  private Instant lastForgotten = Instant.MIN;

  public Exposures(
      LiveDeployments deployments, ExposureTable table, MeterRegistry metrics, Clock clock) {
    super("exposures");
    this.deployments = deployments;
    this.table = table;
    this.metrics = metrics;
    this.clock = clock;
    this.shown =
        counter("personalize.explored.shown", "Explored items of answers that an event named");
    this.taken =
        counter("personalize.explored.taken", "Explored items that were taken of such an answer");
  }

  /** Until when a deployment has heard of which candidates. */
  private record Told(List<String> candidates, Instant at) {}

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).register(metrics);
  }

  /**
   * Takes note of an answer.
   *
   * @param recommendationId by which events name it
   */
  public void answered(Deployment deployment, Recommendations answer, String recommendationId) {
    Map<Slot, List<String>> items = answer.items().stream()
        .collect(Collectors.groupingBy(
            Recommendations.Item::slot,
            Collectors.mapping(Recommendations.Item::itemId, Collectors.toList())));
    items.forEach((slot, of) -> recommended(deployment, slot).increment(of.size()));
    List<String> explored = items.getOrDefault(Slot.EXPLORED, List.of());
    if (!explored.isEmpty()) {
      waiting.offer(new ExploredAnswer(
          recommendationId, deployment.interactionsDataset(), explored, clock.instant()));
    }
  }

  private Counter recommended(Deployment deployment, Slot slot) {
    return metrics.counter(
        "personalize.recommended.items",
        deployment.arn().typeName(),
        deployment.arn().id(),
        "slot",
        slot.name().toLowerCase(Locale.ROOT));
  }

  @Override
  protected void listen() throws InterruptedException {
    List<ExploredAnswer> answers = new ArrayList<>();
    waiting.drainTo(answers);
    if (!answers.isEmpty()) {
      table.remember(answers);
    }
    List<LiveDeployment> exploring = deployments.exploring();
    exploring.stream()
        .map(each -> each.trained().interactionsDataset())
        .distinct()
        .forEach(this::count);
    exploring.forEach(this::tell);
    forget();
    Thread.sleep(INTERVAL.toMillis());
  }

  private void count(int dataset) {
    Count count = table.count(dataset, clock.instant());
    shown.increment(count.shown());
    taken.increment(count.taken());
  }

  /** Everything about other candidates than the last time, and else what has changed. */
  private void tell(LiveDeployment deployment) {
    Instant now = clock.instant();
    int dataset = deployment.trained().interactionsDataset();
    List<String> candidates = deployment.candidates();
    Told before = told.get(deployment);
    deployment.exposed(
        before != null && before.candidates() == candidates
            ? table.changedSince(dataset, before.at().minus(OVERLAP))
            : table.of(dataset, candidates));
    told.put(deployment, new Told(candidates, now));
  }

  private void forget() {
    Instant now = clock.instant();
    if (lastForgotten.isBefore(now.minus(NAMED_WITHIN.dividedBy(60)))) {
      table.forget(now.minus(NAMED_WITHIN));
      lastForgotten = now;
    }
  }
}
