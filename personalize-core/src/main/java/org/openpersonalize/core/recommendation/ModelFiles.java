// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.recommendation;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.artifact.ModelReader;
import org.openpersonalize.core.artifact.ModelSource;
import org.openpersonalize.core.artifact.ModelWriter;
import org.openpersonalize.core.artifact.Tensor;
import org.openpersonalize.core.artifact.UnreadableModelException;
import org.openpersonalize.core.content.ContentFiles;
import org.openpersonalize.core.content.ContentVectors;
import org.openpersonalize.core.family.Families;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.family.ModelParameters;
import org.openpersonalize.core.family.ModelParts;
import org.openpersonalize.core.matrix.IdIndex;
import org.openpersonalize.core.popularity.PopularityFamily;
import org.openpersonalize.core.popularity.PopularityModel;
import org.openpersonalize.core.popularity.PopularityParameters;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.recipe.RecipeCatalogue;
import org.openpersonalize.core.recommendation.RecommendationParts.Catalogue;
import org.openpersonalize.core.recommendation.RecommendationParts.Fitted;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.reward.ItemWeights;
import org.openpersonalize.core.reward.OptimizationObjective;

/**
 * Which files a {@link RecommendationModel} has: {@code items.ids}, the items' ids in the order of their numbers, the
 * popularity that every model has, those of its {@linkplain org.openpersonalize.core.family.ModelFamily family}, those of its
 * {@linkplain ContentFiles content vectors} if it has any, and those of its {@linkplain ContextFiles context}, two for each
 * column of it. With an objective also {@code item-weights.safetensors}: {@code weight_per_item} [I].
 */
final class ModelFiles {
  private static final String ITEM_IDS = "items.ids";
  private static final String WEIGHTS_FILE = "item-weights.safetensors";
  private static final String WEIGHTS = "weight_per_item";
  private static final PopularityFamily POPULARITY = PopularityFamily.INSTANCE;

  private ModelFiles() {}

  /** Writes all files but the manifest. */
  static void write(ModelWriter writer, Catalogue catalogue, Fitted fitted) throws IOException {
    ModelParameters parameters = fitted.parameters();
    writer.writeIds(ITEM_IDS, catalogue.items());
    POPULARITY.write(writer, "", popularityOf(parameters), catalogue.popularity());
    ItemWeights weights = catalogue.weights();
    if (weights != null) {
      writer.writeTensors(
          WEIGHTS_FILE, Map.of(WEIGHTS, new Tensor.Floats(weights.weights(), weights.size())));
    }
    if (fitted.model() != null) {
      parameters.family().write(writer, "", parameters, fitted.model());
    }
    if (fitted.content() != null) {
      ContentFiles.write(writer, fitted.content());
    }
    ContextFiles.write(writer, fitted.context());
  }

  static RecommendationParts read(ModelSource source, Families families) throws IOException {
    ModelReader reader = ModelReader.open(source);
    ModelManifest manifest = ModelManifest.read(reader);
    ModelParameters parameters = parameters(manifest, families);
    IdIndex items = reader.readIds(ITEM_IDS);
    ModelParts parts = new ModelParts(reader, items.size());
    PopularityModel popularity = POPULARITY.read(parts, "", popularityOf(parameters));
    @Nullable Model model = parameters.isBaseline() ? null : parameters.family().read(parts, "", parameters);
    ContentVectors.@Nullable Fit fit = manifest.subject().content();
    return new RecommendationParts(
        manifest,
        recipe(manifest),
        new Catalogue(items, popularity, weights(manifest, parts)),
        new Fitted(
            parameters,
            model,
            fit == null ? null : ContentFiles.read(reader, fit),
            ContextFiles.read(reader, parts, manifest.assessment().context())));
  }

  private static @Nullable ItemWeights weights(ModelManifest manifest, ModelParts parts)
      throws IOException {
    OptimizationObjective objective = manifest.subject().optimizationObjective();
    return objective == null
        ? null
        : new ItemWeights(
            objective,
            parts.tensors(WEIGHTS_FILE).floats(WEIGHTS, parts.items()).values());
  }

  private static ModelParameters parameters(ModelManifest manifest, Families families)
      throws UnreadableModelException {
    try {
      return manifest.subject().model().parameters(families);
    } catch (IllegalArgumentException e) {
      throw new UnreadableModelException("The model's manifest is damaged: " + e.getMessage());
    }
  }

  private static Recipe recipe(ModelManifest manifest) throws UnreadableModelException {
    return RecipeCatalogue.find(Arn.parse(manifest.subject().recipeArn()))
        .orElseThrow(() ->
            new UnreadableModelException("The model's manifest names a recipe that there is not: "
                + manifest.subject().recipeArn()));
  }

  /** What the popularity was counted with: the model's own parameters if it is nothing else. */
  private static PopularityParameters popularityOf(ModelParameters parameters) {
    return parameters.isBaseline()
        ? (PopularityParameters) parameters
        : PopularityParameters.DEFAULT;
  }
}
