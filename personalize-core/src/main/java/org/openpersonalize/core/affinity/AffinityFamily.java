// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.affinity;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.openpersonalize.core.als.AlsFamily;
import org.openpersonalize.core.artifact.ModelWriter;
import org.openpersonalize.core.artifact.Tensor;
import org.openpersonalize.core.cost.Machine;
import org.openpersonalize.core.cost.Workload;
import org.openpersonalize.core.family.Cost;
import org.openpersonalize.core.family.ModelFamily;
import org.openpersonalize.core.family.ModelParts;
import org.openpersonalize.core.family.TensorFile;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.matrix.IdIndex;
import org.openpersonalize.core.recipe.Hyperparameter;
import org.openpersonalize.core.recipe.Hyperparameters;

/**
 * The file of the factorization, {@code users.ids}, the users' ids in the order of their numbers, and {@code
 * affinity.safetensors}: {@code user_vectors} [U, K], {@code events_per_user} [U], {@code days_since_newest} [U], {@code item_starts}
 * [I + 1], {@code users_of_items} [entries], the users who took each item in ascending order, and {@code coefficients}, in the order of
 * {@link Evidence}.
 */
public final class AffinityFamily extends ModelFamily<AffinityParameters, AffinityModel> {
  /** As it stands in manifests and in the catalogue of recipes. */
  public static final String NAME = "affinity";

  /** The one there is. */
  public static final AffinityFamily INSTANCE = new AffinityFamily();

  /** How the name of the file ends that has the ids of users. */
  public static final String USER_IDS = "users.ids";

  private static final String FILE = "affinity.safetensors";
  private static final String VECTORS = "user_vectors";
  private static final String EVENTS = "events_per_user";
  private static final String DAYS = "days_since_newest";
  private static final String STARTS = "item_starts";
  private static final String TAKERS = "users_of_items";
  private static final String COEFFICIENTS = "coefficients";

  private AffinityFamily() {
    super(NAME, AffinityParameters.DEFAULT, AffinityParameters.class, AffinityModel.class);
  }

  /** The defaults, with the rank that {@code hidden_dimension} asks for. */
  @Override
  public AffinityParameters of(Hyperparameters knobs) {
    return new AffinityParameters(AlsFamily.INSTANCE.of(knobs));
  }

  @Override
  protected Map<Hyperparameter, String> knobsOf(AffinityParameters parameters) {
    return AlsFamily.INSTANCE.knobs(parameters.factorization());
  }

  @Override
  protected Cost costOf(AffinityParameters parameters) {
    return new AffinityCost(AlsFamily.INSTANCE.cost(parameters.factorization()), parameters);
  }

  @Override
  protected void writeModel(
      ModelWriter writer, String prefix, AffinityParameters parameters, AffinityModel model)
      throws IOException {
    AlsFamily.INSTANCE.write(writer, prefix, parameters.factorization(), model.factors());
    Users users = model.known();
    writer.writeIds(prefix + USER_IDS, users.ids());
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    FactorMatrix vectors = users.copyOfVectors();
    tensors.put(VECTORS, new Tensor.Floats(vectors.values(), vectors.rows(), vectors.rank()));
    tensors.put(EVENTS, new Tensor.Ints(users.events(), vectors.rows()));
    tensors.put(DAYS, new Tensor.Floats(users.daysSinceNewest(), vectors.rows()));
    tensors.put(STARTS, new Tensor.Ints(model.takers().starts(), model.itemCount() + 1));
    tensors.put(TAKERS, new Tensor.Ints(model.takers().users(), model.takers().users().length));
    float[] coefficients = model.evidence().coefficients();
    tensors.put(COEFFICIENTS, new Tensor.Floats(coefficients, coefficients.length));
    writer.writeTensors(prefix + FILE, tensors);
  }

  @Override
  protected AffinityModel readModel(ModelParts parts, String prefix, AffinityParameters parameters)
      throws IOException {
    IdIndex ids = parts.ids(prefix + USER_IDS);
    TensorFile file = parts.tensors(prefix + FILE);
    Tensor.Floats vectors = file.floats(VECTORS, ids.size(), TensorFile.ANY);
    Users users = new Users(
        ids,
        new FactorMatrix(ids.size(), vectors.shape()[1], vectors.values()),
        file.ints(EVENTS, ids.size()).values(),
        file.floats(DAYS, ids.size()).values());
    return new AffinityModel(
        AlsFamily.INSTANCE.read(parts, prefix, parameters.factorization()),
        users,
        new Takers(
            file.ints(STARTS, parts.items() + 1).values(),
            file.ints(TAKERS, TensorFile.ANY).values()),
        new Evidence(file.floats(COEFFICIENTS, Evidence.SIZE).values()));
  }

  /** Two factorizations: of the past, to learn what counts, and of everything. */
  private record AffinityCost(Cost factorization, AffinityParameters parameters) implements Cost {
    @Override
    public double trainSeconds(Workload work, Machine machine) {
      return 2 * factorization.trainSeconds(work, machine);
    }

    @Override
    public double askSeconds(Workload work, Machine machine) {
      return factorization.askSeconds(work, machine);
    }

    @Override
    public long scratchBytes(Workload work) {
      return factorization.scratchBytes(work);
    }

    @Override
    public long modelBytes(Workload work) {
      return factorization.modelBytes(work)
          + work.users() * Users.bytesPerUser(parameters.factorization().rank())
          + 4L * work.interactions();
    }
  }
}
