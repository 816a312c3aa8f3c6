// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.traffic;

import java.time.Duration;
import java.time.Instant;
import org.openpersonalize.store.traffic.Step;

/** How far back one looks, and in which steps. */
public enum Range {
  QUARTER(Duration.ofMinutes(15), Step.MINUTE),
  DAY(Duration.ofDays(1), Step.TEN_MINUTES),
  WEEK(Duration.ofDays(7), Step.HOUR);

  private final Duration length;
  private final Step step;

  Range(Duration length, Step step) {
    this.length = length;
    this.step = step;
  }

  public Step step() {
    return step;
  }

  /** When the first step begins of those that end with a moment. */
  Instant begin(Instant end) {
    return step.begin(end.minus(length));
  }
}
