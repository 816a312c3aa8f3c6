// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.solution;

import java.io.IOException;
import org.openpersonalize.store.catalog.Solution;
import org.openpersonalize.store.catalog.SolutionRepository;
import org.openpersonalize.store.job.DeletionJob;
import org.openpersonalize.store.job.JobType;
import org.openpersonalize.training.publish.ModelPublisher;
import org.springframework.stereotype.Component;

/** Deletes a solution's model files, then the solution with its versions. */
@Component
class SolutionDeletion extends DeletionJob<Solution> {
  private final ModelPublisher models;

  SolutionDeletion(SolutionRepository solutions, ModelPublisher models, Means means) {
    super(JobType.DELETE_SOLUTION, solutions, means);
    this.models = models;
  }

  @Override
  protected void clear(Solution solution) {
    try {
      models.delete(ModelPublisher.prefix(solution.arn()));
    } catch (IOException e) {
      throw new IllegalStateException(
          "The model files of " + solution.arn() + " could not be deleted", e);
    }
  }
}
