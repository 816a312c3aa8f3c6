// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.content;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.openpersonalize.core.artifact.ModelReader;
import org.openpersonalize.core.artifact.ModelWriter;
import org.openpersonalize.core.artifact.Tensor;
import org.openpersonalize.core.content.ContentVectors.Fit;
import org.openpersonalize.core.family.TensorFile;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.matrix.IdIndex;

/**
 * Which files a model's content vectors have: {@code content.ids}, the features' names, and {@code content.safetensors} with
 * what makes values of them and with their coefficients.
 */
public final class ContentFiles {
  private static final String NAMES = "content.ids";
  private static final String TENSORS = "content.safetensors";
  private static final String MEANS = "means";
  private static final String SCALES = "scales";
  private static final String COEFFICIENTS = "coefficients";

  private ContentFiles() {}

  /** Writes them, all but how they were learned. */
  public static void write(ModelWriter writer, ContentVectors content) throws IOException {
    ItemFeatures features = content.features();
    writer.writeIds(NAMES, features.names());
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put(MEANS, new Tensor.Floats(features.means(), features.size()));
    tensors.put(SCALES, new Tensor.Floats(features.scales(), features.size()));
    FactorMatrix coefficients = content.coefficients();
    tensors.put(
        COEFFICIENTS,
        new Tensor.Floats(coefficients.values(), coefficients.rows(), coefficients.rank()));
    writer.writeTensors(TENSORS, tensors);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param fit how they were learned
   */
  public static ContentVectors read(ModelReader reader, Fit fit) throws IOException {
    IdIndex names = reader.readIds(NAMES);
    TensorFile file = new TensorFile(TENSORS, reader.readTensors(TENSORS));
    ItemFeatures features = new ItemFeatures(
        names,
        file.floats(MEANS, names.size()).values(),
        file.floats(SCALES, names.size()).values());
    Tensor.Floats coefficients = file.floats(COEFFICIENTS, names.size(), TensorFile.ANY);
    return ContentVectors.of(
        features,
        new FactorMatrix(names.size(), coefficients.shape()[1], coefficients.values()),
        fit);
  }
}
