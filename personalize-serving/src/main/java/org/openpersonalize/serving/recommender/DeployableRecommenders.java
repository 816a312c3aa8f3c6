// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.recommender;

import java.util.Optional;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.recommendation.ServedRecipes;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.serving.model.Deployable;
import org.openpersonalize.serving.model.Deployables;
import org.openpersonalize.store.catalog.Recommender;
import org.openpersonalize.store.catalog.RecommenderRepository;
import org.springframework.stereotype.Component;

/** Recommenders answer with the model that was trained last. */
@Component
class DeployableRecommenders implements Deployables {
  private final RecommenderRepository recommenders;

  DeployableRecommenders(RecommenderRepository recommenders) {
    this.recommenders = recommenders;
  }

  @Override
  public Optional<Deployable> find(Arn arn) {
    return recommenders.findById(arn).map(DeployableRecommenders::deployable);
  }

  private static Deployable deployable(Recommender recommender) {
    if (recommender.status() != Status.ACTIVE) {
      throw ErrorCode.INVALID_INPUT.because(
          "Recommender %s is %s. Only one that is ACTIVE answers; StartRecommender starts one that is INACTIVE."
              .formatted(recommender.arn(), recommender.status().wire()));
    }
    Recipe recipe = ServedRecipes.findTrainable(recommender.recipeArn()).orElseThrow();
    return new Deployable(
        recommender.arn(),
        recommender.trainedArn().orElseThrow(),
        recipe,
        recommender.datasetGroupArn(),
        recommender.recommenderConfig().tellsMetadata(),
        recommender.recommenderConfig().exploration());
  }
}
