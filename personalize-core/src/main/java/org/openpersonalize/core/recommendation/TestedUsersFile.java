// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.recommendation;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.openpersonalize.core.artifact.ModelReader;
import org.openpersonalize.core.artifact.ModelWriter;
import org.openpersonalize.core.artifact.Tensor;
import org.openpersonalize.core.artifact.UnreadableModelException;
import org.openpersonalize.core.evaluation.TestedUsers;
import org.openpersonalize.core.family.TensorFile;

/**
 * The file {@code tested-users.safetensors}, which models of before do not have: {@code fingerprints} [U, 2], the high half of
 * each first, and for each metric its values {@code model.<metric>} [U] and {@code popularity.<metric>} [U].
 */
final class TestedUsersFile {
  private static final String FILE = "tested-users.safetensors";
  private static final String FINGERPRINTS = "fingerprints";
  private static final String MODEL = "model.";
  private static final String POPULARITY = "popularity.";

  private TestedUsersFile() {}

  static void write(ModelWriter writer, TestedUsers tested) throws IOException {
    int users = tested.size();
    int[] halves = new int[2 * users];
    for (int user = 0; user < users; user++) {
      long fingerprint = tested.fingerprints()[user];
      halves[2 * user] = (int) (fingerprint >>> Integer.SIZE);
      halves[2 * user + 1] = (int) fingerprint;
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put(FINGERPRINTS, new Tensor.Ints(halves, users, 2));
    for (String metric : TestedUsers.METRICS) {
      tensors.put(MODEL + metric, new Tensor.Floats(tested.model(metric), users));
      tensors.put(POPULARITY + metric, new Tensor.Floats(tested.popularity(metric), users));
    }
    writer.writeTensors(FILE, tensors);
  }

  /** Empty for a model of before. */
  static Optional<TestedUsers> read(ModelReader reader) throws IOException {
    return reader.has(FILE)
        ? Optional.of(tested(new TensorFile(FILE, reader.readTensors(FILE))))
        : Optional.empty();
  }

  private static TestedUsers tested(TensorFile file) throws UnreadableModelException {
    int[] halves = file.ints(FINGERPRINTS, TensorFile.ANY, 2).values();
    int users = halves.length / 2;
    long[] fingerprints = new long[users];
    for (int user = 0; user < users; user++) {
      fingerprints[user] =
          (long) halves[2 * user] << Integer.SIZE | Integer.toUnsignedLong(halves[2 * user + 1]);
    }
    return new TestedUsers(
        fingerprints, values(file, MODEL, users), values(file, POPULARITY, users));
  }

  private static Map<String, float[]> values(TensorFile file, String of, int users)
      throws UnreadableModelException {
    Map<String, float[]> values = new LinkedHashMap<>();
    for (String metric : TestedUsers.METRICS) {
      values.put(metric, file.floats(of + metric, users).values());
    }
    return values;
  }
}
