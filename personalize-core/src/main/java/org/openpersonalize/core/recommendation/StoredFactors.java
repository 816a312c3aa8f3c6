package org.openpersonalize.core.recommendation;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.openpersonalize.core.als.AlsParameters;
import org.openpersonalize.core.als.FactorModel;
import org.openpersonalize.core.artifact.ModelWriter;
import org.openpersonalize.core.artifact.Tensor;
import org.openpersonalize.core.matrix.FactorMatrix;

/** {@code factors.safetensors}: {@code item_factors} [I, K] and {@code gramian} [K, K]. */
final class StoredFactors extends StoredFamily<AlsParameters, FactorModel> {
  private static final String FILE = "factors.safetensors";
  private static final String ITEM_FACTORS = "item_factors";
  private static final String GRAMIAN = "gramian";

  StoredFactors() {
    super(AlsParameters.DEFAULT, AlsParameters.class, FactorModel.class);
  }

  @Override
  void writeModel(ModelWriter writer, String prefix, AlsParameters parameters, FactorModel model)
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
  FactorModel readModel(ModelParts parts, String prefix, AlsParameters parameters)
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
}
