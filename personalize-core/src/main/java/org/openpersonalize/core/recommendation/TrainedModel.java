package org.openpersonalize.core.recommendation;

import java.io.IOException;
import org.openpersonalize.core.artifact.ModelSink;
import org.openpersonalize.core.artifact.ModelWriter;
import org.openpersonalize.core.evaluation.EvaluationReport;

/**
 * What a training made.
 *
 * @param model ready to answer; its manifest lists no files until it is written
 * @param choice what was trained, and how that was found
 */
public record TrainedModel(RecommendationModel model, ParameterChoice choice) {
  /** How well a model like this one predicted users it had not seen. */
  public EvaluationReport report() {
    return model.manifest().evaluation();
  }

  /** How well popularity alone predicted the same users. */
  public EvaluationReport popularityBaseline() {
    return model.manifest().popularityBaseline();
  }

  /**
   * Writes the model's files, the manifest last.
   *
   * @return the manifest as written
   */
  public ModelManifest write(ModelSink sink) throws IOException {
    ModelWriter writer = new ModelWriter(sink);
    model.writeFiles(writer);
    ModelManifest written = model.manifest().withFiles(writer.files());
    writer.writeManifest(written);
    return written;
  }
}
