package org.openpersonalize.core.recommendation;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.als.FactorModel;
import org.openpersonalize.core.als.Objective;
import org.openpersonalize.core.artifact.ModelManifest;
import org.openpersonalize.core.artifact.ModelReader;
import org.openpersonalize.core.artifact.ModelSource;
import org.openpersonalize.core.artifact.ModelWriter;
import org.openpersonalize.core.artifact.Tensor;
import org.openpersonalize.core.artifact.UnreadableModelException;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.matrix.IdIndex;
import org.openpersonalize.core.popularity.PopularityModel;

/**
 * Which files a {@link RecommendationModel} has and what is in them; I items, K factors.
 *
 * <ul>
 *   <li>{@code items.ids}: the items' ids in the order of their numbers
 *   <li>{@code popularity.safetensors}: {@code users_per_item}, whole numbers [I]
 *   <li>{@code factors.safetensors}, where the recipe has factors: {@code item_factors} [I, K] and {@code gramian} [K, K]
 * </ul>
 */
final class ModelFiles {
  private static final String ITEM_IDS = "items.ids";
  private static final String POPULARITY = "popularity.safetensors";
  private static final String USERS_PER_ITEM = "users_per_item";
  private static final String FACTORS = "factors.safetensors";
  private static final String ITEM_FACTORS = "item_factors";
  private static final String GRAMIAN = "gramian";

  private ModelFiles() {}

  static void write(
      ModelWriter writer, IdIndex items, PopularityModel popularity, @Nullable FactorModel factors)
      throws IOException {
    writer.writeIds(ITEM_IDS, items);
    int[] users = popularity.users();
    writer.writeTensors(POPULARITY, Map.of(USERS_PER_ITEM, new Tensor.Ints(users, users.length)));
    if (factors != null) {
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      tensors.put(ITEM_FACTORS, tensor(factors.itemFactors()));
      tensors.put(GRAMIAN, tensor(factors.gramian().toMatrix()));
      writer.writeTensors(FACTORS, tensors);
    }
  }

  static RecommendationModel read(ModelSource source) throws IOException {
    ModelReader reader = ModelReader.open(source);
    ModelManifest manifest = reader.manifest();
    IdIndex items = reader.readIds(ITEM_IDS);
    Objective objective = manifest.factorization();
    return new RecommendationModel(
        manifest,
        items,
        objective == null ? null : factors(reader.readTensors(FACTORS), items.size(), objective),
        popularity(reader.readTensors(POPULARITY), items.size()));
  }

  private static FactorModel factors(Map<String, Tensor> tensors, int items, Objective objective)
      throws UnreadableModelException {
    FactorMatrix itemFactors = matrix(tensors, ITEM_FACTORS, items);
    return FactorModel.of(itemFactors, matrix(tensors, GRAMIAN, itemFactors.rank()), objective);
  }

  private static PopularityModel popularity(Map<String, Tensor> tensors, int items)
      throws UnreadableModelException {
    if (tensors.get(USERS_PER_ITEM) instanceof Tensor.Ints ints && ints.length() == items) {
      return new PopularityModel(ints.values());
    }
    throw new UnreadableModelException(
        "The model does not count the users of its %d items".formatted(items));
  }

  private static Tensor tensor(FactorMatrix matrix) {
    return new Tensor.Floats(matrix.values(), matrix.rows(), matrix.rank());
  }

  private static FactorMatrix matrix(Map<String, Tensor> tensors, String name, int rows)
      throws UnreadableModelException {
    if (tensors.get(name) instanceof Tensor.Floats floats
        && floats.shape().length == 2
        && floats.shape()[0] == rows) {
      return new FactorMatrix(rows, floats.shape()[1], floats.values());
    }
    throw new UnreadableModelException(
        "The model has no matrix %s of %d rows".formatted(name, rows));
  }
}
