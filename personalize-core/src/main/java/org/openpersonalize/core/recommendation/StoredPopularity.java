package org.openpersonalize.core.recommendation;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.openpersonalize.core.artifact.ModelWriter;
import org.openpersonalize.core.artifact.Tensor;
import org.openpersonalize.core.popularity.PopularityModel;
import org.openpersonalize.core.popularity.PopularityParameters;

/**
 * {@code popularity.safetensors}: {@code users_per_item}, whole numbers [I], and {@code score_per_item} [I] where users
 * fade.
 */
final class StoredPopularity extends StoredFamily<PopularityParameters, PopularityModel> {
  private static final String FILE = "popularity.safetensors";
  private static final String USERS = "users_per_item";
  private static final String SCORES = "score_per_item";

  StoredPopularity() {
    super(PopularityParameters.DEFAULT, PopularityParameters.class, PopularityModel.class);
  }

  @Override
  void writeModel(
      ModelWriter writer, String prefix, PopularityParameters parameters, PopularityModel model)
      throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put(USERS, new Tensor.Ints(model.users(), model.itemCount()));
    if (parameters.halfLifeDays() > 0) {
      tensors.put(SCORES, new Tensor.Floats(model.scores(), model.itemCount()));
    }
    writer.writeTensors(prefix + FILE, tensors);
  }

  @Override
  PopularityModel readModel(ModelParts parts, String prefix, PopularityParameters parameters)
      throws IOException {
    TensorFile file = parts.tensors(prefix + FILE);
    int[] users = file.ints(USERS, parts.items()).values();
    return file.has(SCORES)
        ? new PopularityModel(users, file.floats(SCORES, parts.items()).values())
        : new PopularityModel(users);
  }
}
