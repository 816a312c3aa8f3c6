// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.als;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.openpersonalize.core.artifact.ModelWriter;
import org.openpersonalize.core.artifact.Tensor;
import org.openpersonalize.core.cost.Machine;
import org.openpersonalize.core.cost.Workload;
import org.openpersonalize.core.family.Cost;
import org.openpersonalize.core.family.ModelFamily;
import org.openpersonalize.core.family.ModelParts;
import org.openpersonalize.core.family.TensorFile;
import org.openpersonalize.core.kernel.Kernels;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.recipe.Hyperparameter;
import org.openpersonalize.core.recipe.Hyperparameters;
import org.openpersonalize.core.recipe.Knobs;
import org.openpersonalize.core.tuning.FamilySearch;
import org.openpersonalize.core.tuning.SearchSpace;
import org.openpersonalize.core.tuning.SearchedFamily;
import org.openpersonalize.core.tuning.Session;

/** Factorization by alternating least squares. Its file is {@code factors.safetensors}: {@code item_factors} [I, K] and {@code gramian} [K, K]. */
public final class AlsFamily extends ModelFamily<AlsParameters, FactorModel>
    implements SearchedFamily {
  /** As it stands in manifests and on the command line. */
  public static final String NAME = "als";

  /** The one there is. */
  public static final AlsFamily INSTANCE = new AlsFamily();

  private static final String FILE = "factors.safetensors";
  private static final String ITEM_FACTORS = "item_factors";
  private static final String GRAMIAN = "gramian";

  private AlsFamily() {
    super(NAME, AlsParameters.DEFAULT, AlsParameters.class, FactorModel.class);
  }

  /** The defaults, with the rank that {@code hidden_dimension} asks for. */
  @Override
  public AlsParameters of(Hyperparameters knobs) {
    return knobs
        .integer(Knobs.HIDDEN_DIMENSION)
        .map(AlsParameters.DEFAULT::withRank)
        .orElse(AlsParameters.DEFAULT);
  }

  @Override
  protected Map<Hyperparameter, String> knobsOf(AlsParameters parameters) {
    return Map.of(Knobs.HIDDEN_DIMENSION, Integer.toString(parameters.rank()));
  }

  @Override
  public FamilySearch search(Session session, SearchSpace space) {
    return new AlsSearch(session, space);
  }

  @Override
  protected Cost costOf(AlsParameters parameters) {
    return new FactorizationCost(parameters);
  }

  @Override
  protected void writeModel(
      ModelWriter writer, String prefix, AlsParameters parameters, FactorModel model)
      throws IOException {
    if (parameters.objective().unobservedWeight() == 0) {
      throw new IllegalStateException("The parameters must be fitted to the data before training");
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put(ITEM_FACTORS, tensor(model.itemFactors()));
    tensors.put(GRAMIAN, tensor(model.gramian().toMatrix()));
    writer.writeTensors(prefix + FILE, tensors);
  }

  @Override
  protected FactorModel readModel(ModelParts parts, String prefix, AlsParameters parameters)
      throws IOException {
    TensorFile file = parts.tensors(prefix + FILE);
    FactorMatrix items = matrix(file.floats(ITEM_FACTORS, parts.items(), TensorFile.ANY));
    FactorMatrix gramian = matrix(file.floats(GRAMIAN, items.rank(), items.rank()));
    return FactorModel.of(items, gramian, parameters.objective());
  }

  private static Tensor tensor(FactorMatrix matrix) {
    return new Tensor.Floats(matrix.values(), matrix.rows(), matrix.rank());
  }

  private static FactorMatrix matrix(Tensor.Floats tensor) {
    return new FactorMatrix(tensor.shape()[0], tensor.shape()[1], tensor.values());
  }

  private record FactorizationCost(AlsParameters parameters) implements Cost {
    private static final int TRIED_SWEEPS = 2;

    private long rank() {
      return Kernels.padded(parameters.rank());
    }

    @Override
    public double trainSeconds(Workload work, Machine machine) {
      double sweep = 2.0 * work.interactions() * machine.entry()
          + (work.users() + work.items()) * machine.row()
          + work.interactions()
              * (machine.farRow(4 * rank() * work.users())
                  + machine.farRow(4 * rank() * work.items()));
      return parameters.sweeps() * sweep;
    }

    @Override
    public double askSeconds(Workload work, Machine machine) {
      return machine.row()
          + work.meanLength() * machine.entry()
          + work.items() * rank() * machine.multiplication();
    }

    @Override
    public Optional<Sweeping> sweeping() {
      return Optional.of(
          new Sweeping(parameters.withSweeps(TRIED_SWEEPS), TRIED_SWEEPS, parameters.rank()));
    }

    @Override
    public long scratchBytes(Workload work) {
      return 4 * rank() * work.users();
    }

    @Override
    public long modelBytes(Workload work) {
      return ItemFactorBlocks.sizeInBytes(work.items(), rank());
    }
  }
}
