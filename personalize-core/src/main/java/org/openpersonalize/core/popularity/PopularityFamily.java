// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.popularity;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.openpersonalize.core.artifact.ModelWriter;
import org.openpersonalize.core.artifact.Tensor;
import org.openpersonalize.core.family.Cost;
import org.openpersonalize.core.family.ModelFamily;
import org.openpersonalize.core.family.ModelParts;
import org.openpersonalize.core.family.TensorFile;

/**
 * {@code popularity.safetensors}: {@code users_per_item}, whole numbers [I], and {@code score_per_item} [I] where users
 * fade.
 */
public final class PopularityFamily extends ModelFamily<PopularityParameters, PopularityModel> {
  /** As it stands in manifests and on the command line. */
  public static final String NAME = "popularity";

  /** The one there is. */
  public static final PopularityFamily INSTANCE = new PopularityFamily();

  private static final String FILE = "popularity.safetensors";
  private static final String USERS = "users_per_item";
  private static final String SCORES = "score_per_item";

  private PopularityFamily() {
    super(NAME, PopularityParameters.DEFAULT, PopularityParameters.class, PopularityModel.class);
  }

  @Override
  protected Cost costOf(PopularityParameters parameters) {
    return Cost.FREE;
  }

  @Override
  protected void writeModel(
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
  protected PopularityModel readModel(
      ModelParts parts, String prefix, PopularityParameters parameters) throws IOException {
    TensorFile file = parts.tensors(prefix + FILE);
    int[] users = file.ints(USERS, parts.items()).values();
    return file.has(SCORES)
        ? new PopularityModel(users, file.floats(SCORES, parts.items()).values())
        : new PopularityModel(users);
  }
}
