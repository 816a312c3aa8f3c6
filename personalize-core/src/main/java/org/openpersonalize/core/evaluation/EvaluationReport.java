// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.evaluation;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How well a model predicted users it had not seen.
 *
 * @param metrics the eight official metrics by the names of {@code GetSolutionMetrics}, rounded to four decimals; where there
 *     is an objective also {@link #AVERAGE_REWARDS}
 * @param users how many users they are the mean of
 */
public record EvaluationReport(Map<String, Double> metrics, int users) {
  public static final String COVERAGE = "coverage";

  /** The rewards of the items of a user's future that are among 25 recommendations, divided by those of all its items. */
  public static final String AVERAGE_REWARDS = "average_rewards_at_k";

  public EvaluationReport {
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
  }

  /** The value of one metric. */
  public double metric(String key) {
    Double value = metrics.get(key);
    if (value == null) {
      throw new IllegalArgumentException(
          "There is no metric %s, only %s".formatted(key, metrics.keySet()));
    }
    return value;
  }

  static double rounded(double value) {
    return BigDecimal.valueOf(value).setScale(4, RoundingMode.HALF_UP).doubleValue();
  }
}
