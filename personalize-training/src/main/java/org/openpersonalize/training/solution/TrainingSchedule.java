// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.solution;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.store.catalog.SolutionConfig;

/**
 * How often a solution trains by itself.
 *
 * @param interval from the start of one training to the start of the next, 1 to 30 days
 */
public record TrainingSchedule(Duration interval) {
  private static final TrainingSchedule WEEKLY = new TrainingSchedule(Duration.ofDays(7));
  private static final Pattern RATE = Pattern.compile("rate\\((\\d+) days?\\)");
  private static final int MAX_DAYS = 30;

  /**
   * Reads the schedule of a configuration; weekly when it has none.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#INVALID_INPUT} unless it is {@code
   *     rate(N days)} with N from 1 to 30
   */
  public static TrainingSchedule of(@Nullable SolutionConfig config) {
    if (config == null
        || config.autoTrainingConfig() == null
        || config.autoTrainingConfig().schedulingExpression() == null) {
      return WEEKLY;
    }
    String expression = config.autoTrainingConfig().schedulingExpression();
    Matcher rate = RATE.matcher(expression);
    if (!rate.matches()) {
      throw invalid(expression);
    }
    int days = Integer.parseInt(rate.group(1)); // at most 16 characters
    if (days < 1 || days > MAX_DAYS) {
      throw invalid(expression);
    }
    return new TrainingSchedule(Duration.ofDays(days));
  }

  private static RuntimeException invalid(String expression) {
    return ErrorCode.INVALID_INPUT.because(
        "schedulingExpression must be rate(N days) with N from 1 to %d, but is '%s'."
            .formatted(MAX_DAYS, expression));
  }
}
