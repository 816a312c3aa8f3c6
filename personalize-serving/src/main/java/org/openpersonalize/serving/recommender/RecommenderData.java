// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.recommender;

import java.util.Map;
import org.openpersonalize.core.exploration.ExplorationConfig;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.store.browse.StoredDataset;
import org.openpersonalize.store.browse.StoredDatasets;
import org.openpersonalize.store.catalog.RecommenderConfig;
import org.springframework.stereotype.Component;

/** Checks that a recommender's configuration fits its recipe and the datasets of its group. */
@Component
class RecommenderData {
  private final StoredDatasets datasets;

  RecommenderData(StoredDatasets datasets) {
    this.datasets = datasets;
  }

  /**
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#INVALID_INPUT} naming what does not fit
   */
  void requireFits(Arn group, Recipe recipe, RecommenderConfig config) {
    if (!config.exploration().isEmpty()) {
      if (!recipe.supports(Recipe.Feature.EXPLORATION)) {
        throw ErrorCode.INVALID_INPUT.because(
            "The recipe %s does not explore; leave out itemExplorationConfig."
                .formatted(recipe.name()));
      }
      ExplorationConfig.of(config.exploration());
    }
    Map<DatasetType, StoredDataset> existing = datasets.of(group);
    if (config.tellsMetadata() && !existing.containsKey(DatasetType.ITEMS)) {
      throw ErrorCode.INVALID_INPUT.because(
          "enableMetadataWithRecommendations needs an Items dataset, and %s has none. Create it, or leave the member out."
              .formatted(group));
    }
    config.columns().requireFit(existing);
  }
}
