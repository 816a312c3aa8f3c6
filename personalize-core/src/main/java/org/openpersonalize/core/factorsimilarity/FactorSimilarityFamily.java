// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.factorsimilarity;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.openpersonalize.core.als.AlsFamily;
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

/** {@code item-factors.safetensors}: {@code item_factors} [I, K], of length one. */
public final class FactorSimilarityFamily
    extends ModelFamily<FactorSimilarityParameters, FactorSimilarityModel> {
  /** As it stands in manifests and on the command line. */
  public static final String NAME = "item-factors";

  /** The one there is. */
  public static final FactorSimilarityFamily INSTANCE = new FactorSimilarityFamily();

  private static final String FILE = "item-factors.safetensors";
  private static final String ITEM_FACTORS = "item_factors";

  private FactorSimilarityFamily() {
    super(
        NAME,
        FactorSimilarityParameters.DEFAULT,
        FactorSimilarityParameters.class,
        FactorSimilarityModel.class);
  }

  @Override
  protected Cost costOf(FactorSimilarityParameters parameters) {
    return new SimilarityCost(AlsFamily.INSTANCE.cost(parameters.factorization()), parameters);
  }

  @Override
  protected void writeModel(
      ModelWriter writer,
      String prefix,
      FactorSimilarityParameters parameters,
      FactorSimilarityModel model)
      throws IOException {
    FactorMatrix factors = model.itemFactors();
    writer.writeTensors(
        prefix + FILE,
        Map.of(ITEM_FACTORS, new Tensor.Floats(factors.values(), factors.rows(), factors.rank())));
  }

  @Override
  protected FactorSimilarityModel readModel(
      ModelParts parts, String prefix, FactorSimilarityParameters parameters) throws IOException {
    Tensor.Floats factors =
        parts.tensors(prefix + FILE).floats(ITEM_FACTORS, parts.items(), TensorFile.ANY);
    return FactorSimilarityModel.read(
        new FactorMatrix(factors.shape()[0], factors.shape()[1], factors.values()));
  }

  /** That of the factorization, without folding a user in. */
  private record SimilarityCost(Cost factorization, FactorSimilarityParameters parameters)
      implements Cost {
    @Override
    public double trainSeconds(Workload work, Machine machine) {
      return factorization.trainSeconds(work, machine);
    }

    @Override
    public double askSeconds(Workload work, Machine machine) {
      return (double) work.items() * parameters.factorization().rank() * machine.multiplication();
    }

    @Override
    public Optional<Sweeping> sweeping() {
      return factorization.sweeping();
    }

    @Override
    public long scratchBytes(Workload work) {
      return factorization.scratchBytes(work);
    }

    @Override
    public long modelBytes(Workload work) {
      return 4L * Kernels.padded(parameters.factorization().rank()) * work.items();
    }
  }
}
