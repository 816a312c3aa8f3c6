// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.page;

import java.time.Duration;

/**
 * How long something has been or will be, in the largest unit of which there are two at least: what somebody would say.
 *
 * @param key of the sentence in the bundles that takes {@code count}
 */
public record Age(String key, long count) {
  public static Age of(Duration duration) {
    if (duration.toDays() >= 2) {
      return new Age("age.days", duration.toDays());
    }
    if (duration.toHours() >= 2) {
      return new Age("age.hours", duration.toHours());
    }
    if (duration.toMinutes() >= 2) {
      return new Age("age.minutes", duration.toMinutes());
    }
    return new Age("age.seconds", Math.max(0, duration.toSeconds()));
  }
}
