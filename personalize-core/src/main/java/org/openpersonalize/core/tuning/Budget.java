// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.tuning;

import java.time.Duration;

/**
 * What a search may spend. It ends with the best so far when either is used up.
 *
 * @param jobs models trained and asked, ≥ 1
 * @param time no model is begun after it
 */
public record Budget(int jobs, Duration time) {
  /** Ends when there is nothing more to try. */
  public static final Budget UNLIMITED = new Budget(Integer.MAX_VALUE, Duration.ofDays(365));

  public Budget {
    if (jobs < 1) {
      throw new IllegalArgumentException("A search needs at least one job, not " + jobs);
    }
  }
}
