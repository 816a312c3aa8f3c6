// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.model;

import java.util.Map;
import org.openpersonalize.core.ranking.RankingInfluence;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.resource.Arn;

/**
 * What an ARN is to answer with at the moment.
 *
 * @param arn that requests name
 * @param trained what the model was trained for and is published under
 * @param recipe that the model was trained with
 * @param datasetGroup whose users ask and whose items are shown
 * @param tellsMetadata may requests ask for the items' metadata?
 * @param exploration the {@code itemExplorationConfig}; empty if there is none
 * @param influence the {@code rankingInfluence}
 * @param takesInNewItems does it answer with items that came since the training?
 */
public record Deployable(
    Arn arn,
    Arn trained,
    Recipe recipe,
    Arn datasetGroup,
    boolean tellsMetadata,
    Map<String, String> exploration,
    RankingInfluence influence,
    boolean takesInNewItems) {
  /** One that takes in new items if its recipe always does, and knows of no influence. */
  public Deployable(
      Arn arn,
      Arn trained,
      Recipe recipe,
      Arn datasetGroup,
      boolean tellsMetadata,
      Map<String, String> exploration) {
    this(
        arn,
        trained,
        recipe,
        datasetGroup,
        tellsMetadata,
        exploration,
        RankingInfluence.NONE,
        recipe.supports(Recipe.Feature.AUTOMATIC_UPDATES));
  }

  public Deployable {
    exploration = Map.copyOf(exploration);
  }
}
