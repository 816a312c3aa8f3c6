// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.traffic;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.store.traffic.DeploymentTraffic;
import org.openpersonalize.store.traffic.Step;
import org.openpersonalize.store.traffic.Traffic;

/** Cuts what one campaign or recommender is asked into the steps of the clock. */
final class DeploymentClock {
  private final Arn deploymentArn;
  private final String gateway;
  private final Tally tally = new Tally();

  /** What it had been asked when the steps began that are under way; guarded by this. */
  private final Map<Step, Traffic> begun = new EnumMap<>(Step.class);

  DeploymentClock(Arn deploymentArn, String gateway) {
    this.deploymentArn = deploymentArn;
    this.gateway = gateway;
  }

  Tally tally() {
    return tally;
  }

  /** What it was asked in the minute that is under way. */
  synchronized DeploymentTraffic minute(Instant began) {
    return row(Step.MINUTE, began, tally.total());
  }

  /**
   * Ends a minute.
   *
   * @param began when the minute did
   * @param next when the minute began that is under way: the next one, unless the thread was late
   * @return a row for each step that the minute is in; none if nothing was asked in it
   */
  synchronized List<DeploymentTraffic> end(Instant began, Instant next) {
    Traffic total = tally.total();
    List<DeploymentTraffic> rows = List.of();
    if (row(Step.MINUTE, began, total).traffic().requests() > 0) {
      rows = List.of(
          row(Step.MINUTE, began, total),
          row(Step.TEN_MINUTES, began, total),
          row(Step.HOUR, began, total));
    }
    for (Step step : Step.values()) {
      if (!step.begin(next).equals(step.begin(began))) {
        begun.put(step, total);
      }
    }
    return rows;
  }

  /** Has nobody asked it in the hour before a moment? */
  boolean isIdle(Instant moment) {
    return Instant.ofEpochMilli(tally.asked()).isBefore(moment.minus(Step.HOUR.length()));
  }

  private DeploymentTraffic row(Step step, Instant began, Traffic total) {
    return new DeploymentTraffic(
        deploymentArn,
        gateway,
        step,
        step.begin(began),
        total.minus(begun.getOrDefault(step, Traffic.NONE)),
        Instant.ofEpochMilli(tally.asked()));
  }
}
