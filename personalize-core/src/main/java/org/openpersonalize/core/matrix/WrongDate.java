// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.matrix;

import java.time.Duration;

/**
 * Tells dates that cannot be true: those further ahead than clocks differ. They are often put where a date is unknown, and
 * say nothing of when an event was, least of all that it is its user's newest.
 *
 * <p>So an event with such a date counts as its user's oldest, in training ({@link InteractionLog#asOf}) as in a request
 * ({@link ProfileBuilder#build(long)}). One that is dated no more than a day ahead counts as of now.
 */
final class WrongDate {
  private static final long DAY =
      Duration.ofDays(1).toMillis(); // as far ahead as events are accepted

  private WrongDate() {}

  static boolean is(long epochMillis, long now) {
    return epochMillis - DAY > now;
  }
}
