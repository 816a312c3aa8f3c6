// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.traffic;

import java.time.Duration;
import java.time.Instant;

/** The times that requests are counted for. Each has rows of its own, so that a long time needs no more of them than a short one. */
public enum Step {
  MINUTE(1),
  TEN_MINUTES(10),
  HOUR(60);

  private final Duration length;

  Step(int minutes) {
    this.length = Duration.ofMinutes(minutes);
  }

  public Duration length() {
    return length;
  }

  int minutes() {
    return (int) length.toMinutes();
  }

  /** When the one began that a moment is in. */
  public Instant begin(Instant moment) {
    long seconds = length.toSeconds();
    return Instant.ofEpochSecond(Math.floorDiv(moment.getEpochSecond(), seconds) * seconds);
  }
}
