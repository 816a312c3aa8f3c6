// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.recommendation;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.content.ContentVectors;
import org.openpersonalize.core.context.ContextModel;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.family.ModelParameters;
import org.openpersonalize.core.matrix.IdIndex;
import org.openpersonalize.core.popularity.PopularityModel;
import org.openpersonalize.core.ranking.Calibration;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.reward.ItemWeights;
import org.openpersonalize.core.reward.OptimizationObjective;

/**
 * What a {@link RecommendationModel} is made of, wherever that was trained.
 *
 * @param manifest what its files will say about it
 * @param recipe by which it answers
 */
public record RecommendationParts(
    ModelManifest manifest, Recipe recipe, Catalogue catalogue, Fitted fitted) {

  /**
   * The items.
   *
   * @param items their ids, in the order of the numbers that the models know them by
   * @param popularity how often each was taken, the answer where the model has nothing to go by
   * @param weights what interactions with each count for the model, for an objective's sake; null if all count alike
   */
  public record Catalogue(
      IdIndex items, PopularityModel popularity, @Nullable ItemWeights weights) {
    /** Items that all count alike. */
    public Catalogue(IdIndex items, PopularityModel popularity) {
      this(items, popularity, null);
    }

    private @Nullable OptimizationObjective objective() {
      return weights == null ? null : weights.objective();
    }
  }

  /**
   * What was learned.
   *
   * @param parameters that it was learned with
   * @param model null where it is nothing but the popularity
   * @param content gives vectors to items that nobody had taken, null where there were no records to learn from or the model
   *     knows items by no vectors
   * @param context what is taken in which situation
   */
  public record Fitted(
      ModelParameters parameters,
      @Nullable Model model,
      @Nullable ContentVectors content,
      ContextModel context) {
    /** What was learned of interactions without a context, and without any records. */
    public Fitted(ModelParameters parameters, @Nullable Model model) {
      this(parameters, model, null, ContextModel.NONE);
    }
  }

  /** @throws IllegalArgumentException if the parts contradict each other */
  public RecommendationParts {
    require(
        recipe.arn().toString().equals(manifest.subject().recipeArn()),
        "A manifest that names another recipe than %s".formatted(recipe.arn()));
    require(
        manifest.subject().model().equals(ModelDescription.of(fitted.parameters())),
        "A manifest that describes another model than was learned");
    require(
        fitted.parameters().isBaseline() == (fitted.model() == null),
        "Either the popularity alone, or a model beside it");
    require(
        Objects.equals(manifest.subject().optimizationObjective(), catalogue.objective()),
        "A manifest with another objective than the items' weights");
    require(
        Objects.equals(
            manifest.subject().content(),
            fitted.content() == null ? null : fitted.content().fit()),
        "A manifest that describes other content vectors than were learned");
    require(
        manifest.assessment().context().equals(fitted.context().weights()),
        "A manifest with other weights of the context than were learned");
    int items = catalogue.items().size();
    requireItems(catalogue.popularity(), items);
    require(
        catalogue.weights() == null || catalogue.weights().size() == items,
        "The items have not one weight each");
    if (fitted.model() != null) {
      requireItems(fitted.model(), items);
    }
  }

  /** What answers: the model that was learned, asked as it was learned; null where nothing but popularity is. */
  @Nullable Model answering() {
    Model model = fitted.model();
    if (model == null) {
      return null;
    }
    ItemWeights weights = catalogue.weights();
    Calibration calibration = manifest.assessment().calibration();
    return fitted
        .context()
        .within(
            weights == null ? model : weights.weigh(model),
            (calibration == null ? Calibration.NONE : calibration).temperature());
  }

  private static void requireItems(Model model, int items) {
    require(
        model.itemCount() == items,
        "A model of %d items does not fit a catalogue of %d".formatted(model.itemCount(), items));
  }

  private static void require(boolean holds, String sentence) {
    if (!holds) {
      throw new IllegalArgumentException(sentence);
    }
  }
}
