// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.evaluation;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How well a model predicted users it had not seen.
 *
 * @param metrics for user segments the three of {@link SegmentHoldOut}, otherwise the eight official metrics by the names of {@code GetSolutionMetrics}, rounded to four decimals; where there
 *     is an objective also {@link #AVERAGE_REWARDS}
 * @param users how many users they are the mean of
 * @param bands what 25 recommendations find of items that were taken often and seldom, long ago and lately; empty in files of
 *     before
 */
public record EvaluationReport(
    Map<String, Double> metrics,
    int users,

    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<BandReport> bands) {
  public static final String COVERAGE = "coverage";

  /** The rewards of the items of a user's future that are among 25 recommendations, divided by those of all its items. */
  public static final String AVERAGE_REWARDS = "average_rewards_at_k";

  /** How likely someone who took an action has a higher score for it than someone who did not: the area under the ROC curve. */
  public static final String AUC = "auc";

  /** The mean negative logarithm of the probability that was given to what happened. */
  public static final String LOG_LOSS = "log_loss";

  public EvaluationReport {
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    bands = List.copyOf(bands);
  }

  /** Of a model whose items nobody told apart. */
  public EvaluationReport(Map<String, Double> metrics, int users) {
    this(metrics, users, List.of());
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

  /** A value as reports have it, to four decimals. */
  public static double rounded(double value) {
    return BigDecimal.valueOf(value).setScale(4, RoundingMode.HALF_UP).doubleValue();
  }
}
