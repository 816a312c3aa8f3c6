// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.recommendation;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.artifact.ModelSink;
import org.openpersonalize.core.evaluation.EvaluationReport;
import org.openpersonalize.core.evaluation.TestedUsers;

/**
 * What a training made.
 *
 * @param model ready to answer
 * @param choice what was trained, and how that was found
 * @param tested how well a model like this one did for each user it was asked about; null if nobody asked
 */
public record TrainedModel(
    RecommendationModel model,
    ParameterChoice choice,
    @Nullable TestedUsers tested) {
  /** How well a model like this one predicted users it had not seen; empty if nobody asked. */
  public Optional<EvaluationReport> report() {
    return Optional.ofNullable(model.manifest().assessment().evaluation());
  }

  /** How well popularity alone predicted the same users; empty if nobody asked. */
  public Optional<EvaluationReport> popularityBaseline() {
    return Optional.ofNullable(model.manifest().assessment().popularityBaseline());
  }

  /** Writes the model's files, the manifest last. */
  public void write(ModelSink sink) throws IOException {
    model.write(sink, tested);
  }
}
