// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import org.jspecify.annotations.Nullable;

/** What is to be different about a solution; what is null stays as it is. */
public record SolutionChange(
    @Nullable Boolean performAutoTraining,
    @Nullable Boolean performIncrementalUpdate,
    @Nullable SolutionUpdateConfig config) {
  /** The configuration that follows from one there is. */
  public @Nullable SolutionConfig of(@Nullable SolutionConfig before) {
    return config == null
        ? before
        : (before == null ? SolutionConfig.DEFAULT : before).with(config);
  }

  /** Is the schedule another, or training by schedule switched on? Then its days are counted anew. */
  boolean beginsSchedule(Solution before) {
    if (Boolean.TRUE.equals(performAutoTraining) && !before.performAutoTraining()) {
      return true;
    }
    SolutionConfig old = before.solutionConfig();
    return config != null
        && config.autoTrainingConfig() != null
        && !config.autoTrainingConfig().equals(old == null ? null : old.autoTrainingConfig());
  }
}
