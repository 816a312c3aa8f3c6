package org.openpersonalize.core.recommendation;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.artifact.ModelWriter;
import org.openpersonalize.core.artifact.Tensor;
import org.openpersonalize.core.artifact.UnreadableModelException;
import org.openpersonalize.core.ease.EaseModel;
import org.openpersonalize.core.ease.EaseParameters;
import org.openpersonalize.core.matrix.CoOccurrence;
import org.openpersonalize.core.similarity.Measure;

/**
 * {@code weights.safetensors}: {@code degrees} [I], {@code head} [n], {@code weights} [n, n] and {@code ridge} [1]; and
 * the file of the counts of all other pairs if there are any, which a blend may share, see {@link ModelParts}.
 */
final class StoredEase extends StoredFamily<EaseParameters, EaseModel> {
  private static final String FILE = "weights.safetensors";
  private static final String DEGREES = "degrees";
  private static final String HEAD = "head";
  private static final String WEIGHTS = "weights";
  private static final String RIDGE = "ridge";

  StoredEase() {
    super(EaseParameters.DEFAULT, EaseParameters.class, EaseModel.class);
  }

  private static String countsFile(EaseParameters parameters) {
    return ModelParts.countsFile(
        Measure.CO_OCCURRENCE.word(), parameters.userExponent(), parameters.memoryMegabytes());
  }

  @Override
  void writeModel(ModelWriter writer, String prefix, EaseParameters parameters, EaseModel model)
      throws IOException {
    int n = model.head().length;
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put(DEGREES, new Tensor.Floats(model.degrees(), model.itemCount()));
    tensors.put(HEAD, new Tensor.Ints(model.head(), n));
    tensors.put(RIDGE, new Tensor.Floats(new float[] {model.ridge()}, 1));
    tensors.put(WEIGHTS, new Tensor.Floats(model.weights(), n, n));
    writer.writeTensors(prefix + FILE, tensors);
    CoOccurrence counts = model.counts();
    if (counts != null) {
      ModelParts.writeCounts(writer, countsFile(parameters), counts);
    }
  }

  @Override
  EaseModel readModel(ModelParts parts, String prefix, EaseParameters parameters)
      throws IOException {
    TensorFile file = parts.tensors(prefix + FILE);
    float[] degrees = file.floats(DEGREES, parts.items()).values();
    int[] head = file.ints(HEAD, TensorFile.ANY).values();
    for (int item : head) {
      if (item < 0 || item >= parts.items()) {
        throw new UnreadableModelException(
            "%s weighs an item that does not exist".formatted(prefix + FILE));
      }
    }
    @Nullable CoOccurrence counts =
        EaseModel.hasTail(degrees, head) ? parts.counts(countsFile(parameters)) : null;
    return new EaseModel(
        degrees,
        head,
        file.floats(WEIGHTS, head.length, head.length).values(),
        counts,
        file.floats(RIDGE, 1).values()[0],
        parameters.historyExponent(),
        parameters.targetExponent());
  }
}
