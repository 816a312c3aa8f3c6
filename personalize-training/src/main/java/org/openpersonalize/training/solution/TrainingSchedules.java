// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.solution;

import org.openpersonalize.store.catalog.Resources;
import org.openpersonalize.store.catalog.Solution;
import org.openpersonalize.store.job.JobType;
import org.openpersonalize.store.job.Jobs;
import org.openpersonalize.training.TrainingSettings;
import org.springframework.stereotype.Component;

/** Begins and ends the automatic training of solutions, in the caller's transaction. */
@Component
class TrainingSchedules {
  private final Resources resources;
  private final Jobs jobs;
  private final TrainingSettings settings;

  TrainingSchedules(Resources resources, Jobs jobs, TrainingSettings settings) {
    this.resources = resources;
    this.jobs = jobs;
    this.settings = settings;
  }

  /** Leaves the first version to who makes one by hand, for a while. */
  void begin(Solution solution) {
    jobs.schedule(
        JobType.AUTO_TRAIN_SOLUTION,
        solution.arn(),
        resources.now().plus(settings.automaticDelay()));
  }

  void end(Solution solution) {
    jobs.cancel(JobType.AUTO_TRAIN_SOLUTION, solution.arn());
  }
}
