// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.model;

import java.time.Instant;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.recommendation.RecommendationModel;
import org.openpersonalize.core.resource.Arn;

/**
 * What an ARN answers with, fixed at one moment; a request works with one deployment from beginning to end.
 *
 * @param deployable as which it was loaded
 * @param interactionsDataset the number of the dataset that holds the users' histories; that of none if there is none
 * @param publishedAt when the model was published
 */
public record Deployment(
    Deployable deployable,
    int interactionsDataset,
    RecommendationModel model,
    Instant publishedAt) {
  /** The same with another model of the same training. */
  public Deployment with(RecommendationModel other) {
    return new Deployment(deployable, interactionsDataset, other, publishedAt);
  }

  public Arn arn() {
    return deployable.arn();
  }

  public Recipe recipe() {
    return deployable.recipe();
  }
}
