// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.model;

import java.util.Map;
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
 */
public record Deployable(
    Arn arn,
    Arn trained,
    Recipe recipe,
    Arn datasetGroup,
    boolean tellsMetadata,
    Map<String, String> exploration) {
  public Deployable {
    exploration = Map.copyOf(exploration);
  }
}
