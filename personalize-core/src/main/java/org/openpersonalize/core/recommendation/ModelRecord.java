// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.recommendation;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.artifact.ModelReader;
import org.openpersonalize.core.artifact.ModelSource;
import org.openpersonalize.core.evaluation.TestedUsers;

/**
 * What a model's files say about it, read without the model itself.
 *
 * @param tested how well it did for each user it was tested by; null where nobody asked, and for models of before
 */
public record ModelRecord(ModelManifest manifest, @Nullable TestedUsers tested) {
  /**
   * Reads it.
   *
   * @throws org.openpersonalize.core.artifact.UnreadableModelException if it is damaged or of another format
   */
  public static ModelRecord read(ModelSource source) throws IOException {
    ModelReader reader = ModelReader.open(source);
    return new ModelRecord(
        ModelManifest.read(reader), TestedUsersFile.read(reader).orElse(null));
  }
}
