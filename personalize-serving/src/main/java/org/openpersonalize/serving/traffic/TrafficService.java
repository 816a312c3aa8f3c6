// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.traffic;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.store.traffic.DeploymentTraffic;
import org.openpersonalize.store.traffic.Step;
import org.openpersonalize.store.traffic.Traffic;
import org.openpersonalize.store.traffic.TrafficTable;
import org.springframework.stereotype.Service;

/**
 * How much campaigns and recommenders are asked and how fast they answer, over all gateways.
 *
 * <p>Gateways write when a minute is over, so that of the minute that is under way this one is known and no other.
 */
@Service
public class TrafficService {
  private final TrafficTable table;
  private final TrafficRecorder recorder;
  private final TrafficSettings settings;
  private final Clock clock;

  TrafficService(
      TrafficTable table, TrafficRecorder recorder, TrafficSettings settings, Clock clock) {
    this.table = table;
    this.recorder = recorder;
    this.settings = settings;
    this.clock = clock;
  }

  /** What was asked in a step; the last one may be shorter than the others. */
  public record Point(Instant began, Duration length, Traffic traffic) {}

  /**
   * What was asked in a range.
   *
   * @param points step by step, oldest first, up to the minute that is under way; those in which nothing was asked are there too
   * @param byDeployment what each was asked in all of it
   */
  public record History(List<Point> points, Map<Arn, Traffic> byDeployment) {
    public Traffic total() {
      return byDeployment.values().stream().reduce(Traffic.NONE, Traffic::plus);
    }
  }

  /** Is traffic counted here? */
  public boolean isCounted() {
    return settings.counted();
  }

  /** How much each of these campaigns and recommenders is asked: in the minute before this one and in this one. */
  public Map<Arn, Load> now(Collection<Arn> deployments) {
    Instant now = clock.instant();
    Instant from = lately(now);
    List<DeploymentTraffic> rows = new ArrayList<>(table.since(Step.MINUTE, from, deployments));
    recorder.underWay().stream()
        .filter(row -> deployments.contains(row.deploymentArn()))
        .forEach(rows::add);
    Map<Arn, Load> loads = new HashMap<>();
    deployments.forEach(arn -> loads.put(arn, none(from, now)));
    add(rows, DeploymentTraffic::deploymentArn, loads, none(from, now));
    return loads;
  }

  /** How much each gateway is asked in all, by its name, likewise. Those that nobody asked are left out. */
  public Map<String, Load> nowByGateway() {
    Instant now = clock.instant();
    Instant from = lately(now);
    Map<String, Load> loads = new HashMap<>();
    add(
        Stream.concat(table.since(Step.MINUTE, from).stream(), recorder.underWay().stream())
            .toList(),
        DeploymentTraffic::gateway,
        loads,
        none(from, now));
    return loads;
  }

  private static Instant lately(Instant now) {
    return Step.MINUTE.begin(now).minus(Step.MINUTE.length());
  }

  private static Load none(Instant from, Instant now) {
    return new Load(Traffic.NONE, Duration.between(from, now), null);
  }

  private static <K> void add(
      List<DeploymentTraffic> rows,
      Function<DeploymentTraffic, K> key,
      Map<K, Load> loads,
      Load none) {
    rows.forEach(row -> loads.merge(
        key.apply(row),
        none.plus(row.traffic(), row.asked()),
        (one, other) -> one.plus(row.traffic(), row.asked())));
  }

  /** What some campaigns and recommenders were asked. */
  public History history(Collection<Arn> deployments, Range range) {
    Instant end = Step.MINUTE.begin(clock.instant());
    Instant begin = range.begin(end);
    Map<Instant, Traffic> byStep = new HashMap<>();
    Map<Arn, Traffic> byDeployment = new HashMap<>();
    table.since(range.step(), begin, deployments).forEach(row -> {
      byStep.merge(row.began(), row.traffic(), Traffic::plus);
      byDeployment.merge(row.deploymentArn(), row.traffic(), Traffic::plus);
    });
    Duration step = range.step().length();
    List<Point> points = Stream.iterate(
            begin, began -> began.isBefore(end), began -> began.plus(step))
        .map(began -> new Point(
            began,
            shorter(step, Duration.between(began, end)),
            byStep.getOrDefault(began, Traffic.NONE)))
        .toList();
    return new History(points, byDeployment);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
