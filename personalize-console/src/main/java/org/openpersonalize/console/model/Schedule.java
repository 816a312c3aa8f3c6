// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.model;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.store.catalog.Solution;
import org.openpersonalize.store.catalog.SolutionConfig.AutoTrainingConfig;
import org.openpersonalize.training.solution.TrainingSchedule;

/**
 * How often a solution trains by itself, as forms have it.
 *
 * @param days from one training to the next, as inputs spell it; {@value #BY_HAND} for by hand alone
 */
record Schedule(String days) {
  private static final String BY_HAND = "0";
  static final Schedule WEEKLY = new Schedule("7");

  private static final List<String> COMMON = List.of(BY_HAND, "1", "7", "14", "30");

  /** Of an input; weekly where it says nothing. */
  static Schedule filled(String days) {
    return days.isBlank() ? WEEKLY : new Schedule(days.strip());
  }

  static Schedule of(Solution solution) {
    return new Schedule(
        solution.performAutoTraining()
            ? Long.toString(
                TrainingSchedule.of(solution.solutionConfig()).interval().toDays())
            : BY_HAND);
  }

  /** Those that are offered: the common ones, and this one if it is another. */
  public List<Schedule> choices() {
    return Stream.concat(COMMON.stream(), Stream.of(days))
        .distinct()
        .map(Schedule::new)
        .toList();
  }

  public boolean isByHand() {
    return days.equals(BY_HAND);
  }

  /** Of the sentence that says it, which may have the days for its argument. */
  public String key() {
    return COMMON.contains(days) ? "models.again." + days : "models.again.days";
  }

  /** Null for by hand alone. */
  @Nullable AutoTrainingConfig config() {
    return isByHand()
        ? null
        : new AutoTrainingConfig(
            days.equals("1") ? "rate(1 day)" : "rate(%s days)".formatted(days));
  }
}
