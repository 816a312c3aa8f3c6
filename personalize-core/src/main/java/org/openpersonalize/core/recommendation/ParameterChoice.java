// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.recommendation;

import java.util.List;
import java.util.Map;
import org.openpersonalize.core.family.ModelParameters;
import org.openpersonalize.core.recipe.Hyperparameters;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.tuning.Trial;

/**
 * What is trained after all.
 *
 * @param hyperparameters of the recipe that serves the model, the tuned ones included
 * @param parameters of the model
 * @param tuned which hyperparameters were searched for, and their values
 * @param trials of the search, in order; none without one
 */
public record ParameterChoice(
    Hyperparameters hyperparameters,
    ModelParameters parameters,
    Map<String, String> tuned,
    List<Trial> trials) {
  public ParameterChoice {
    tuned = Map.copyOf(tuned);
    trials = List.copyOf(trials);
  }

  /** The recipe that serves the model. */
  public Recipe recipe() {
    return hyperparameters.recipe();
  }
}
