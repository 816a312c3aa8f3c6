// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.page;

import java.time.Duration;
import java.time.Instant;

/** A moment, and how long ago it was; {@code time :: ago} shows it. */
public record Past(Instant instant, Age age) {
  public static Past of(Instant instant, Instant now) {
    return new Past(instant, Age.of(Duration.between(instant, now)));
  }

  public String utc() {
    return Times.utc(instant);
  }
}
