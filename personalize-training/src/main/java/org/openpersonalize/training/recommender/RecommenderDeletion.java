// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.recommender;

import java.io.IOException;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.store.catalog.Recommender;
import org.openpersonalize.store.catalog.RecommenderRepository;
import org.openpersonalize.store.job.DeletionJob;
import org.openpersonalize.store.job.JobType;
import org.openpersonalize.training.publish.ModelPublisher;
import org.springframework.stereotype.Component;

/** Deletes a recommender's model files, then the recommender. */
@Component
class RecommenderDeletion extends DeletionJob<Recommender> {
  private final ModelPublisher models;

  RecommenderDeletion(RecommenderRepository recommenders, ModelPublisher models, Means means) {
    super(JobType.DELETE_RECOMMENDER, recommenders, means);
    this.models = models;
  }

  @Override
  protected void clear(Recommender recommender) {
    try {
      models.delete(ModelPublisher.prefix(recommender.arn()));
    } catch (IOException e) {
      throw new IllegalStateException(
          "The model files of " + recommender.arn() + " could not be deleted", e);
    }
  }

  /** Its files may be gone: what could not be deleted answers no more. */
  @Override
  protected Status restingState(Recommender recommender) {
    return Status.CREATE_FAILED;
  }
}
