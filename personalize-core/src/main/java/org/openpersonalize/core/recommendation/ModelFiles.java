package org.openpersonalize.core.recommendation;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.artifact.ModelManifest;
import org.openpersonalize.core.artifact.ModelReader;
import org.openpersonalize.core.artifact.ModelSource;
import org.openpersonalize.core.artifact.ModelWriter;
import org.openpersonalize.core.artifact.UnreadableModelException;
import org.openpersonalize.core.matrix.IdIndex;
import org.openpersonalize.core.popularity.PopularityModel;
import org.openpersonalize.core.popularity.PopularityParameters;
import org.openpersonalize.core.recipe.Model;
import org.openpersonalize.core.recipe.ModelParameters;

/**
 * Which files a {@link RecommendationModel} has: {@code items.ids}, the items' ids in the order of their numbers, the
 * popularity that every model has, and those of its family, see the subclasses of {@link StoredFamily}.
 */
final class ModelFiles {
  private static final String ITEM_IDS = "items.ids";
  private static final StoredPopularity POPULARITY = new StoredPopularity();

  private ModelFiles() {}

  static void write(
      ModelWriter writer,
      ModelManifest manifest,
      IdIndex items,
      PopularityModel popularity,
      @Nullable Model personal)
      throws IOException {
    ModelParameters parameters = ModelFamilies.parameters(manifest.model());
    writer.writeIds(ITEM_IDS, items);
    POPULARITY.write(writer, "", popularityOf(parameters), popularity);
    if (personal != null) {
      ModelFamilies.stored(parameters.family()).write(writer, "", parameters, personal);
    }
  }

  static RecommendationModel read(ModelSource source) throws IOException {
    ModelReader reader = ModelReader.open(source);
    ModelManifest manifest = reader.manifest();
    ModelParameters parameters = parameters(manifest);
    IdIndex items = reader.readIds(ITEM_IDS);
    ModelParts parts = new ModelParts(reader, items.size());
    PopularityModel popularity = POPULARITY.read(parts, "", popularityOf(parameters));
    @Nullable Model personal = parameters instanceof PopularityParameters
        ? null
        : ModelFamilies.stored(parameters.family()).read(parts, "", parameters);
    return new RecommendationModel(manifest, items, popularity, personal);
  }

  private static ModelParameters parameters(ModelManifest manifest)
      throws UnreadableModelException {
    try {
      return ModelFamilies.parameters(manifest.model());
    } catch (IllegalArgumentException e) {
      throw new UnreadableModelException("The model's manifest is damaged: " + e.getMessage());
    }
  }

  /** What the popularity was counted with: the model's own parameters if it is nothing else. */
  private static PopularityParameters popularityOf(ModelParameters parameters) {
    return parameters instanceof PopularityParameters own ? own : PopularityParameters.DEFAULT;
  }
}
